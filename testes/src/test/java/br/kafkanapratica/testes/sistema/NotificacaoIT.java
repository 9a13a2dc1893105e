package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.base.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A garantia do aviso, o único efeito fora do Kafka: todo pedido concluído é avisado pelo menos uma vez, e um aviso que pode
 * ser repetido diz que o é.
 *
 * <p>Histórias válidas: um aviso sem marca e, só depois de uma morte, mais avisos com {@code (reenvio)}; ou todos com a marca,
 * quando a morte veio entre a anotação e o primeiro aviso. Inválidas: nenhum aviso, ou um segundo sem a marca.
 */
@Tag("completo")
class NotificacaoIT {

    private static final String TOPICO = Topico.PEDIDOS_CONCLUIDOS.nome();
    private static final String GRUPO = Grupo.NOTIFICACAO;
    private static final String GRUPO_DOS_AVISOS = Grupo.AVISOS;
    private static final Duration PRAZO = Pipeline.PRAZO;
    private static final int MORTES = Volume.de(3, 5);
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    @Test
    void soOQueAAnotacaoAlcancaSaiMarcadoComoReenvio() {
        try (var pipeline = new Pipeline()) {
            var comAnotacao = conclui(pipeline, 1, 8);
            var semAnotacao = conclui(pipeline, 2, 8);
            anota(pipeline, 1, 5);

            var notificacao = pipeline.inicia("notificacao-service");
            esperaAvisos(notificacao, 16);

            var avisos = avisos(notificacao.linhas());
            assertThat(avisos.stream().filter(Aviso::reenvio).map(Aviso::id))
                    .containsExactlyElementsOf(comAnotacao.subList(0, 5));
            assertThat(avisos.stream().filter(aviso -> !aviso.reenvio()).map(Aviso::id))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(comAnotacao.subList(5, 8).stream(), semAnotacao.stream())
                                    .toList());
        }
    }

    /** Quem refaz os avisos de um morto também pode morrer, no meio: o terceiro ainda tem de saber até onde o primeiro foi. */
    @Test
    void aAnotacaoSobreviveAUmaSegundaMorteNoMeioDoReenvio() {
        try (var pipeline = new Pipeline()) {
            var ids = conclui(pipeline, 1, 8);
            anota(pipeline, 1, 8);
            var umPorTransacao = "--etapa.lote=0";
            MorteNaLinha.de(
                    ouvinte -> pipeline.inicia(ouvinte, "notificacao-service", umPorTransacao),
                    linha -> linha.contains("concluído: ") && linha.contains(ids.get(3)),
                    PRAZO);
            var terceira = pipeline.inicia("notificacao-service", umPorTransacao);
            await().atMost(PRAZO)
                    .untilAsserted(() -> assertThat(avisos(terceira.linhas()))
                            .extracting(Aviso::id)
                            .contains(ids.get(7)));

            assertThat(avisos(terceira.linhas())).allMatch(Aviso::reenvio);
        }
    }

    @Test
    void umKill9LogoDepoisDeCadaAvisoNaoPerdeNenhumEMarcaTodaRepeticao() {
        try (var pipeline = new Pipeline();
                var gotejador = new Gotejador(pipeline)) {
            var avisos = Collections.synchronizedList(new ArrayList<Aviso>());
            for (int morte = 1; morte <= MORTES; morte++) {
                morreNoPrimeiroAvisoNovo(pipeline, avisos);
            }
            var enviados = gotejador.para();
            var ultima = pipeline.inicia("notificacao-service");
            await().atMost(PRAZO)
                    .untilAsserted(() ->
                            assertThat(ids(avisos, avisos(ultima.linhas()))).containsAll(enviados));
            esperaGrupoNoFim(pipeline);
            avisos.addAll(avisos(ultima.linhas()));

            assertThat(ids(avisos)).containsExactlyInAnyOrderElementsOf(enviados);
            var vistos = new HashSet<String>();
            var repetidos =
                    avisos.stream().filter(aviso -> !vistos.add(aviso.id())).toList();
            var semMarca = repetidos.stream()
                    .filter(aviso -> !aviso.reenvio())
                    .map(aviso -> linhas(avisos, aviso.id()))
                    .limit(5)
                    .toList();
            assertThat(semMarca)
                    .as("tudo o que se avisou de pedidos repetidos sem marca")
                    .isEmpty();
            System.out.printf(
                    "NotificacaoIT: %d mortes, %d pedidos, %d avisos repetidos, %d marcados%n",
                    MORTES,
                    enviados.size(),
                    repetidos.size(),
                    avisos.stream().filter(Aviso::reenvio).count());
            assertThat(repetidos).as("mortes entre o aviso e o commit").isNotEmpty();
        }
    }

    /** E seja qual for o codec de quem escreve, em cada um dos tópicos: quem lê são os jars, como o aluno os inicia. */
    @Test
    void semMortesOGrupoFicaNoFimENadaSaiMarcadoComQualquerCodec() {
        try (var pipeline = new Pipeline();
                var saldos = ServicoEmJar.inicia(pipeline.broker().servidores())) {
            pipeline.inicia("estoque-service", "--estoque.tempo-processamento=0");
            pipeline.inicia("pagamento-service", "--pagamento.tempo-processamento=0");
            var notificacao = pipeline.inicia("notificacao-service");
            var ids = new ArrayList<String>();
            CODECS.forEach(codec -> ids.addAll(escreveCom(codec, pipeline)));
            esperaAvisos(notificacao, ids.size());

            esperaGrupoNoFim(pipeline);
            assertThat(avisos(notificacao.linhas())).noneMatch(Aviso::reenvio);
            assertThat(avisos(notificacao.linhas())).extracting(Aviso::id).containsExactlyInAnyOrderElementsOf(ids);
            saldos.esperaPronto();
            await().atMost(PRAZO)
                    .untilAsserted(() -> assertThat(CODECS)
                            .allMatch(codec -> saldos.get("/saldo/" + codec).statusCode() == 200));
        }
    }

    /** Um saldo e, em cada tópico do pipeline, alguns pedidos; devolve os ids destes. */
    private static List<String> escreveCom(String codec, Pipeline pipeline) {
        var ids = new ArrayList<String>();
        try (var produtor = new KafkaProducer<String, String>(
                Map.of("bootstrap.servers", pipeline.broker().servidores(), "compression.type", codec),
                new StringSerializer(),
                new StringSerializer())) {
            produtor.send(new ProducerRecord<>(
                    Topico.CONTAS.nome(),
                    codec,
                    "{\"cliente_id\":\"%s\",\"saldo\":1.50,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(codec)));
            for (int vez = 0; vez < 4; vez++) {
                ids.add(escreve(produtor, Topico.NOVOS_PEDIDOS, Pipeline::novo));
                ids.add(escreve(produtor, Topico.PEDIDOS_APROVADOS, Pipeline::aprovado));
                ids.add(escreve(produtor, Topico.PEDIDOS_CONCLUIDOS, Pipeline::concluido));
            }
        }
        return ids;
    }

    private static String escreve(KafkaProducer<String, String> produtor, Topico topico, UnaryOperator<String> valor) {
        var id = UUID.randomUUID().toString();
        produtor.send(new ProducerRecord<>(topico.nome(), id, valor.apply(id)));
        return id;
    }

    /** Depois do offset gravado só há marcas de transação. */
    private static void esperaGrupoNoFim(Pipeline pipeline) {
        var particoes = IntStream.range(0, Topico.PARTICOES)
                .mapToObj(particao -> new TopicPartition(TOPICO, particao))
                .toList();
        await().atMost(PRAZO).untilAsserted(() -> {
            var admin = pipeline.kafka().admin();
            var gravados =
                    ClienteDeTeste.espera(admin.listConsumerGroupOffsets(GRUPO).partitionsToOffsetAndMetadata());
            var fim = pipeline.kafka().log(TOPICO);
            for (var particao : particoes) {
                var desta = fim.stream()
                        .filter(registro -> registro.partition() == particao.partition())
                        .toList();
                assertThat(desta).as("há registros em %s", particao).isNotEmpty();
                assertThat(gravados.get(particao)).as("%s", particao).isNotNull();
                assertThat(gravados.get(particao).offset())
                        .as("%s", particao)
                        .isGreaterThan(desta.get(desta.size() - 1).offset())
                        .isLessThanOrEqualTo(
                                ClienteDeTeste.espera(admin.listOffsets(Map.of(particao, OffsetSpec.latest()))
                                                .partitionResult(particao))
                                        .offset());
            }
        });
    }

    /** Uma vida da notificação, até a primeira linha de um pedido que nenhuma vida avisou. */
    private static void morreNoPrimeiroAvisoNovo(Pipeline pipeline, List<Aviso> avisos) {
        var antes = ids(avisos);
        var processo = MorteNaLinha.de(
                ouvinte -> pipeline.inicia(ouvinte, "notificacao-service"),
                linha -> avisos(List.of(linha)).stream().anyMatch(aviso -> !antes.contains(aviso.id())),
                PRAZO);
        avisos.addAll(avisos(processo.linhas()));
    }

    /** A intenção que uma notificação morta deixou, sem ter passado do começo da partição. */
    private static void anota(Pipeline pipeline, int particao, long ate) {
        var gravado = new OffsetAndMetadata(ate);
        ClienteDeTeste.espera(pipeline.kafka()
                .admin()
                .alterConsumerGroupOffsets(GRUPO_DOS_AVISOS, Map.of(new TopicPartition(TOPICO, particao), gravado))
                .all());
    }

    private static List<String> linhas(List<Aviso> avisos, String id) {
        return avisos.stream()
                .filter(aviso -> aviso.id().equals(id))
                .map(Aviso::linha)
                .toList();
    }

    private static List<String> conclui(Pipeline pipeline, int particao, int quantos) {
        var ids = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(quantos)
                .toList();
        ids.forEach(id -> ClienteDeTeste.espera(pipeline.kafka()
                .envia(TOPICO, particao, ClienteDeTeste.bytes(id), ClienteDeTeste.bytes(Pipeline.concluido(id)))));
        return ids;
    }

    private static void esperaAvisos(Processo notificacao, int quantos) {
        await().atMost(PRAZO).until(() -> avisos(notificacao.linhas()).size() >= quantos);
    }

    @SafeVarargs
    private static Set<String> ids(List<Aviso>... avisos) {
        var ids = new HashSet<String>();
        for (var lista : avisos) {
            lista.forEach(aviso -> ids.add(aviso.id()));
        }
        return ids;
    }

    private static List<Aviso> avisos(List<String> linhas) {
        return linhas.stream()
                .filter(linha -> linha.contains("concluído: "))
                .map(linha -> new Aviso(
                        linha.replaceAll(".*Pedido (\\S+) de .*", "$1"),
                        linha.matches(".* \\(reenvio\\) \\[[0-9a-f]{32}]"),
                        linha))
                .toList();
    }

    private record Aviso(String id, boolean reenvio, String linha) {}

    /** Pedidos concluídos, um a cada 150 ms, até {@link #para()}. */
    private static final class Gotejador implements AutoCloseable {
        private final Set<String> enviados = Collections.synchronizedSet(new HashSet<>());
        private final ScheduledExecutorService relogio = Executors.newSingleThreadScheduledExecutor();

        Gotejador(Pipeline pipeline) {
            relogio.scheduleWithFixedDelay(() -> pinga(pipeline), 0, 150, TimeUnit.MILLISECONDS);
        }

        private void pinga(Pipeline pipeline) {
            var id = UUID.randomUUID().toString();
            pipeline.kafka().escreve(TOPICO, id, Pipeline.concluido(id));
            enviados.add(id);
        }

        /** Devolve os ids de todos, confirmados pelo Kafka. */
        Set<String> para() {
            close();
            return Set.copyOf(enviados);
        }

        @Override
        public void close() {
            relogio.shutdown();
            await().atMost(PRAZO).until(relogio::isTerminated);
        }
    }
}
