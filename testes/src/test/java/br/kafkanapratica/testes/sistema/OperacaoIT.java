package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.InicioDeRastro;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.falhas.Pausa;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** O que quem opera o pipeline vê: o que lhe falta, o rastro de um pedido, a saúde. */
class OperacaoIT {

    private static final Duration PRAZO = Pipeline.PRAZO;
    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN_ID = "00f067aa0ba902b7";

    @Test
    @EnabledOnOs(OS.LINUX)
    void esperaPelosTopicosDizendoOComando_prontaSoMostraOPrecisoEPassaORastroAdiante_eDizSeOKafkaResponde() {
        try (var pipeline = new Pipeline()) {
            apagaTodosOsTopicos(pipeline);
            var etapas = tresEtapas(pipeline);
            dizemOComandoQueCriaOsTopicosEFicamProntasQuandoEleERodado(pipeline, etapas);
            etapas.forEach(OperacaoIT::oActuatorSoMostraSaudeEMetricasESoEscutaEmLoopback);
            asLinhasDeUmPedidoEOsRegistrosQueElePassaAdianteTemOMesmoTraceId(pipeline, etapas);

            mortoOBrokerComPedidosACaminhoNadaSePerdeNemSeRepete(pipeline, etapas);
        }
    }

    private static void mortoOBrokerComPedidosACaminhoNadaSePerdeNemSeRepete(Pipeline pipeline, List<Processo> etapas) {
        try (var pausa = new Pausa(etapas.get(1))) { // parado o pagamento, há pedidos a caminho em qualquer máquina
            pipeline.envia(40);
            pipeline.broker().mata();
        }
        etapas.forEach(etapa -> esperaSaude(etapa, 503));
        pipeline.broker().volta();
        etapas.forEach(etapa -> esperaSaude(etapa, 200));
        var ids = pipeline.ids(Topico.NOVOS_PEDIDOS);
        pipeline.esperaQuantos(Topico.PEDIDOS_CONCLUIDOS, ids.size(), PRAZO);
        assertThat(pipeline.ids(Topico.PEDIDOS_CONCLUIDOS)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(pipeline.ids(Topico.PEDIDOS_APROVADOS)).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static void dizemOComandoQueCriaOsTopicosEFicamProntasQuandoEleERodado(
            Pipeline pipeline, List<Processo> etapas) {
        for (var etapa : etapas) {
            assertThat(etapa.esperaLinha(linha -> linha.contains("Faltam os tópicos "), PRAZO))
                    .contains("-dlt")
                    .contains("./create-topics.sh");
            assertThat(saude(etapa)).isEqualTo(503);
        }

        var criacao = Execucao.doBash("SPRING_KAFKA_BOOTSTRAP_SERVERS=%s ./create-topics.sh"
                .formatted(pipeline.broker().servidores()));
        assertThat(criacao.codigo()).as(criacao.saida()).isZero();
        etapas.forEach(etapa -> esperaSaude(etapa, 200));
        for (var etapa : etapas) { // dito de novo só se o que falta mudou
            assertThat(Pipeline.linhas(etapa, linha -> linha.contains("Faltam os tópicos ")).stream()
                            .map(linha -> linha.substring(linha.indexOf('['))))
                    .doesNotHaveDuplicates();
        }
    }

    private static void oActuatorSoMostraSaudeEMetricasESoEscutaEmLoopback(Processo etapa) {
        esperaSaude(etapa, 200);
        var servico = servico(etapa);
        assertThat(servico.json("/actuator").path("_links").propertyNames())
                .containsExactlyInAnyOrder(
                        "self", "health", "health-path", "metrics", "metrics-requiredMetricName", "prometheus");
        assertThat(List.of("env", "beans", "configprops", "heapdump", "loggers", "threaddump", "shutdown"))
                .allSatisfy(nome -> assertThat(servico.get("/actuator/" + nome).statusCode())
                        .isEqualTo(404));
        assertThat(Escutas.de(etapa.identidade())).singleElement().satisfies(escuta -> {
            assertThat(escuta.getAddress().isLoopbackAddress()).isTrue();
            assertThat(escuta.getPort()).isEqualTo(Pipeline.porta(etapa));
        });
    }

    private static void asLinhasDeUmPedidoEOsRegistrosQueElePassaAdianteTemOMesmoTraceId(
            Pipeline pipeline, List<Processo> etapas) {
        enviaComRastro(pipeline, "continua", "00-%s-%s-01".formatted(TRACE_ID, SPAN_ID));
        enviaComRastro(pipeline, "lixo", "não é um traceparent");
        enviaComRastro(pipeline, "zeros", "00-%s-%s-01".formatted("0".repeat(32), SPAN_ID));
        enviaComRastro(pipeline, "curto", "00-%s-%s-01".formatted(TRACE_ID.substring(1), SPAN_ID));
        enviaComRastro(pipeline, "nulo", null);
        var ids = List.of("continua", "lixo", "zeros", "curto", "nulo");
        ids.forEach(id -> etapas.get(2).esperaLinha(linha -> avisa(linha, id), PRAZO));

        var traces = new HashSet<String>();
        for (var id : ids) {
            var doTopico = Stream.of(Topico.PEDIDOS_APROVADOS, Topico.PEDIDOS_CONCLUIDOS)
                    .map(topico -> traceparent(pipeline, topico, id))
                    .toList();
            assertThat(doTopico).as(id).allMatch(texto -> texto.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
            var trace = doTopico.get(0).substring(3, 35);
            traces.add(trace);
            assertThat(doTopico.get(1)).as(id).contains(trace);
            assertThat(doTopico).as("um span por etapa").doesNotHaveDuplicates();
            assertThat(doTopico).as("spans novos").noneMatch(texto -> texto.contains(SPAN_ID));
            for (var etapa : etapas) {
                assertThat(Pipeline.linhas(
                                etapa,
                                linha -> linha.contains("edido: " + id + " ") || linha.contains("Pedido " + id + " ")))
                        .as("%s em %s", id, etapa.nome())
                        .hasSize(2)
                        .allMatch(linha -> linha.endsWith(" [" + trace + "]"));
            }
        }
        assertThat(traces).hasSameSizeAs(ids).contains(TRACE_ID).doesNotContain("0".repeat(32));
    }

    private static List<Processo> tresEtapas(Pipeline pipeline) {
        return List.of(
                pipeline.inicia("estoque-service", "--estoque.tempo-processamento=0"),
                pipeline.inicia("pagamento-service", "--pagamento.tempo-processamento=0"),
                pipeline.inicia("notificacao-service"));
    }

    private static void enviaComRastro(Pipeline pipeline, String id, @Nullable String traceparent) {
        var registro = new ProducerRecord<>(Topico.NOVOS_PEDIDOS.nome(), bytes(id), bytes(Pipeline.novo(id)));
        registro.headers().add(InicioDeRastro.HEADER, traceparent == null ? null : bytes(traceparent));
        ClienteDeTeste.espera(pipeline.kafka().envia(registro));
    }

    private static String traceparent(Pipeline pipeline, Topico topico, String id) {
        var registro = pipeline.kafka().confirmados(topico.nome()).stream()
                .filter(candidato -> Pipeline.chave(candidato).equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(registro.headers().headers(InicioDeRastro.HEADER)).hasSize(1);
        return new String(registro.headers().lastHeader(InicioDeRastro.HEADER).value(), StandardCharsets.US_ASCII);
    }

    private static boolean avisa(String linha, String id) {
        return linha.contains("[NOTIFICACAO] Pedido " + id + " de ");
    }

    private static void apagaTodosOsTopicos(Pipeline pipeline) {
        var nomes = Topico.todos().stream().map(Topico::nome).toList();
        var admin = pipeline.kafka().admin();
        ClienteDeTeste.espera(admin.deleteTopics(nomes).all());
        await().atMost(PRAZO)
                .until(() -> ClienteDeTeste.espera(admin.listTopics().names()).stream()
                        .noneMatch(nomes::contains));
    }

    private static ServicoEmJar servico(Processo etapa) {
        return new ServicoEmJar(etapa, Pipeline.porta(etapa));
    }

    private static int saude(Processo etapa) {
        return servico(etapa).get("/actuator/health/readiness").statusCode();
    }

    private static void esperaSaude(Processo etapa, int codigo) {
        await().alias("%s: readiness %d".formatted(etapa.nome(), codigo))
                .atMost(PRAZO)
                .until(() -> saude(etapa) == codigo);
    }
}
