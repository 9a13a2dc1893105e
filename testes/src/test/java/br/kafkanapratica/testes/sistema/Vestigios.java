package br.kafkanapratica.testes.sistema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * O que se via quando um teste falhou, guardado antes que o próprio teste o desmonte: em {@code target/failsafe-reports/falhas}, que o CI publica com
 * os relatórios, em todos os testes daqui ({@code META-INF/services}). A página e o laboratório se inscrevem enquanto estão abertos.
 */
public final class Vestigios implements AfterTestExecutionCallback {

    /** O que tem o que mostrar. */
    interface Fonte {
        void guardaEm(Path pasta) throws IOException;
    }

    private static final Path FALHAS = Path.of("target/failsafe-reports/falhas");
    private static final List<Fonte> ABERTAS = new CopyOnWriteArrayList<>();

    static void inscreve(Fonte fonte) {
        ABERTAS.add(fonte);
    }

    static void retira(Fonte fonte) {
        ABERTAS.remove(fonte);
    }

    @Override
    public void afterTestExecution(ExtensionContext contexto) {
        boolean falhou = contexto.getExecutionException()
                .filter(erro -> !(erro instanceof TestAbortedException))
                .isPresent();
        if (falhou) {
            guarda(contexto.getRequiredTestClass().getSimpleName() + "-"
                    + contexto.getRequiredTestMethod().getName());
        }
    }

    /** Guarda o que der: a falha que importa é a do teste, e não esta. */
    static void guarda(String nome) {
        for (var fonte : ABERTAS) {
            try {
                var pasta = Files.createDirectories(FALHAS.resolve(nome));
                fonte.guardaEm(pasta);
                System.out.println("O que se via na falha: " + pasta.toAbsolutePath());
            } catch (IOException | RuntimeException e) {
                System.out.println("Não guardei o que se via na falha: " + e);
            }
        }
    }
}
