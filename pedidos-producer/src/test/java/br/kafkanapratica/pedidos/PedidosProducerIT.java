package br.kafkanapratica.pedidos;

import static br.kafkanapratica.pedidos.Execucao.pedidos;
import static br.kafkanapratica.pedidos.Execucao.programa;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.InicioDeRastro;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Sinal;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PedidosProducerIT {

    private final BrokerDeTeste broker = BrokerDeTeste.compartilhado();

    @AutoClose
    private ClienteDeTeste cliente;

    @BeforeEach
    void abre() {
        cliente = new ClienteDeTeste(broker.servidores());
    }

    /** Com LANG=C, em que os acentos se perderiam. */
    @Test
    void semArgumentosDezPedidosChegamATodasAsParticoes() {
        var topico = Execucao.topicoNovo(cliente, 3);

        var execucao = Execucao.de(
                programa(broker.servidores(), topico).comAmbiente("LANG", "C").comAmbiente("LC_ALL", "C"));

        assertThat(execucao.codigo()).as(execucao.texto()).isZero();
        assertThat(execucao.linhas()).hasSize(11);
        assertThat(execucao.ultimaLinha())
                .matches("10 pedidos enviados em \\d+,\\d\\d s\\. "
                        + "O producer não esperou por ninguém: as próximas etapas trabalham no ritmo delas\\.");
        var log = pedidos(cliente, topico);
        assertThat(execucao.ditos()).hasSize(10).isEqualTo(Execucao.gravados(log));
        assertThat(porParticao(log, 3)).containsExactlyInAnyOrder(3, 3, 4);
    }

    @Test
    void oRegistroTemOFormatoDoContrato() {
        var topico = Execucao.topicoNovo(cliente, 3);

        roda(topico);

        var log = pedidos(cliente, topico);
        assertThat(log).hasSize(10).allSatisfy(registro -> {
            var pedido = Execucao.pedido(registro);
            assertThat(pedido.idPedido()).isEqualTo(Execucao.chave(registro));
            assertThat(UUID.fromString(pedido.idPedido())).hasToString(pedido.idPedido());
            assertThat(pedido.quantidade()).isEqualTo(1);
            long numero = Long.parseLong(pedido.produto().replace("Produto-", ""));
            assertThat(pedido.cliente()).isEqualTo("cliente_" + numero % 3);
            assertThat(new String(registro.value(), StandardCharsets.UTF_8))
                    .startsWith("{\"id_pedido\":\"%s\",\"cliente\":".formatted(pedido.idPedido()));
        });
        assertThat(log)
                .extracting(registro -> Execucao.pedido(registro).produto())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 10)
                        .mapToObj(numero -> "Produto-" + numero)
                        .toList());
    }

    @Test
    void cadaPedidoLevaUmTraceparentSoSeuQueOOpenTelemetryEntende() {
        var topico = Execucao.topicoNovo(cliente, 3);

        roda(topico);

        var log = pedidos(cliente, topico);
        assertThat(log)
                .extracting(registro -> Execucao.rastro(registro.headers()))
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(rastro -> rastro.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
        assertThat(log).allSatisfy(registro -> {
            var lido = W3CTraceContextPropagator.getInstance().extract(Context.root(), registro, new LeitorDeHeader());
            assertThat(Span.fromContext(lido).getSpanContext().isValid()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 120})
    void comQualquerNumeroDeParticoesCadaUmaRecebeAMesmaParte(int particoes) {
        var topico = Execucao.topicoNovo(cliente, particoes);
        int quantidade = particoes * 2 + particoes / 2;

        var execucao = roda(topico, "--quantidade", Integer.toString(quantidade));

        var log = pedidos(cliente, topico);
        assertThat(execucao.codigo()).as(execucao.texto()).isZero();
        assertThat(execucao.ditos()).hasSize(quantidade).isEqualTo(Execucao.gravados(log));
        assertThat(porParticao(log, particoes)).allMatch(pedidos -> pedidos == 2 || pedidos == 3);
    }

    @Test
    void cemMilPedidosVaoPorIgualATodasAsParticoes() {
        var topico = Execucao.topicoNovo(cliente, 3);

        var execucao = roda(topico, "--quantidade", "100000");

        assertThat(execucao.codigo()).as(execucao.ultimaLinha()).isZero();
        assertThat(execucao.ultimaLinha()).startsWith("100.000 pedidos enviados em ");
        var log = pedidos(cliente, topico);
        assertThat(log.stream().map(Execucao::chave).distinct()).hasSize(100_000);
        assertThat(porParticao(log, 3)).containsExactlyInAnyOrder(33_333, 33_333, 33_334);
        assertThat(execucao.ditos()).isEqualTo(Execucao.gravados(log));
    }

    @Test
    void oIntervaloSeparaOsPedidos() {
        var topico = Execucao.topicoNovo(cliente, 3);

        var execucao = roda(topico, "--quantidade=4", "--intervalo=300ms");

        assertThat(execucao.codigo()).as(execucao.texto()).isZero();
        var horas = pedidos(cliente, topico).stream()
                .map(ConsumerRecord::timestamp)
                .sorted()
                .toList();
        assertThat(horas).hasSize(4);
        for (int i = 1; i < horas.size(); i++) {
            assertThat(horas.get(i) - horas.get(i - 1)).isGreaterThanOrEqualTo(295);
        }
    }

    @Test
    void ctrlCNoIntervaloParaDizendoQuantosForam() {
        var topico = Execucao.topicoNovo(cliente, 3);
        try (var processo = Sinal.comCtrlC(programa(broker.servidores(), topico, "--intervalo", "1m"))
                .inicia()) {
            processo.esperaLinha(linha -> linha.startsWith("[PRODUTOR] Pedido enviado:"), Execucao.PRAZO);
            Sinal.envia("INT", processo);
            var execucao = Execucao.ateOFim(processo);

            assertThat(execucao.codigo()).isEqualTo(130);
            assertThat(execucao.linhas()).hasSize(2);
            assertThat(execucao.ultimaLinha())
                    .matches("Interrompido: 1 de 10 pedidos confirmados em [\\d,]+ s; "
                            + "não confirmados: 0; não enviados: 9\\.");
            assertThat(execucao.ditos()).isEqualTo(Execucao.gravados(pedidos(cliente, topico)));
        }
    }

    @Test
    void ctrlCNoMeioDeMuitosContaTodosOsQueSairam() {
        var topico = Execucao.topicoNovo(cliente, 3);
        try (var processo = Sinal.comCtrlC(programa(broker.servidores(), topico, "--quantidade", "100000000"))
                .inicia()) {
            processo.esperaLinha(linha -> linha.startsWith("[PRODUTOR] Pedido enviado:"), Execucao.PRAZO);
            Sinal.envia("INT", processo);
            var execucao = Execucao.ateOFim(processo);

            int gravados = pedidos(cliente, topico).size();
            assertThat(execucao.codigo()).isEqualTo(130);
            assertThat(execucao.ultimaLinha())
                    .startsWith(String.format(
                            Locale.forLanguageTag("pt-BR"), "Interrompido: %,d de 100.000.000 ", gravados))
                    .contains("não confirmados: 0;");
        }
    }

    private Execucao roda(String topico, String... argumentos) {
        return Execucao.aqui(broker.servidores(), topico, argumentos);
    }

    private static List<Integer> porParticao(List<ConsumerRecord<byte[], byte[]>> log, int particoes) {
        var contagem = log.stream().collect(Collectors.groupingBy(ConsumerRecord::partition, Collectors.counting()));
        return IntStream.range(0, particoes)
                .mapToObj(particao -> contagem.getOrDefault(particao, 0L).intValue())
                .toList();
    }

    private static final class LeitorDeHeader implements TextMapGetter<ConsumerRecord<byte[], byte[]>> {
        @Override
        public Iterable<String> keys(ConsumerRecord<byte[], byte[]> registro) {
            return Collections.singleton(InicioDeRastro.HEADER);
        }

        @Override
        public @Nullable String get(@Nullable ConsumerRecord<byte[], byte[]> registro, String nome) {
            return nome.equals(InicioDeRastro.HEADER) && registro != null ? Execucao.rastro(registro.headers()) : null;
        }
    }
}
