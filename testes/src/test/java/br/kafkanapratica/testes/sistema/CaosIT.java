package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.juiz.pedidos.JuizDosPedidos;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.juiz.saldos.JuizDosSaldos;
import br.kafkanapratica.testes.Brokers;
import br.kafkanapratica.testes.falhas.Relogio;
import br.kafkanapratica.testes.falhas.Roteiro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * As garantias, sob todas as falhas que um broker ou três prometem aguentar, com duas instâncias de cada etapa: nenhum pedido
 * confirmado se perde nem se repete, os de uma chave saem em ordem, e o que uma falha segura anda até 15 s depois do fim dela; e cada
 * resposta do saldo-service é explicada por um prefixo do log. Quem decide é o juiz.
 *
 * <p>{@code -Dsemente=N} repete o roteiro. {@code -Dcaos=longo} faz, com um broker e com três, 100 falhas e 50.000 pedidos cada
 * um; {@code -Dcaos.falhas} e {@code -Dcaos.pedidos} mudam quantos, {@code -Dcaos.tipos=A,B} de que tipos, e
 * {@code -Dcaos.brokers=3} roda só um dos dois. O relatório fica em {@code target/caos-<brokers>.txt}.
 */
@Tag("completo")
@Tag("sozinho")
class CaosIT {

    private static final String BROKERS = "caos.brokers";
    private static final boolean LONGO = "longo".equals(System.getProperty("caos"));
    private static final int FALHAS = Integer.getInteger("caos.falhas", LONGO ? 100 : 8);
    private static final int PEDIDOS = Integer.getInteger("caos.pedidos", LONGO ? 50_000 : 1);
    private static final int POR_SEGUNDO = LONGO ? 80 : 40;
    private static final int MAIOR_PAUSA_MS = LONGO ? 7_000 : 2_500;
    private static final Duration RETOMADA = Duration.ofSeconds(15);
    private static final Map<EtapaDoPipeline, List<String>> TRABALHO = Map.of(
            EtapaDoPipeline.ESTOQUE, List.of("--estoque.tempo-processamento=2ms"),
            EtapaDoPipeline.PAGAMENTO, List.of("--pagamento.tempo-processamento=1ms"));

    private final long semente = Long.getLong("semente", System.nanoTime());

    @DisabledIfSystemProperty(named = BROKERS, matches = "3")
    @Test
    void umBrokerAguentaTodasAsFalhasQuePromete() throws IOException {
        roda(1);
    }

    @EnabledIf("comTres")
    @Test
    void tresBrokersAguentamTodasAsFalhas() throws IOException {
        roda(3);
    }

    private static boolean comTres() {
        return Integer.getInteger(BROKERS, LONGO ? 3 : 1) == 3;
    }

    private void roda(int quantosBrokers) throws IOException {
        var pedidos = new HistoriaDosPedidos();
        var saldos = new HistoriaDosSaldos();
        var relogios = Files.createDirectories(Path.of("target", "relogio"));
        var relogio = Relogio.compila(relogios).orElse(null);
        var relatorio = new RelatorioDoCaos(semente, quantosBrokers);
        try (var brokers = new Brokers(quantosBrokers, relogios);
                var pipeline = new Pipeline(brokers);
                var servico = new SaldosSobFalhas(
                        brokers.servidores(),
                        saldos,
                        semente,
                        Relogio.compila(relogios).orElse(null));
                var testemunha = new Testemunha(brokers.servidores(), pedidos, saldos)) {
            var etapas = etapas(pipeline, relogio);
            etapas.forEach(EtapaImortal::esperaPronta);
            servico.comeca();
            var roteiro = Roteiro.sorteia(semente, tipos(brokers, relogio), FALHAS);
            relatorio.comeca(roteiro);
            var envio = new EnvioDePedidos(brokers.servidores(), pedidos, semente, POR_SEGUNDO);
            try (envio) {
                new Falhador(brokers, pipeline.kafka(), etapas, servico, pedidos, semente, MAIOR_PAUSA_MS)
                        .executa(roteiro);
                await().atMost(Duration.ofHours(1)).until(() -> envio.confirmados() >= PEDIDOS);
            }
            relatorio.acabaramAsFalhas();
            esperaConclusao(testemunha, envio.confirmados(), etapas);
            confereAvisos(pipeline, etapas);
            servico.close();
            testemunha.close(); // os grupos primeiro, e só depois os tópicos
            relatorio.passaram(envio.confirmados(), servico.escritas(), servico.respostas());
            // Quem não viu nada não acha nada.
            assertThat(testemunha.quantos(Topico.NOVOS_PEDIDOS))
                    .as("pedidos vistos")
                    .isGreaterThanOrEqualTo((int) envio.confirmados());
            assertThat(servico.escritas()).as("saldos escritos").isPositive();
            assertThat(servico.respostas()).as("saldos respondidos").isPositive();
            pedidos.terminou(Instant.now());
            testemunha.lePorInteiro(pipeline.kafka());
        }
        var dosPedidos = new JuizDosPedidos(RETOMADA).julga(pedidos);
        var dosSaldos = new JuizDosSaldos(RETOMADA).julga(saldos);
        relatorio.escreve(dosPedidos, dosSaldos, Path.of("target"));
        assertThat(dosPedidos.achados())
                .as("pedidos, -Dsemente=%d: %s", semente, dosPedidos)
                .isEmpty();
        assertThat(dosSaldos.achados())
                .as("saldos, -Dsemente=%d: %s", semente, dosSaldos)
                .isEmpty();
    }

