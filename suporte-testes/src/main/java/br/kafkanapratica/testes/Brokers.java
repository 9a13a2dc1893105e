package br.kafkanapratica.testes;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.testes.falhas.Avaria;
import br.kafkanapratica.testes.falhas.DiscoPequeno;
import br.kafkanapratica.testes.falhas.Pausa;
import br.kafkanapratica.testes.falhas.Proxy;
import br.kafkanapratica.testes.falhas.Relogio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;

/**
 * Um broker-local ou um cluster deles, cada um atrás de um {@link Proxy}: é o endereço deste que se anuncia, e por ele passam os
 * clientes e as réplicas; e, num cluster, cada controller atrás de outro, por onde passam os outros controllers e os brokers. O que {@link BrokerDeTeste} faz, faz a todos ao mesmo tempo.
 */
public final class Brokers implements BrokerDeTeste {

    private static final int DISCO_MB = 400;

    private final Path dados = BrokerFilho.temporaria();
    private final List<Proxy> proxies = new ArrayList<>();
    private final List<Proxy> controllers = new ArrayList<>();
    private final List<Relogio> relogios = new ArrayList<>();
    private final List<DiscoPequeno> discos = new ArrayList<>();
    private final List<BrokerFilho> brokers = new ArrayList<>();

    /**
     * @param quantos 1 ou 3
     * @param relogios onde se compila o relógio de cada um
     */
    public Brokers(int quantos, Path relogios) {
        int porta = PortaLivre.seguidas(quantos == 1 ? 1 : 2 * quantos);
        for (int id = 1; id <= quantos; id++) {
            proxies.add(new Proxy(0, porta + id - 1));
            if (quantos > 1) {
                controllers.add(new Proxy(0, porta + quantos + id - 1));
            }
            Relogio.compila(relogios).ifPresent(this.relogios::add);
            monta(quantos == 1 ? dados : dados.resolve("broker-" + id)).ifPresent(discos::add);
        }
        for (int id = 1; id <= quantos; id++) {
            brokers.add(novo(id, quantos, porta));
        }
        brokers.forEach(BrokerFilho::esperaPronto);
    }

    private BrokerFilho novo(int id, int quantos, int porta) {
        var endereco = "localhost:" + proxies.get(id - 1).porta();
        var argumentos = new ArrayList<>(List.of(
                "--porta",
                Integer.toString(porta),
                "--brokers",
                Integer.toString(quantos),
                "--id",
                Integer.toString(id),
                "--anuncia",
                endereco));
        if (!controllers.isEmpty()) {
            argumentos.add("--controllers");
            argumentos.add(controllers.stream()
                    .map(proxy -> "localhost:" + proxy.porta())
                    .collect(Collectors.joining(",")));
        }
        return new BrokerFilho(
                endereco,
                dados,
                quantos == 1 ? "log" : "broker-%d/log".formatted(id),
                argumentos,
                programa -> relogios.isEmpty() ? programa : relogios.get(id - 1).em(programa));
    }

    public int quantos() {
        return brokers.size();
    }

    /** @param indice de 0 ao total menos um */
    public BrokerDeTeste broker(int indice) {
        return brokers.get(indice);
    }

    /** A rede entre todos os outros e este broker. */
    public Proxy rede(int indice) {
        return proxies.get(indice);
    }

    /** A rede entre todos (o broker dele também) e o controller deste broker; o que ele próprio pede aos outros não passa por aqui. */
    public Proxy redeDoController(int indice) {
        return controllers.get(indice);
    }

    /** O relógio dele; vazio se esta máquina não o deixa saltar. */
    public Optional<Relogio> relogio(int indice) {
        return relogios.isEmpty() ? Optional.empty() : Optional.of(relogios.get(indice));
    }

    public Avaria pausa(int indice) {
        return new Pausa(brokers.get(indice).processo());
    }

    /** O disco só dele; vazio se esta máquina não o deixa ter um. */
    public Optional<DiscoPequeno> disco(int indice) {
        return discos.isEmpty() ? Optional.empty() : Optional.of(discos.get(indice));
    }

    /** Espera o broker terminar sozinho, como o Kafka faz quando não pode mais gravar. */
    public boolean terminou(int indice) {
        return !brokers.get(indice).processo().vivo();
    }

    @Override
    public String servidores() {
        return brokers.stream().map(BrokerFilho::servidores).collect(Collectors.joining(","));
    }

    @Override
    public Optional<Path> pastaDoLog() {
        return brokers.get(0).pastaDoLog();
    }

    @Override
    public void para() {
        brokers.parallelStream().forEach(BrokerFilho::para);
    }

    @Override
    public void mata() {
        brokers.forEach(BrokerFilho::mata);
    }

    @Override
    public void congela() {
        brokers.forEach(BrokerFilho::congela);
    }

    @Override
    public void descongela() {
        brokers.forEach(BrokerFilho::descongela);
    }

    @Override
    public void volta() {
        brokers.parallelStream().forEach(BrokerFilho::volta);
    }

    @Override
    public void close() {
        brokers.forEach(BrokerFilho::mata);
        proxies.forEach(Proxy::close);
        controllers.forEach(Proxy::close);
        discos.forEach(DiscoPequeno::close);
        try {
            Utils.delete(dados.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<DiscoPequeno> monta(Path pasta) {
        try {
            return DiscoPequeno.monta(Files.createDirectories(pasta), DISCO_MB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
