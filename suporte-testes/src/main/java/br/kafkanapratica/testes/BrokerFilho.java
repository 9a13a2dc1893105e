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
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Utils;

/** O jar do broker-local como processo filho. */
final class BrokerFilho implements BrokerDeTeste {

    private static final Duration PRAZO = Duration.ofMinutes(3);

    private final String endereco;
    private final List<String> argumentos;
    private final Path dados;
    private final Path log;
    private final UnaryOperator<Programa> como;
    private Processo processo;

    /** Um broker sozinho, já no ar. */
    BrokerFilho() {
        this(PortaLivre.uma(), temporaria());
        esperaPronto();
    }

    private BrokerFilho(int porta, Path dados) {
        this("localhost:" + porta, dados, "log", List.of("--porta", Integer.toString(porta)), programa -> programa);
    }

    /**
     * Um que ainda está começando.
     *
     * @param endereco onde os clientes o acham
     * @param log onde, dentro de {@code dados}, ele guarda o log
     * @param como o que muda no programa antes de ele começar
     */
    BrokerFilho(String endereco, Path dados, String log, List<String> argumentos, UnaryOperator<Programa> como) {
        this.endereco = endereco;
        this.dados = dados;
        this.log = dados.resolve(log);
        this.argumentos = argumentos;
        this.como = como;
        this.processo = inicia();
    }

    static Path temporaria() {
        try {
            return Files.createTempDirectory("kafka-de-teste");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Processo processo() {
        return processo;
    }

    @Override
    public String servidores() {
        return endereco;
    }

    @Override
    public Optional<Path> pastaDoLog() {
        return Optional.of(log);
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
        Sinal.envia("STOP", processo);
    }

    @Override
    public void descongela() {
        Sinal.envia("CONT", processo);
    }

    @Override
    public void volta() {
        processo = inicia();
        esperaPronto();
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

    private Processo inicia() {
        var programa = Programa.jar(
                        BrokerDeTeste.raiz(), "broker-local", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .comArgumentos("--dados", dados.toString())
                .comArgumentos(argumentos.toArray(String[]::new));
        return como.apply(programa).inicia();
    }

    void esperaPronto() {
        try {
            processo.esperaLinha(linha -> linha.startsWith("Broker Kafka pronto"), PRAZO);
        } catch (IllegalStateException e) {
            processo.mata();
            throw e;
        }
    }
}
