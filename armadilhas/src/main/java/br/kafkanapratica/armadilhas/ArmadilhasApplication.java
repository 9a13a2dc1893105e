package br.kafkanapratica.armadilhas;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;

/** Inicia uma armadilha pelo nome; sem nome, mostra a lista. */
public final class ArmadilhasApplication {

    private static final int FALHOU = 1;
    private static final int USO_ERRADO = 2;
    private static final long PARA_FECHAR_MS = 5_000;

    private static volatile boolean saindo;

    private ArmadilhasApplication() {}

    public static void main(String[] args) {
        System.setOut(emUtf8(FileDescriptor.out));
        System.setErr(emUtf8(FileDescriptor.err));
        if (args.length == 0 || args[0].matches("-h|--help|--ajuda")) {
            System.out.println(lista());
            return;
        }
        var armadilha = Armadilha.deNome(args[0]);
        if (armadilha.isEmpty()) {
            System.err.println("ERRO: não há armadilha \"%s\".%n%n%s".formatted(args[0], lista()));
            System.exit(USO_ERRADO);
        }
        armadilha.ifPresent(qual -> roda(qual, Arrays.copyOfRange(args, 1, args.length)));
    }

    static String lista() {
        return Arrays.stream(Armadilha.values())
                .map(armadilha -> "  %-26s %s".formatted(armadilha.nome(), armadilha.oQueEstaErrado()))
                .collect(Collectors.joining(
                        System.lineSeparator(),
                        "Uso: java -jar armadilhas/target/armadilhas.jar NOME [OPÇÕES]%n%nProgramas errados, para rodar no lugar dos certos e ver o estrago:%n"
                                .formatted(),
                        ""));
    }

    private static void roda(Armadilha armadilha, String... argumentos) {
        System.out.println("ARMADILHA %s: %s".formatted(armadilha.nome(), armadilha.oQueEstaErrado()));
        var principal = Thread.currentThread();
        var ctrlC = new Thread(() -> interrompe(principal));
        Runtime.getRuntime().addShutdownHook(ctrlC);
        try {
            SemKafka.avisa(Opcoes.de(argumentos));
            armadilha.roda(argumentos);
        } catch (Exception e) {
            if (e instanceof InterruptedException || e instanceof InterruptException) {
                return;
            }
            if (e instanceof IllegalArgumentException) {
                System.err.println("ERRO: " + e.getMessage());
                sai(USO_ERRADO);
            }
            System.err.println("A armadilha %s terminou: %s".formatted(armadilha.nome(), e));
            sai(FALHOU);
        }
    }

    private static void sai(int codigo) {
        saindo = true; // senão o gancho esperaria por esta thread, que espera por ele
        System.exit(codigo);
    }

    /** A que roda um programa sem Spring fecha os seus clientes; o Spring cuida dos dele. */
    private static void interrompe(Thread principal) {
        if (saindo) {
            return;
        }
        principal.interrupt();
        try {
            principal.join(PARA_FECHAR_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PrintStream emUtf8(FileDescriptor para) {
        return new PrintStream(new FileOutputStream(para), true, StandardCharsets.UTF_8);
    }
}
