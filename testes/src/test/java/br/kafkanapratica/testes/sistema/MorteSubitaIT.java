package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A garantia: depois de um {@code kill -9} do saldo-service em qualquer momento, o que se reinicia tem toda escrita que o
 * Kafka confirmou antes.
 *
 * <p>Histórias válidas: o saldo lido é o último confirmado antes do reinício, ou um escrito depois. Inválidas: o cliente
 * falta, ou o saldo é um anterior ao último confirmado.
 *
 * <p>{@code -Dsemente=N} repete os mesmos momentos.
 */
class MorteSubitaIT {

    private static final int MORTES = Volume.de(4, 30);
    private static final int CLIENTES = 300;
    private static final int UM_A_UM = 20;
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"};
    private static final Duration PRAZO = Duration.ofMinutes(1);

    private final long semente = Long.getLong("semente", System.nanoTime());
    private final Random acaso = new Random(semente);

    @Test
    void kill9NaoPerdeNenhumaEscritaConfirmada() {
        System.out.printf("MorteSubitaIT: -Dsemente=%d%n", semente);
        try (var broker = BrokerDeTeste.novo();
                var kafka = new ClienteDeTeste(broker.servidores())) {
            kafka.cria("contas", 3, Topico.CONTAS.configuracoes());
            try (var escritor = new EscritorContinuo(kafka, "contas", CLIENTES)) {
                await().until(() -> escritor.confirmados().size() == CLIENTES);
                int reconstruindo = 0;
                var servico = pronto(broker);
                try {
                    for (int morte = 1; morte <= MORTES; morte++) {
                        ateOInstante(Instant.now().plusMillis(acaso.nextInt(400)));
                        servico.close();
                        // O que se reinicia também morre, antes de ficar pronto; da primeira vez, até que o acerte.
                        for (int atraso = 100; reconstruindo == 0; atraso /= 2) {
                            reconstruindo += morreReconstruindo(broker, atraso) ? 1 : 0;
                        }
                        if (acaso.nextInt(3) == 0) {
                            reconstruindo += morreReconstruindo(broker, 100) ? 1 : 0;
                        }
                        var confirmados = escritor.confirmados();
                        servico = pronto(broker);
                        confere(servico, confirmados, morte);
                    }
                } finally {
                    servico.close();
                }
                System.out.printf(
                        "MorteSubitaIT: %d mortes, mais %d no meio da reconstrução; %d escritas confirmadas%n",
                        MORTES,
                        reconstruindo,
                        escritor.confirmados().values().stream()
                                .mapToLong(n -> n)
                                .max()
                                .orElse(0));
                assertThat(reconstruindo).as("mortes no meio da reconstrução").isPositive();
            }
        }
    }

    private static ServicoEmJar pronto(BrokerDeTeste broker) {
        var servico = ServicoEmJar.inicia(broker.servidores(), JVM);
        try {
            return servico.esperaPronto();
        } catch (RuntimeException e) {
            servico.close();
            throw e;
        }
    }

    /** Devolve se a morte veio mesmo antes de a reconstrução acabar. */
    private boolean morreReconstruindo(BrokerDeTeste broker, int atrasoMs) {
        try (var servico = ServicoEmJar.inicia(broker.servidores(), JVM)) {
            servico.processo().esperaLinha(linha -> linha.contains("Reconstruindo estado"), PRAZO);
            ateOInstante(Instant.now().plusMillis(acaso.nextInt(atrasoMs + 1)));
            servico.processo().mata();
            return servico.processo().linhas().stream().noneMatch(linha -> linha.contains("Reconstrução finalizada"));
        }
    }

    /** Todos por {@code GET /saldos}, que custa um pedido; alguns, também um a um. */
    private void confere(ServicoEmJar servico, Map<String, Long> confirmados, int morte) {
        var lidos = new HashMap<String, Long>();
        for (var cliente : servico.json("/saldos").path("clientes")) {
            lidos.put(
                    cliente.path("cliente_id").asString(), cliente.path("saldo").asLong());
        }
        var contexto = "depois da morte %d (-Dsemente=%d)".formatted(morte, semente);
        assertThat(confirmados)
                .allSatisfy((cliente, saldo) -> assertThat(lidos.get(cliente))
                        .as("saldo de %s %s", cliente, contexto)
                        .isNotNull()
                        .isGreaterThanOrEqualTo(saldo));
        acaso.ints(UM_A_UM, 0, CLIENTES)
                .mapToObj(EscritorContinuo::cliente)
                .forEach(cliente -> assertThat(
                                servico.json("/saldo/" + cliente).path("saldo").asLong(-1))
                        .as("GET /saldo/%s %s", cliente, contexto)
                        .isGreaterThanOrEqualTo(confirmados.get(cliente)));
    }

    private static void ateOInstante(Instant instante) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> !Instant.now().isBefore(instante));
    }
}
