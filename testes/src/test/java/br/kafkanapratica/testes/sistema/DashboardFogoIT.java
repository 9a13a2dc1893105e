package br.kafkanapratica.testes.sistema;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.base.Volume;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Os testes de fogo do curso, vistos na tela; e o auditor, que tem de estar certo depois de qualquer morte, até da sua. */
@Tag("completo")
class DashboardFogoIT {

    private static final int PEDIDOS = Volume.de(100, 300);
    private static final int MORTES = Volume.de(6, 20);
    private static final Map<String, String[]> ETAPAS = Map.of(
            "estoque-service", new String[] {"--estoque.tempo-processamento=50ms"},
            "pagamento-service", new String[] {"--pagamento.tempo-processamento=30ms"},
            "notificacao-service", new String[] {});

    private final long semente = Long.getLong("semente", System.nanoTime());

    @AutoClose
    private DashboardNoAr lab;

    @AutoClose
    private Navegador navegador;

    @BeforeEach
    void sobe() {
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(Pipeline.PRAZO.toMillis());
        lab = new DashboardNoAr();
        navegador = Navegador.abre();
    }

    @Test
    void mortoOPagamentoAFilaCresceNaTelaENaVoltaSomeEUmSegundoEstoqueDivideAsParticoes() {
        var estoque = inicia("estoque-service");
        var pagamento = inicia("pagamento-service");
        inicia("notificacao-service");
        var pagina = navegador.pagina(lab.url("pedidos"));
        var grupoPagamento = grupo(pagina, "pagamento");
        assertThat(grupoPagamento.locator(".membros li")).hasCount(1);

        pagamento.mata();
        assertThat(grupoPagamento.locator(".estado")).containsText("sem ninguém");
        assertThat(grupoPagamento.locator(".eventos")).containsText("saiu");
        pagina.click("#enviar-pedidos");
        await().atMost(Pipeline.PRAZO).until(() -> esperando(pagina, "pagamento") == 10);
        assertThat(pagina.locator(".topico[data-etapa=pagamento] .particoes .ficha"))
                .hasCount(10);
        assertThat(pagina.locator(".topico.fim .ficha")).hasCount(0);

        inicia("pagamento-service");
        await().atMost(Pipeline.PRAZO).until(() -> esperando(pagina, "pagamento") == 0);
        assertThat(pagina.locator(".topico.fim .ficha")).hasCount(10);

        var segundo = lab.pipeline().inicia("estoque-service", ETAPAS.get("estoque-service"));
        var divisao = grupo(pagina, "estoque").locator(".membros li");
        segundo.esperaLinha(linha -> linha.contains("partições minhas agora: novos_pedidos"), Pipeline.PRAZO);
        var entrou = Instant.now();
        assertThat(divisao).hasCount(2);
        vistoEm(entrou, "a entrada");
        assertThat(grupo(pagina, "estoque").locator(".eventos"))
                .containsText(Pattern.compile("partições redistribuídas em (\\d+,\\d s|menos de 1 s)"));
        // Entre a saída de um dono e a chegada do outro, uma partição passa um instante sem ninguém.
        var donos = pagina.locator(".topico[data-etapa=estoque] .dono");
        await().atMost(Pipeline.PRAZO)
                .untilAsserted(() ->
                        assertThat(donos.allInnerTexts()).containsOnly("A", "B").contains("A", "B"));

        estoque.para(Duration.ofSeconds(15));
        var saiu = Instant.now();
        assertThat(divisao).hasCount(1);
        vistoEm(saiu, "a saída");
        assertThat(navegador.queixas()).isEmpty();
    }

    @Test
    void oAuditorEstaCertoDepoisDeMuitasMortesEDaSua() {
        System.out.printf("DashboardFogoIT: -Dsemente=%d, %d pedidos, %d mortes%n", semente, PEDIDOS, MORTES);
        var acaso = new Random(semente);
        var instancias = new ArrayList<>(
                ETAPAS.keySet().stream().sorted().map(this::inicia).toList());
        var pagina = navegador.pagina(lab.url("auditor"));
        var envio = CompletableFuture.supplyAsync(this::enviaAosPoucos);
        for (int morte = 0; morte < MORTES; morte++) {
            pausa(acaso.nextInt(1_500));
            int vitima = acaso.nextInt(instancias.size() + 2);
            if (vitima < instancias.size()) {
                var morto = instancias.get(vitima);
                morto.mata();
                instancias.set(vitima, lab.pipeline().inicia(morto.nome(), ETAPAS.get(morto.nome())));
            } else if (vitima == instancias.size()) {
                lab.pipeline().broker().mata();
                lab.pipeline().broker().volta();
            } else {
                lab.reiniciaODashboard();
            }
        }
        var enviados = envio.join();
        assertThat(pagina.locator("[data-parcela=concluidos]")).hasText(Integer.toString(enviados.size()));
        confereComOsTopicos(pagina);
        lab.reiniciaODashboard();
        assertThat(pagina.locator("#veredito")).containsText("A conta fecha");
        confereComOsTopicos(pagina);
    }

