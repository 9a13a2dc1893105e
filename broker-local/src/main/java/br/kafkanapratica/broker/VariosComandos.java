package br.kafkanapratica.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Exit;
import picocli.CommandLine.ExitCode;

/**
 * Vários comandos numa JVM só, um por linha da entrada padrão ({@code topics --create …}): cada JVM custa um a dois
 * segundos, e criar os sete tópicos custaria quinze.
 */
final class VariosComandos {

    private VariosComandos() {}

    /** Para no primeiro comando que falha e devolve o código dele; 0 se todos deram certo. */
    static int executa(InputStream entrada) {
        try (var linhas = new BufferedReader(new InputStreamReader(entrada, StandardCharsets.UTF_8))) {
            for (String linha; (linha = linhas.readLine()) != null; ) {
                int codigo =
                        linha.isBlank() ? ExitCode.OK : executa(linha.strip().split("\\s+"));
                if (codigo != ExitCode.OK) {
                    return codigo;
                }
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int executa(String[] palavras) {
        if (!Ferramenta.existe(palavras[0])) {
            System.err.printf("lote: não conheço a ferramenta \"%s\"%n", palavras[0]);
            return ExitCode.USAGE;
        }
        var codigo = new CompletableFuture<Integer>();
        // As ferramentas terminam a JVM (System.exit). Uma exceção no lugar disso cairia nos catch delas; então a
        // thread do comando, que já fez o seu trabalho, fica parada até a JVM acabar.
        Exit.setExitProcedure((saida, mensagem) -> {
            codigo.complete(saida);
            while (true) {
                LockSupport.park();
            }
        });
        var comando = new Thread(
                () -> codigo.complete(
                        Ferramenta.executa(palavras[0], Arrays.copyOfRange(palavras, 1, palavras.length))),
                palavras[0]);
        comando.setDaemon(true);
        comando.start();
        return codigo.join();
    }
}