    /** Os que se pedirem em {@code -Dcaos.tipos}, ou todos os que aqui se podem. */
    private static List<TipoDeFalha> tipos(Brokers brokers, @Nullable Relogio relogio) {
        var possiveis = Falhador.possiveis(brokers, relogio);
        var pedidos = System.getProperty("caos.tipos");
        if (pedidos == null) {
            return possiveis;
        }
        var tipos = Stream.of(pedidos.split(",")).map(TipoDeFalha::valueOf).toList();
        assertThat(possiveis).as("o que se pode aqui").containsAll(tipos);
        return tipos;
    }

    /** Duas de cada; a primeira com um relógio que salta, onde se pode. */
    private static List<EtapaImortal> etapas(Pipeline pipeline, @Nullable Relogio relogio) {
        var etapas = new ArrayList<EtapaImortal>();
        for (var etapa : EtapaDoPipeline.values()) {
            var trabalho = TRABALHO.getOrDefault(etapa, List.of()).toArray(String[]::new);
            etapas.add(new EtapaImortal(pipeline, etapa, relogio, trabalho));
            etapas.add(new EtapaImortal(pipeline, etapa, null, trabalho));
        }
        return etapas;
    }

    /** Sem prazo para o todo, que depende da máquina; mas dois minutos sem nenhum progresso é um pipeline travado. */
    private static void esperaConclusao(Testemunha testemunha, long enviados, List<EtapaImortal> etapas) {
        for (int antes = -1; testemunha.quantos(Topico.PEDIDOS_CONCLUIDOS) < enviados; ) {
            int agora = testemunha.quantos(Topico.PEDIDOS_CONCLUIDOS);
            if (agora == antes) {
                // O juiz dirá o que falta.
                System.out.printf(
                        "CaosIT: %d concluídos de %d, e nada mais anda:%n%s%n", agora, enviados, ultimas(etapas));
                return;
            }
            antes = agora;
            int desde = antes;
            try {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> testemunha.quantos(Topico.PEDIDOS_CONCLUIDOS) >= Math.min(enviados, desde + 100));
            } catch (ConditionTimeoutException e) {
                System.out.printf(
                        "CaosIT: %d concluídos de %d%n", testemunha.quantos(Topico.PEDIDOS_CONCLUIDOS), enviados);
            }
        }
    }

    /** O aviso é fora do Kafka, e o juiz não o vê: pelo menos um por concluído, e toda repetição marcada. */
    private void confereAvisos(Pipeline pipeline, List<EtapaImortal> etapas) {
        var concluidos = pipeline.ids(Topico.PEDIDOS_CONCLUIDOS).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        if (!LONGO) { // no longo, as primeiras linhas já se esqueceram
            await().atMost(Pipeline.PRAZO).untilAsserted(() -> {
                var avisados = avisos(etapas, linha -> true);
                assertThat(concluidos)
                        .as("-Dsemente=%d", semente)
                        .allSatisfy((id, quantos) ->
                                assertThat(avisados.getOrDefault(id, 0L)).as(id).isGreaterThanOrEqualTo(quantos));
            });
        }
        assertThat(avisos(etapas, linha -> !linha.contains("(reenvio)")))
                .as("avisos sem (reenvio), -Dsemente=%d", semente)
                .allSatisfy((id, quantos) -> assertThat(quantos).as(id).isLessThanOrEqualTo(concluidos.get(id)));
    }

    private static Map<String, Long> avisos(List<EtapaImortal> etapas, Predicate<String> quais) {
        return etapas.stream()
                .flatMap(EtapaImortal::linhas)
                .filter(linha -> linha.contains("concluído:"))
                .filter(quais)
                .map(linha -> linha.replaceAll(".*Pedido (\\S+) de .*", "$1"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static String ultimas(List<EtapaImortal> etapas) {
        return etapas.stream()
                .map(etapa -> etapa.etapa() + ":\n" + String.join("\n", etapa.ultimasLinhas()))
                .collect(Collectors.joining("\n"));
    }
}