    /** Se não soubesse achar um perdido e um duplicado, nada provaria ao não achar nenhum. */
    @Test
    void oAuditorDizOPerdidoEODuplicadoPeloNome() {
        var pagina = navegador.pagina(lab.url("auditor"));
        var ids = lab.pipeline().envia(3);
        var kafka = lab.pipeline().kafka();
        var gravados = List.of(0, 1, 2).stream()
                .collect(Collectors.toMap(
                        particao -> new TopicPartition(Topico.NOVOS_PEDIDOS.nome(), particao),
                        particao -> new OffsetAndMetadata(ultimo(particao))));
        for (int vez = 0; vez < 2; vez++) { // o segundo é o duplicado
            kafka.escreve(Topico.PEDIDOS_APROVADOS.nome(), ids.get(0), Pipeline.aprovado(ids.get(0)));
        }
        kafka.escreve(Topico.PEDIDOS_APROVADOS.nome(), ids.get(1), Pipeline.aprovado(ids.get(1)));
        ClienteDeTeste.espera(kafka.admin()
                .alterConsumerGroupOffsets(EtapaDoPipeline.ESTOQUE.grupo(), gravados)
                .all());

        assertThat(pagina.locator("[data-parcela=perdidos]")).hasText("1");
        assertThat(pagina.locator("[data-parcela=duplicados]")).hasText("1");
        assertThat(pagina.locator("#veredito")).containsText("A conta não fecha");
        assertThat(pagina.locator("#suspeitos tr", new Page.LocatorOptions().setHasText(ids.get(2))))
                .containsText("perdido");
        assertThat(pagina.locator("#suspeitos tr", new Page.LocatorOptions().setHasText(ids.get(0))))
                .containsText("duplicado");
        assertThat(lab.json("/api/pedido?id=" + ids.get(2)).get("onde").asString())
                .startsWith("perdido: grupo_estoque passou por ele");
    }

    private long ultimo(int particao) {
        return lab.pipeline().kafka().log(Topico.NOVOS_PEDIDOS.nome()).stream()
                .filter(registro -> registro.partition() == particao)
                .count();
    }

    private void confereComOsTopicos(Page pagina) {
        int enviados = lab.pipeline().ids(Topico.NOVOS_PEDIDOS).size();
        int concluidos = lab.pipeline().ids(Topico.PEDIDOS_CONCLUIDOS).size();
        assertThat(concluidos).as("o pipeline, -Dsemente=%d", semente).isEqualTo(enviados);
        for (var parcela : Map.of(
                        "enviados", enviados, "concluidos", concluidos, "perdidos", 0, "duplicados", 0, "naDlt", 0)
                .entrySet()) {
            assertThat(pagina.locator("[data-parcela=%s]".formatted(parcela.getKey())))
                    .hasText(parcela.getValue().toString());
        }
    }

    private List<String> enviaAosPoucos() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < PEDIDOS; i++) {
            var id = UUID.nameUUIDFromBytes(ClienteDeTeste.bytes(semente + "/" + i))
                    .toString();
            lab.pipeline().kafka().escreve(Topico.NOVOS_PEDIDOS.nome(), id, Pipeline.novo(id));
            ids.add(id);
            pausa(60);
        }
        return ids;
    }

    private Processo inicia(String etapa) {
        return lab.pipeline().pronto(etapa, ETAPAS.get(etapa));
    }

    private static Locator grupo(Page pagina, String etapa) {
        return pagina.locator(".grupo[data-etapa=%s]".formatted(etapa));
    }

    private static int esperando(Page pagina, String etapa) {
        return pagina.locator(".topico[data-etapa=%s] .esperando".formatted(etapa)).allInnerTexts().stream()
                .mapToInt(texto -> Integer.parseInt(texto.replaceAll("\\D", "")))
                .sum();
    }

    /** O que se viu, viu-se até agora. */
    private static void vistoEm(Instant quando, String oQue) {
        var demora = Duration.between(quando, Instant.now());
        System.out.printf("DashboardFogoIT: %s, vista %d ms depois%n", oQue, demora.toMillis());
        assertThat(demora).as(oQue).isLessThan(Duration.ofSeconds(10));
    }

    private static void pausa(int milissegundos) {
        var fim = Instant.now().plusMillis(milissegundos);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !Instant.now().isBefore(fim));
    }
}
