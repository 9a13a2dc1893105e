package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.kafka.DoKafka;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.juiz.saldos.JuizDosSaldos;
import br.kafkanapratica.juiz.saldos.Resposta;
import br.kafkanapratica.juiz.saldos.Vida;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.base.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A garantia: depois de um {@code kill -9} do saldo-service em qualquer momento, o que se reinicia tem toda escrita que o
 * Kafka confirmou antes.
 *
 * <p>Quem decide é o juiz: o saldo lido é o último confirmado antes do reinício, ou um escrito depois; nunca um anterior, nunca um que
 * ninguém escreveu, e cada resposta de uma vida inclui o que as anteriores mostraram.
 *
 * <p>{@code -Dsemente=N} repete os mesmos momentos.
 */
class MorteSubitaIT {

    private static final int MORTES = Volume.de(1, 30);
    private static final int CLIENTES = 300;
    private static final int UM_A_UM = 20;
    private static final Duration ENTRE_ESCRITAS = Duration.ofMillis(10);
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"};
    private static final Duration PRAZO = Duration.ofMinutes(1);

    private final long semente = Long.getLong("semente", System.nanoTime());
    private final Random acaso = new Random(semente);
    private final HistoriaDosSaldos historia = new HistoriaDosSaldos();
    private String vida = "";
    private int vidas;

    @Test
    void kill9NaoPerdeNenhumaEscritaConfirmada() {
        System.out.printf("MorteSubitaIT: -Dsemente=%d%n", semente);
        try (var broker = BrokerDeTeste.novo();
                var kafka = new ClienteDeTeste(broker.servidores())) {
            kafka.cria("contas", 3, Topico.CONTAS.configuracoes());
            try (var escritor = new EscritorContinuo(broker.servidores(), CLIENTES, 5, ENTRE_ESCRITAS, historia)) {
                await().atMost(Pipeline.PRAZO).until(() -> escritor.clientesConfirmados() == CLIENTES);
                int reconstruindo = 0;
                var servico = pronto(broker);
                try {
                    for (int morte = 1; morte <= MORTES; morte++) {
                        ateOInstante(Instant.now().plusMillis(acaso.nextInt(400)));
                        servico.close();
                        // O que se reinicia também morre, antes de ficar pronto: logo que começa, ou um pouco depois.
                        if (morte == 1) {
                            reconstruindo += morreMalComeca(broker) ? 1 : 0;
                        }
                        if (acaso.nextInt(3) == 0) {
                            reconstruindo += morreReconstruindo(broker) ? 1 : 0;
                        }
                        servico = pronto(broker);
                        pergunta(servico);
                    }
                } finally {
                    servico.close();
                }
                System.out.printf(
                        "MorteSubitaIT: %d mortes, mais %d no meio da reconstrução; %d escritas%n",
                        MORTES, reconstruindo, escritor.confirmadas());
                assertThat(reconstruindo).as("mortes no meio da reconstrução").isPositive();
            }
            julga(kafka);
        }
    }

    private ServicoEmJar pronto(BrokerDeTeste broker) {
        vida = "vida " + ++vidas;
        historia.anota(new Vida(vida, Instant.now()));
        var servico = ServicoEmJar.inicia(broker.servidores(), JVM);
        try {
            return servico.esperaPronto();
        } catch (RuntimeException e) {
            servico.close();
            throw e;
        }
    }

    /** Devolve se a morte veio mesmo antes de a reconstrução acabar. */
    private boolean morreReconstruindo(BrokerDeTeste broker) {
        try (var servico = ServicoEmJar.inicia(broker.servidores(), JVM)) {
            servico.processo().esperaLinha(MorteSubitaIT::comecou, PRAZO);
            ateOInstante(Instant.now().plusMillis(acaso.nextInt(100)));
            servico.processo().mata();
            return naoAcabou(servico.processo());
        }
    }

    /** O mesmo, sem dar tempo a que acabe, por mais rápida que seja a máquina. */
    private static boolean morreMalComeca(BrokerDeTeste broker) {
        var programa = ServicoEmJar.programa(broker.servidores(), PortaLivre.uma(), JVM);
        return naoAcabou(MorteNaLinha.de(programa::inicia, MorteSubitaIT::comecou, PRAZO));
    }

    private static boolean comecou(String linha) {
        return linha.contains("Reconstruindo estado");
    }

    private static boolean naoAcabou(Processo servico) {
        return servico.linhas().stream().noneMatch(linha -> linha.contains("Reconstrução finalizada"));
    }

    /** Todos por {@code GET /saldos}, que custa um pedido; alguns, também um a um. */
    private void pergunta(ServicoEmJar servico) {
        var lidos = new HashMap<String, Saldo>();
        var antes = Instant.now();
        for (var cliente : servico.json("/saldos").path("clientes")) {
            lidos.put(cliente.path("cliente_id").asString(), ServicoEmJar.saldo(cliente));
        }
        var depois = Instant.now();
        for (int qual = 0; qual < CLIENTES; qual++) {
            var cliente = EscritorContinuo.cliente(qual);
            var saldo = lidos.get(cliente);
            historia.anota(Resposta.de(vida, cliente, saldo == null ? 404 : 200, saldo, antes, depois));
        }
        acaso.ints(UM_A_UM, 0, CLIENTES).mapToObj(EscritorContinuo::cliente).forEach(cliente -> {
            var inicio = Instant.now();
            var resposta = servico.get("/saldo/" + cliente);
            var saldo = resposta.statusCode() == 200
                    ? ServicoEmJar.saldo(ServicoEmJar.JSON.readTree(resposta.body()))
                    : null;
            historia.anota(Resposta.de(vida, cliente, resposta.statusCode(), saldo, inicio, Instant.now()));
        });
    }

    private void julga(ClienteDeTeste kafka) {
        kafka.confirmados("contas").stream().map(DoKafka::conta).forEach(historia::anota);
        var veredito = new JuizDosSaldos(PRAZO).julga(historia);
        assertThat(veredito.achados()).as("%s%n-Dsemente=%d", veredito, semente).isEmpty();
    }

    private static void ateOInstante(Instant instante) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> !Instant.now().isBefore(instante));
    }
}
