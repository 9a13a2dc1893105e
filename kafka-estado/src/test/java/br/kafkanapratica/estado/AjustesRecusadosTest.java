package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.leitura.AjusteContrario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** O que desfaria uma garantia é recusado pelo nome, antes de ler; o que só confirma passa. */
class AjustesRecusadosTest {

    private static final Map<String, Object> CLIENTE = Map.of("bootstrap.servers", "localhost:1");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            isolation.level          | read_uncommitted
            isolation.level          | READ_UNCOMMITTED
            auto.offset.reset        | earliest
            auto.offset.reset        | latest
            auto.offset.reset        | by_duration:PT1H
            enable.auto.commit       | true
            enable.auto.commit       | TRUE
            allow.auto.create.topics | true
            check.crcs               | false
            group.id                 | saldos
            group.instance.id        | saldos-1
            interceptor.classes      | exemplo.Troca
            key.deserializer         | org.apache.kafka.common.serialization.StringDeserializer
            value.deserializer       | org.springframework.kafka.support.serializer.JsonDeserializer
            """)
    void oQueDesfariaUmaGarantiaERecusadoPeloNome(String nome, String valor) {
        assertThatThrownBy(() -> log(com(nome, valor)))
                .isInstanceOf(AjusteContrario.class)
                .hasMessageContaining("aqui se chama " + nome + "=" + valor + " não pode ser: ");
    }

    @Test
    void tambemComoOSpringOsDa() {
        assertThatThrownBy(() -> log(com("enable.auto.commit", true))).isInstanceOf(AjusteContrario.class);
        assertThatThrownBy(() -> log(com("value.deserializer", StringDeserializer.class)))
                .isInstanceOf(AjusteContrario.class)
                .hasMessageContaining("value.deserializer=" + StringDeserializer.class.getName());
    }

    static List<Map<String, Object>> confirmam() {
        return List.of(
                com("isolation.level", "READ_COMMITTED"),
                com("auto.offset.reset", "none"),
                com("enable.auto.commit", false),
                com("allow.auto.create.topics", "false"),
                com("check.crcs", true),
                com("group.id", ""),
                com("key.deserializer", ByteArrayDeserializer.class),
                com("max.poll.records", 7),
                com("client.rack", "a"));
    }

    @ParameterizedTest
    @MethodSource("confirmam")
    void oQueConfirmaOuEEscolhaPassa(Map<String, Object> cliente) {
        assertThatCode(() -> log(cliente)).doesNotThrowAnyException();
    }

    @Test
    void asGarantiasEstaoNoConsumidorEAsEscolhasTambem() {
        var abertos = new ArrayList<Map<String, Object>>();
        var cliente = com("max.poll.records", 7);
        cliente.put("group.id", "");
        var consumidores = new ConsumidoresDoKafka(
                "t",
                cliente,
                configuracao -> {
                    abertos.add(configuracao);
                    return mudo();
                },
                nome -> nome);
        consumidores.abre(Consumidores.Modo.DEPRESSA, 3);
        consumidores.abre(Consumidores.Modo.UM_A_UM, 3);
        consumidores.abre(Consumidores.Modo.SONDAGEM, 1);

        assertThat(abertos)
                .allSatisfy(configuracao -> assertThat(configuracao)
                        .containsEntry("auto.offset.reset", "none")
                        .containsEntry("enable.auto.commit", "false")
                        .containsEntry("allow.auto.create.topics", "false")
                        .containsEntry("check.crcs", "true")
                        .doesNotContainKeys("group.id", "group.instance.id"));
        assertThat(abertos)
                .extracting(configuracao -> configuracao.get("isolation.level"))
                .containsExactly("read_committed", "read_committed", "read_uncommitted");
        assertThat(abertos)
                .extracting(configuracao -> configuracao.get("max.poll.records"))
                .containsExactly(7, 1, 1);
    }

    /** Mais memória do que a que se calculou, não; menos, é de quem sabe a que tem. */
    @Test
    void oTamanhoDasBuscasSoSePedeMenor() {
        var cliente = com("fetch.max.bytes", "65536");
        cliente.put("max.partition.fetch.bytes", Integer.MAX_VALUE);
        var aberto = aberto(cliente);
        assertThat(aberto).containsEntry("fetch.max.bytes", 65_536);
        assertThat((int) aberto.get("max.partition.fetch.bytes")).isLessThanOrEqualTo(4 << 20);
    }

    /** Quem cifra ou autentica tem ajustes que nenhum cliente conhece pelo nome. */
    @Test
    void oQueEDeQuemCifraOuAutenticaChegaAoConsumidorEAoAdmin() {
        var cifra = Map.of("ssl.engine.factory.class", "exemplo.Cifra", "exemplo.cofre", "c", "client.rack", "a");
        var cliente = new HashMap<>(CLIENTE);
        cliente.putAll(cifra);
        cliente.put("max.poll.records", 7);
        cliente.put("request.timeout.ms", 60_000);

        assertThat(aberto(cliente)).containsAllEntriesOf(cifra);
        assertThat(ConfiguracaoDoCliente.administracao(cliente, Map.of()))
                .containsEntry("ssl.engine.factory.class", "exemplo.Cifra")
                .containsEntry("exemplo.cofre", "c")
                .as("pergunta de novo logo")
                .containsEntry("request.timeout.ms", 2_000)
                .as("só o consumidor o conhece")
                .doesNotContainKeys("max.poll.records", "client.rack");
    }

    @Test
    void cadaClienteTemUmNomeSo_eNeleOTopico() {
        var nomes = List.of(
                aberto(CLIENTE).get("client.id"),
                aberto(CLIENTE).get("client.id"),
                aberto(com("client.id", "meu-programa")).get("client.id"));
        assertThat(nomes).doesNotHaveDuplicates();
        assertThat(nomes.get(0).toString()).startsWith("kafka-estado-t-");
        assertThat(nomes.get(2).toString()).startsWith("meu-programa-t-");
    }

    private static Map<String, Object> aberto(Map<String, Object> cliente) {
        var aberto = new HashMap<String, Object>();
        new ConsumidoresDoKafka(
                        "t",
                        cliente,
                        configuracao -> {
                            aberto.putAll(configuracao);
                            return mudo();
                        },
                        nome -> nome)
                .abre(Consumidores.Modo.DEPRESSA, 1);
        return aberto;
    }

    @Test
    void semTopicoOuSemKafkaNaoComeca() {
        assertThatThrownBy(() -> LogSeguido.de(" ", CLIENTE, LogDeMentira::estado))
                .hasMessageContaining("falta o nome do tópico");
        assertThatThrownBy(() -> log(Map.of())).hasMessageContaining("aqui se chama bootstrap.servers");
    }

    @Test
    void umTempoQueNaoPassaERecusado() {
        for (var tempo : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(999_999))) {
            assertThatThrownBy(() -> AjustesDoLog.padrao().comVerificacao(tempo))
                    .hasMessageContaining("verificacao=");
            assertThatThrownBy(() -> AjustesDoLog.padrao().comSemSinalDeVida(tempo))
                    .hasMessageContaining("semSinalDeVida=");
            assertThatThrownBy(() -> new AjustesDaCopia(Path.of("x"), tempo)).hasMessageContaining("intervalo=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-2", "0:9-3", "-1:0-1", "0:1", "x", "0:1-2-3"})
    void umTrechoMalEscritoERecusado(String texto) {
        assertThatThrownBy(() -> Pulo.valueOf(texto)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void log(Map<String, Object> cliente) {
        LogSeguido.de("t", cliente, LogDeMentira::estado, AjustesDoLog.padrao().comConselhos(new Conselhos() {
            @Override
            public String ajuste(String doKafka) {
                return "aqui se chama " + doKafka;
            }
        }));
    }

    private static Map<String, Object> com(String nome, Object valor) {
        var cliente = new HashMap<>(CLIENTE);
        cliente.put(nome, valor);
        return cliente;
    }

    private static Consumer<byte[], byte[]> mudo() {
        return new MockConsumer<>("none");
    }
}
