package br.kafkanapratica.testes;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * No fim dos testes desta JVM, nada do que ela iniciou continua: o que se monta em vários passos e falha no meio não chega a ter quem o
 * feche. O JUnit o chama sozinho ({@code META-INF/services}).
 */
public final class SemOrfaos implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession sessao) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
}
