package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.saldo.SaldoServiceApplication;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** O saldo-service inteiro, com mais dois endpoints que servem de régua no mesmo servidor HTTP. */
@Command(name = "servidor", hidden = true)
public final class Servidor implements Callable<Integer> {

    @Option(names = "--servidores", required = true)
    private String servidores = "";

    @Option(names = "--topico", required = true)
    private String topico = "";

    @Option(names = "--porta", required = true)
    private int porta;

    /** Onde escrever a cópia local, uma depois da outra; nula se em lugar nenhum. */
    @Option(names = "--copia")
    private @Nullable Path copia;

    @Override
    public Integer call() throws InterruptedException {
        var argumentos = new ArrayList<>(List.of(
                "--server.port=" + porta,
                "--spring.kafka.bootstrap-servers=" + servidores,
                "--saldo.topico=" + topico,
                "--logging.level.br.kafkanapratica=WARN"));
        if (copia != null) {
            argumentos.add("--saldo.copia-local=" + copia);
            argumentos.add("--saldo.copia-intervalo=1ms");
            argumentos.add("--logging.level.br.kafkanapratica.estado.Copista=INFO");
        }
        new SpringApplicationBuilder(SaldoServiceApplication.class, Reguas.class)
                .run(argumentos.toArray(String[]::new));
        new CountDownLatch(1).await();
        return 0;
    }

    @RestController
    static class Reguas {

        /** Os bytes de um {@code GET /saldos}, de um arquivo. */
        @GetMapping(path = "/arquivo", produces = MediaType.APPLICATION_JSON_VALUE)
        void arquivo(@RequestParam("caminho") Path caminho, HttpServletResponse resposta) throws IOException {
            Files.copy(caminho, resposta.getOutputStream());
        }

        @GetMapping("/heap")
        String heap() {
            return Long.toString(Maquina.heapDepoisDoGc());
        }
    }
}
