package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.base.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** O serviço de verdade, com a cópia local, num broker de verdade: o que se vê depois de um reinício é o que se veria sem ela. */
@Tag("completo")
class CopiaLocalIT {

    private static final String CONTAS = Topico.CONTAS.nome();
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"};

    private static final int MORTES = Volume.de(2, 5);

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());

    private final Random acaso = new Random(SEMENTE);

    @BeforeAll
    static void dizASemente() {
        System.out.println("CopiaLocalIT: -Dsemente=" + SEMENTE);
    }

    @TempDir
    Path pasta;

    @Test
    void parteDaCopia_eNaoDaDeUmLogQueTemOutrosRegistrosNoLugar() {
        try (var broker = BrokerDeTeste.novo();
                var kafka = new ClienteDeTeste(broker.servidores())) {
            kafka.cria(CONTAS, 1, Map.of("cleanup.policy", "compact")); // um segmento só
            var segmento = broker.pastaDoLog().orElseThrow().resolve(CONTAS + "-0");
            escreve(kafka, 0, 500);
            try (var primeiro = comCopia(broker)) {
                esperaCopias(primeiro, 1);
                assertThat(origem(primeiro)).isEqualTo("reconstruído do tópico");
            } // kill -9
            escreve(kafka, 100, 120);
            kafka.escreve(CONTAS, "cliente-7", null);
            long ate;
            RecordMetadata perdido;
            try (var segundo = comCopia(broker)) {
                assertThat(origem(segundo)).startsWith("cópia local de ").endsWith(" mais 21 registros do tópico");
                assertThat(segundo.get("/saldo/cliente-7").statusCode()).isEqualTo(404);
                assertThat(impressao(segundo)).isEqualTo(semCopia(broker));
                ate = Disco.tamanho(Disco.segmento(segmento));
                long antes = copias(segundo);
                perdido = kafka.escreve(CONTAS, "cliente-1", saldo("cliente-1", 777));
                esperaCopias(segundo, antes + 1); // talvez já estivesse a meio; a seguinte o inclui
                antes = copias(segundo);
                kafka.escreve(CONTAS, "cliente-3", saldo("cliente-3", 3));
                esperaCopias(segundo, antes + 1);
            }
            broker.mata(); // e, como numa queda de energia, o que não se forçou ao disco se perde
            Disco.perdeOFim(Disco.segmento(segmento), Disco.tamanho(Disco.segmento(segmento)) - ate);
            broker.volta();
            var noLugar = kafka.escreve(CONTAS, "cliente-2", saldo("cliente-2", 888));
            assertThat(noLugar.offset()).as("o mesmo offset, outro registro").isEqualTo(perdido.offset());
            escreve(kafka, 200, 250);
            try (var terceiro = comCopia(broker)) {
                assertThat(terceiro.processo().linhas())
                        .anyMatch(linha -> linha.contains("Não uso a cópia local: o log voltou atrás dela"));
                assertThat(origem(terceiro)).contains("reconstruído do tópico", "o log voltou atrás dela");
                assertThat(terceiro.json("/saldo/cliente-1").get("saldo").asInt())
                        .isEqualTo(1);
                assertThat(impressao(terceiro)).isEqualTo(semCopia(broker));
            }
        }
    }

    /** O arquivo existe desde o primeiro bloco até o broker dizer a época do líder, um segundo ou dois depois do último. */
    @Test
    void mortoEnquantoAEscreve_parteDaAnteriorComoSeNadaFosse() {
        try (var broker = BrokerDeTeste.novo();
                var kafka = new ClienteDeTeste(broker.servidores())) {
            kafka.cria(CONTAS, 3, Topico.CONTAS.configuracoes());
            escreve(kafka, 0, 20_000);
            var porAcabar = pasta.resolve(CONTAS + ".copia.tmp");
            for (int morte = 1; morte <= MORTES; morte++) {
                int vezes = 0;
                do {
                    assertThat(vezes++)
                            .as("vezes em que acabou de a escrever antes de morrer")
                            .isLessThan(5);
                    try (var servico = comCopia(broker)) {
                        esperaCopias(servico, 1);
                        escreve(kafka, 0, 100 * morte);
                        await().atMost(Pipeline.PRAZO)
                                .pollInterval(Duration.ofMillis(acaso.nextInt(1, 300)))
                                .until(() -> Files.exists(porAcabar));
                    } // kill -9
                } while (!Files.exists(porAcabar));
                try (var seguinte = comCopia(broker)) {
                    assertThat(origem(seguinte)).startsWith("cópia local de ");
                    assertThat(impressao(seguinte)).isEqualTo(semCopia(broker));
                }
            }
        }
    }

    private ServicoEmJar comCopia(BrokerDeTeste broker) {
        return ServicoEmJar.inicia(
                        broker.servidores(),
                        JVM[0],
                        JVM[1],
                        JVM[2],
                        "-Dsaldo.copia-local=" + pasta,
                        "-Dsaldo.copia-intervalo=500ms")
                .esperaPronto();
    }

    private static void esperaCopias(ServicoEmJar servico, long quantas) {
        await().atMost(Pipeline.PRAZO).until(() -> copias(servico) >= quantas);
    }

    private static long copias(ServicoEmJar servico) {
        return servico.processo().linhas().stream()
                .filter(linha -> linha.contains("Cópia local do estado escrita"))
                .count();
    }

    private static String origem(ServicoEmJar servico) {
        return servico.json("/actuator/health/readiness")
                .at("/components/saldos/details/origem")
                .asString();
    }

    private static JsonNode impressao(ServicoEmJar servico) {
        return servico.json("/saldos/impressao");
    }

    private static JsonNode semCopia(BrokerDeTeste broker) {
        try (var outro = ServicoEmJar.inicia(broker.servidores(), JVM).esperaPronto()) {
            return impressao(outro);
        }
    }

    private static void escreve(ClienteDeTeste kafka, int de, int ate) {
        var envios = IntStream.range(de, ate)
                .mapToObj(i -> kafka.envia(CONTAS, 0, bytes("cliente-" + i), bytes(saldo("cliente-" + i, i))))
                .toList();
        envios.forEach(ClienteDeTeste::espera);
    }

    private static String saldo(String cliente, int valor) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%d,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(cliente, valor);
    }
}
