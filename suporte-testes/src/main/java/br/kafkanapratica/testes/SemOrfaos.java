package br.kafkanapratica.testes;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * No fim de uma JVM que executou testes, acaba o que descende dela: o que se monta em vários passos e falha no meio não chega a ter
 * quem o feche. Não o que ficou de um pai que já morreu, nem se é à JVM dos testes que o Maven mata, no prazo. O JUnit o chama sozinho
 * ({@code META-INF/services}).
 *
 * <p>Só a que executa: o Maven também procura testes na dele, de que as JVMs dos outros módulos são filhas.
 */
public final class SemOrfaos implements TestExecutionListener {

    private static final AtomicBoolean PRONTO = new AtomicBoolean();

    @Override
    public void testPlanExecutionStarted(TestPlan plano) {
        if (PRONTO.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(SemOrfaos::mata, "sem-orfaos"));
        }
    }

    private static void mata() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
}
