package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A garantia: nada bloqueia uma partição e nada se perde. De uma mistura de pedidos bons e registros sem conserto, em cada
 * tópico do pipeline, todo bom é concluído e notificado uma vez, e todo ruim está na DLT uma vez, como chegou.
 *
 * <p>{@code -Dsemente=N} repete a mesma mistura.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RegistrosMalformadosIT {

    /** Cada etapa, com o que se escreve na entrada dela. */
    private enum Alvo {
        ESTOQUE(Pipeline::novo, "--estoque.tempo-processamento=0"),
        PAGAMENTO(Pipeline::aprovado, "--pagamento.tempo-processamento=0", "aprovado_em"),
        NOTIFICACAO(Pipeline::concluido, "", "aprovado_em", "pago_em");

        private final Topico topico;
        private final UnaryOperator<String> modelo;
        private final String argumento;
        private final List<String> camposNovos;

        Alvo(UnaryOperator<String> modelo, String argumento, String... camposNovos) {
            this.topico = etapa().entrada();
            this.modelo = modelo;
            this.argumento = argumento;
            this.camposNovos = List.of(camposNovos);
        }

        String servico() {
            return etapa().programa();
        }

        private EtapaDoPipeline etapa() {
            return EtapaDoPipeline.valueOf(name());
        }
    }

    private record Bom(String id, String json) {}

    private record Lugar(int particao, long offset, long timestamp) {
        static final Lugar NENHUM = new Lugar(-1, -1, -1);

        static Lugar de(ConsumerRecord<?, ?> registro) {
            return new Lugar(registro.partition(), registro.offset(), registro.timestamp());
        }

        static Lugar de(RecordMetadata escrito) {
            return new Lugar(escrito.partition(), escrito.offset(), escrito.timestamp());
        }
    }

    /** O que foi escrito num tópico por este teste: bom, se não tem defeito. */
    private record Escrito(@Nullable Defeito defeito, ProducerRecord<byte[], byte[]> registro, Lugar lugar) {
        Escrito em(Lugar onde) {
            return new Escrito(defeito, registro, onde);
        }

        @Override
        public String toString() {
            return "%s (%s %d, offset %d)".formatted(defeito, registro.topic(), lugar.particao, lugar.offset);
        }
    }

    private static final int BONS = 200;
    private static final int BONS_ADIANTE = 30;
    private static final int DE_CADA_DEFEITO = 2;
    private static final String LINHA = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN |ERROR) \\[%s\\] .*";

    private final long semente = Long.getLong("semente", System.nanoTime());
    private final Random acaso = new Random(semente);

    @AutoClose
    private final Pipeline pipeline = new Pipeline();

    private final Map<Alvo, Processo> processos = new EnumMap<>(Alvo.class);
    private final Map<Alvo, List<Bom>> bons = new EnumMap<>(Alvo.class);
    private final Map<Alvo, List<Escrito>> ruins = new EnumMap<>(Alvo.class);
    private final Map<Alvo, Set<Lugar>> meus = new EnumMap<>(Alvo.class);

    @BeforeAll
    void misturaEsperaTudoPassar() {
        System.out.printf("RegistrosMalformadosIT: -Dsemente=%d%n", semente);
        for (var etapa : Alvo.values()) {
            escreve(etapa);
        }
        for (var etapa : Alvo.values()) {
            processos.put(
                    etapa,
                    etapa.argumento.isEmpty()
                            ? pipeline.inicia(etapa.servico())
                            : pipeline.inicia(etapa.servico(), etapa.argumento));
        }
        for (var etapa : Alvo.values()) {
            await().atMost(Pipeline.PRAZO)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(dlt(etapa))
                            .as("DLT de %s", etapa.topico.nome())
                            .hasSizeGreaterThanOrEqualTo(ruins.get(etapa).size()));
        }
        await().atMost(Pipeline.PRAZO)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> avisos().size() >= todosOsBons().size());
    }

    @Test
    void haCemRuinsDeMuitosTiposNoPrimeiroTopico() {
        var escritos = ruins.get(Alvo.ESTOQUE);
        assertThat(escritos).hasSizeGreaterThanOrEqualTo(100);
        assertThat(escritos).extracting(Escrito::defeito).doesNotContainNull();
        assertThat(new HashSet<>(escritos.stream().map(Escrito::defeito).toList()))
                .hasSizeGreaterThanOrEqualTo(24);
        System.out.printf(
                "RegistrosMalformadosIT: %s ruins, %d bons%n",
                ruins.values().stream().map(List::size).toList(), todosOsBons().size());
    }

    @Test
    void todoPedidoBomEConcluidoUmaVezComOsDadosQueTinha() {
        var concluidos = pipeline.kafka().confirmados(Topico.PEDIDOS_CONCLUIDOS.nome()).stream()
                .filter(registro -> !meus.get(Alvo.NOTIFICACAO).contains(Lugar.de(registro)))
                .toList();
        var esperados = Stream.concat(bons.get(Alvo.ESTOQUE).stream(), bons.get(Alvo.PAGAMENTO).stream())
                .toList();
        assertThat(concluidos.stream().map(Pipeline::chave))
                .as("-Dsemente=%d", semente)
                .containsExactlyInAnyOrderElementsOf(
                        esperados.stream().map(Bom::id).toList());
        assertThat(esperados).allSatisfy(bom -> {
            var antes = ServicoEmJar.JSON.readTree(bom.json());
            var depois = concluidos.stream()
                    .filter(registro -> Pipeline.chave(registro).equals(bom.id()))
                    .map(registro -> ServicoEmJar.JSON.readTree(registro.value()))
                    .findFirst()
                    .orElseThrow();
            assertThat(List.of("id_pedido", "cliente", "produto", "quantidade"))
                    .allSatisfy(campo -> assertThat(depois.get(campo)).isEqualTo(antes.get(campo)));
            assertThat(depois.propertyNames())
                    .containsExactly("id_pedido", "cliente", "produto", "quantidade", "aprovado_em", "pago_em");
        });
    }

    @Test
    void todoPedidoBomENotificadoUmaVez() {
        var esperados = todosOsBons().stream()
                .map(bom -> "[NOTIFICACAO] Pedido " + semControles(bom.id()) + " de ")
                .toList();
        assertThat(avisos()).as("-Dsemente=%d", semente).hasSize(esperados.size());
        assertThat(esperados)
                .allSatisfy(inicio -> assertThat(avisos())
                        .filteredOn(aviso -> aviso.contains(inicio))
                        .singleElement()
                        .asString()
                        .doesNotContain("(reenvio)"));
    }

    @ParameterizedTest
    @EnumSource
    void cadaRegistroRuimEstaNaDltUmaVezByteAByteComACausa(Alvo etapa) {
        var dlt = dlt(etapa);
        assertThat(dlt).as("-Dsemente=%d", semente).hasSameSizeAs(ruins.get(etapa));
        assertSoftly(suave -> ruins.get(etapa).forEach(ruim -> {
            var la = dlt.stream()
                    .filter(registro -> texto(registro, HeaderDaDlt.PARTICAO).equals("" + ruim.lugar.particao))
                    .filter(registro -> texto(registro, HeaderDaDlt.OFFSET).equals("" + ruim.lugar.offset))
                    .toList();
            suave.assertThat(la).as("%s", ruim).hasSize(1);
            la.forEach(registro -> {
                suave.assertThat(registro.key()).as("chave de %s", ruim).isEqualTo(ruim.registro.key());
                suave.assertThat(registro.value()).as("valor de %s", ruim).isEqualTo(ruim.registro.value());
                suave.assertThat(texto(registro, HeaderDaDlt.CAUSA))
                        .as("%s", ruim)
                        .contains(causa(ruim));
                suave.assertThat(headers(registro))
                        .as("headers de %s", ruim)
                        .containsEntry("origem", "de fora")
                        .containsEntry(HeaderDaDlt.SERVICO, etapa.servico())
                        .containsEntry(HeaderDaDlt.TOPICO, etapa.topico.nome())
                        .containsEntry("kafka_dlt-original-topic", etapa.topico.nome())
                        .containsEntry("kafka_dlt-original-partition", (long) ruim.lugar.particao)
                        .containsEntry("kafka_dlt-original-offset", ruim.lugar.offset)
                        .containsEntry("kafka_dlt-original-timestamp", ruim.lugar.timestamp)
                        .containsEntry("kafka_dlt-original-timestamp-type", "CreateTime");
                suave.assertThat(headers(registro).keySet())
                        .as("sem stack trace: %s", ruim)
                        .noneMatch(nome -> nome.contains("exception"));
            });
        }));
    }

    @Test
    void nadaRuimPassaAdiante() {
        var bonsDoComeco = bons.get(Alvo.ESTOQUE).stream().map(Bom::id).toList();
        assertThat(pipeline.kafka().confirmados(Topico.PEDIDOS_APROVADOS.nome()).stream()
                        .filter(registro -> !meus.get(Alvo.PAGAMENTO).contains(Lugar.de(registro)))
                        .map(Pipeline::chave))
                .as("-Dsemente=%d", semente)
                .containsExactlyInAnyOrderElementsOf(bonsDoComeco);
    }

    @ParameterizedTest
    @EnumSource
    void oTerminalDizUmaLinhaPorRegistroRuimComACausaEOndeEleEstava(Alvo etapa) {
        var ditas = Pipeline.linhas(processos.get(etapa), linha -> linha.contains("sem conserto"));
        assertThat(ditas).as("-Dsemente=%d", semente).hasSameSizeAs(ruins.get(etapa));
        assertSoftly(suave -> ruins.get(etapa).forEach(ruim -> {
            var lugar = "Vai para %s-dlt (partição %d, offset %d) e a fila anda."
                    .formatted(etapa.topico.nome(), ruim.lugar.particao, ruim.lugar.offset);
            suave.assertThat(ditas)
                    .as("%s", ruim)
                    .filteredOn(linha -> linha.endsWith(lugar))
                    .singleElement()
                    .asString()
                    .contains("[" + etapa + "] Registro sem conserto: ")
                    .contains(causa(ruim));
        }));
    }

    @ParameterizedTest
    @EnumSource
    void oQueVemDeUmTopicoNaoMudaOTerminal(Alvo etapa) {
        var linhas = processos.get(etapa).linhas();
        assertThat(linhas).isNotEmpty();
        assertSoftly(suave -> linhas.forEach(linha -> {
            suave.assertThat(linha).as("-Dsemente=%d", semente).matches(LINHA.formatted(etapa)); // nem stack trace
            suave.assertThat(linha.chars()
                            .filter(Character::isISOControl)
                            .boxed()
                            .map(Integer::toHexString))
                    .as(linha)
                    .isEmpty();
        }));
    }

    /** Quem produz pode comprimir: o que coube no tópico comprimido não cabe adiante, nem na DLT, se lá for sem compressão. */
    @Tag("completo")
    @Test
    void umRegistroGrandeQueChegouComprimidoNaoBloqueiaAParticao() {
        Map<String, Object> configuracao =
                Map.of("compression.type", "gzip", "max.request.size", 16_000_000, "acks", "all");
        try (var outro = new Pipeline()) {
            var comServidores = new HashMap<>(configuracao);
            comServidores.put("bootstrap.servers", outro.broker().servidores());
            var idEnorme = "k".repeat(990_000);
            try (var produtor = new KafkaProducer<>(comServidores, new StringSerializer(), new StringSerializer())) {
                var topico = Topico.NOVOS_PEDIDOS.nome();
                Stream.of(
                                new ProducerRecord<>(topico, 0, idEnorme, Pipeline.novo(idEnorme)),
                                new ProducerRecord<>(topico, 0, "depois do id", Pipeline.novo("depois do id")),
                                new ProducerRecord<>(topico, 1, "enorme", "z".repeat(4_000_000)),
                                new ProducerRecord<>(topico, 1, "depois", Pipeline.novo("depois")))
                        .map(produtor::send)
                        .toList()
                        .forEach(ClienteDeTeste::espera);
            }
            outro.pronto("estoque-service", "--estoque.tempo-processamento=0");

            await().atMost(Pipeline.PRAZO)
                    .pollInterval(Duration.ofMillis(250))
                    .untilAsserted(() ->
                            assertThat(outro.ids(Topico.PEDIDOS_APROVADOS)).contains("depois", "depois do id"));
            assertThat(outro.ids(Topico.PEDIDOS_APROVADOS))
                    .doesNotHaveDuplicates()
                    .doesNotContain("enorme");
            assertThat(outro.kafka().confirmados(Topico.NOVOS_PEDIDOS.dlt().nome()))
                    .filteredOn(registro -> Pipeline.chave(registro).equals("enorme"))
                    .singleElement()
                    .matches(registro -> Arrays.equals(registro.value(), bytes("z".repeat(4_000_000))), "byte a byte");
        }
    }

    private void escreve(Alvo etapa) {
        var novos = new ArrayList<Escrito>();
        bons.put(etapa, bons(etapa));
        bons.get(etapa).forEach(bom -> novos.add(new Escrito(null, registro(etapa, bom), Lugar.NENHUM)));
        var defeitos = Stream.concat(
                        Defeito.deTodoTopico(acaso).stream(),
                        etapa.camposNovos.stream().flatMap(Defeito::doCampo))
                .toList();
        int vezes = etapa == Alvo.ESTOQUE ? DE_CADA_DEFEITO : 1;
        for (var defeito : defeitos) {
            for (int vez = 0; vez < vezes; vez++) {
                var id = "ruim-" + UUID.randomUUID();
                novos.add(new Escrito(
                        defeito, defeito.estrago().em(etapa.topico, id, etapa.modelo.apply(id)), Lugar.NENHUM));
            }
        }
        Collections.shuffle(novos, acaso);
        var envios = novos.stream()
                .map(novo -> pipeline.kafka().envia(comHeaders(novo.registro)))
                .toList();
        var escritos = IntStream.range(0, novos.size())
                .mapToObj(i -> novos.get(i).em(Lugar.de(ClienteDeTeste.espera(envios.get(i)))))
                .toList();
        ruins.put(
                etapa,
                escritos.stream().filter(escrito -> escrito.defeito != null).toList());
        meus.put(etapa, escritos.stream().map(Escrito::lugar).collect(Collectors.toSet()));
    }

    private static ProducerRecord<byte[], byte[]> registro(Alvo etapa, Bom bom) {
        return new ProducerRecord<>(etapa.topico.nome(), bytes(bom.id()), bytes(bom.json()));
    }

    /** Os de um registro que já esteve numa DLT e foi mandado de volta: os da DLT de agora vêm depois. */
    private static ProducerRecord<byte[], byte[]> comHeaders(ProducerRecord<byte[], byte[]> registro) {
        Stream.of(HeaderDaDlt.CAUSA, HeaderDaDlt.PARTICAO, HeaderDaDlt.OFFSET, "kafka_dlt-original-topic")
                .forEach(nome -> registro.headers().add(nome, bytes("de antes")));
        registro.headers().add("origem", bytes("de fora"));
        return registro;
    }

    /** Bons todos; alguns, estranhos: o contrato os aceita. */
    private List<Bom> bons(Alvo etapa) {
        var modelo = etapa.modelo;
        var lista = new ArrayList<Bom>();
        var nome = etapa.name();
        Stream.of(
                        nome + " com espaços e acentuação",
                        nome + " 🛒 日本",
                        nome + "/../?a=1&b=2#%20",
                        nome + "\u001b[31m vermelho",
                        nome + "-" + "x".repeat(5_000))
                .forEach(id -> lista.add(new Bom(id, modelo.apply(id).replace("\u001b", "\\u001b"))));
        UnaryOperator<String> id = estranheza -> nome + " " + estranheza;
        estranho(
                lista,
                modelo,
                id.apply("campos a mais"),
                bom -> Defeito.com(bom, "\"x\":{\"y\":[1,null,{}]},\"z\":1e99"));
        estranho(lista, modelo, id.apply("outra caixa"), bom -> Defeito.com(bom, "\"Quantidade\":-3"));
        estranho(
                lista,
                modelo,
                id.apply("fundo"),
                bom -> Defeito.com(bom, "\"x\":" + "[".repeat(400) + "]".repeat(400)));
        estranho(lista, modelo, id.apply("grande"), bom -> Defeito.com(bom, "\"x\":\"" + "y".repeat(900_000) + "\""));
        estranho(lista, modelo, id.apply("quantidade"), bom -> Defeito.com("quantidade", "" + Long.MAX_VALUE, bom));
        estranho(
                lista,
                modelo,
                id.apply("escapes"),
                bom -> Defeito.com("cliente", "\"\\u0041\\/\\\"\\\\\\ud83d\\ude00\\t\"", bom));
        estranho(lista, modelo, id.apply("emoji"), bom -> Defeito.com("cliente", "\"👩‍🚀 Ção\"", bom));
        estranho(
                lista,
                modelo,
                id.apply("terminal"),
                bom -> Defeito.com("cliente", "\"\\u001b]0;oi\\u0007\\u001b[2J\\r\\n[ESTOQUE] Pedido falso\"", bom));
        estranho(lista, modelo, id.apply("C1"), bom -> Defeito.com("produto", "\"\u009b31m\u0085[2J\"", bom));
        estranho(lista, modelo, id.apply("formatos"), bom -> Defeito.com("produto", "\"{} %s $1 ${x} \\\\1\"", bom));
        estranho(lista, modelo, id.apply("espaços"), bom -> "\r\n\t " + bom.replace(",", " ,\n ") + "\n\n");
        while (lista.size() < (etapa == Alvo.ESTOQUE ? BONS : BONS_ADIANTE)) {
            var comum = UUID.randomUUID().toString();
            lista.add(new Bom(comum, modelo.apply(comum)));
        }
        return lista;
    }

    private static void estranho(
            List<Bom> lista, UnaryOperator<String> modelo, String id, UnaryOperator<String> estranheza) {
        lista.add(new Bom(id, estranheza.apply(modelo.apply(id))));
    }

    private List<Bom> todosOsBons() {
        return bons.values().stream().flatMap(List::stream).toList();
    }

    private List<String> avisos() {
        return Pipeline.linhas(
                processos.get(Alvo.NOTIFICACAO),
                linha -> linha.contains("[NOTIFICACAO] Pedido ") && linha.contains(" concluído: "));
    }

    private List<ConsumerRecord<byte[], byte[]>> dlt(Alvo etapa) {
        return pipeline.kafka().confirmados(etapa.topico.dlt().nome());
    }

    private static String causa(Escrito ruim) {
        return ruim.defeito == null ? "" : ruim.defeito.causa();
    }

    private static String semControles(String texto) {
        return texto.replaceAll("\\p{Cc}", "·");
    }

    private static String texto(ConsumerRecord<?, ?> registro, String nome) {
        return String.valueOf(headers(registro).get(nome));
    }

    /** O último de cada nome; os números do Spring, que são binários, como números. */
    private static Map<String, Object> headers(ConsumerRecord<?, ?> registro) {
        var headers = new HashMap<String, Object>();
        for (var header : registro.headers()) {
            var valor = ByteBuffer.wrap(header.value());
            headers.put(
                    header.key(),
                    switch (header.key()) {
                        case "kafka_dlt-original-partition" -> (long) valor.getInt();
                        case "kafka_dlt-original-offset", "kafka_dlt-original-timestamp" -> valor.getLong();
                        default -> UTF_8.decode(valor).toString();
                    });
        }
        return headers;
    }
}
