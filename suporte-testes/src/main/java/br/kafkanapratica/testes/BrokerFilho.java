package br.kafkanapratica.testes;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/** O jar do broker-local como processo filho. */
final class BrokerFilho implements BrokerDeTeste {

    private static final Duration PRAZO = Duration.ofSeconds(60);

    private final int porta = PortaLivre.uma();
    private final Path dados;
    private Processo processo;

    BrokerFilho() {
        try {
            dados = Files.createTempDirectory("kafka-de-teste");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        processo = inicia();
    }

    @Override
    public String servidores() {
        return "localhost:" + porta;
    }

    @Override
    public Optional<Path> pastaDoLog() {
        return Optional.of(dados.resolve("log"));
    }

    @Override
    public void para() {
        processo.para(PRAZO);
    }

    @Override
    public void mata() {
        processo.mata();
    }

    @Override
    public void congela() {
        sinal("-STOP");
    }

    @Override
    public void descongela() {
        sinal("-CONT");
    }

    @Override
    public void volta() {
        processo = inicia();
    }

    @Override
    public void close() {
        processo.mata();
        try {
            Utils.delete(dados.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sinal(String sinal) {
        var pid = Long.toString(processo.identidade().pid());
        int codigo = new Programa("kill", List.of("kill", sinal, pid), Map.of(), Path.of("/"))
                .inicia()
                .esperaFim(PRAZO);
        if (codigo != 0) {
            throw new IllegalStateException("kill %s %s: %d".formatted(sinal, pid, codigo));
        }
    }

    private Processo inicia() {
        var novo = Programa.jar(
                        BrokerDeTeste.raiz(), "broker-local", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .comArgumentos("--porta", Integer.toString(porta), "--dados", dados.toString())
                .inicia();
        try {
            novo.esperaLinha(linha -> linha.startsWith("Broker Kafka pronto"), PRAZO);
            return novo;
        } catch (IllegalStateException e) {
            novo.mata();
            throw e;
        }
    }
}
