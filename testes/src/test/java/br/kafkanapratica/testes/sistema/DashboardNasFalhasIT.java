package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static br.kafkanapratica.testes.ClienteDeTeste.espera;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * O que a página diz, aberta num navegador de verdade, enquanto o que está por trás dela se estraga: a verdade, com a causa e o que
 * fazer, e nada de verde sobre o que está parado. Depois do conserto, que é o comando que ela mostra, volta ao normal.
 */
@Tag("completo")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class DashboardNasFalhasIT {

    private static final String ORIGEM = Topico.NOVOS_PEDIDOS.nome();
    private static final String CONTAS = Topico.CONTAS.nome();
    private static final int PRAZO_MS = 90_000;

    @AutoClose
    private DashboardNoAr lab;

    @AutoClose
    private Navegador navegador;

    private Page pagina;
    private Processo estoque;
    private int enviados;

    @BeforeAll
    void sobe() {
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(PRAZO_MS);
        lab = new DashboardNoAr(Map.of("DASHBOARD_PACIENCIA", "4s"));
        estoque = lab.pipeline().inicia("estoque-service", "--estoque.tempo-processamento=0");
        lab.pipeline().inicia("pagamento-service", "--pagamento.tempo-processamento=0");
        lab.pipeline().inicia("notificacao-service");
        lab.esperaSaldos();
        navegador = Navegador.abre();
        pagina = navegador.pagina(lab.url("pedidos"));
        assertThat(grupo("notificacao").locator(".membros li")).hasCount(1);
        tudoEmOrdem();
    }

    @AfterEach
    void semQueixas() {
        assertThat(navegador.queixas()).isEmpty();
    }

    @Test
    @Order(1)
    void nenhumRegistroDaDltParaAPagina() {
        var estranhos = new ArrayList<byte @Nullable []>();
        estranhos.add(null);
        for (var texto : List.of("", "-1", "2147483648", "99999999999999999999", "NaN")) {
            estranhos.add(bytes(texto));
        }
        var dlt = Topico.NOVOS_PEDIDOS.dlt().nome();
        for (var particao : estranhos) {
            for (byte[] chave : new byte[][] {null, bytes("torto"), {(byte) 0xC0, (byte) 0x80}}) {
                var headers = new RecordHeaders()
                        .add(HeaderDaDlt.TOPICO, bytes(ORIGEM))
                        .add(HeaderDaDlt.PARTICAO, particao)
                        .add(HeaderDaDlt.OFFSET, particao)
                        .add(HeaderDaDlt.CAUSA, null);
                espera(lab.pipeline().kafka().envia(new ProducerRecord<>(dlt, 0, chave, bytes("{"), headers)));
            }
        }
        assertThat(pagina.locator(".topico[data-etapa=estoque] .dlt")).containsText("novos_pedidos-dlt: 18");
        dezPedidosSeVeem();
        var torto = lab.json("/api/pedido?id=torto");
        assertThat(torto.get("onde").asString()).isEqualTo("na DLT: sem causa registrada");
        assertThat(lab.json("/actuator/health/liveness").get("status").asString())
                .isEqualTo("UP");
        tudoEmOrdem();
    }

    /** O comando que a página mostra é o que a conserta. */
    @Test
    @Order(2)
    void aTransacaoQueNinguemAcabaEDita_eOQueEsperaPorElaTambem() {
        var kafka = lab.pipeline().kafka();
        var saldos = navegador.pagina(lab.url("saldos"));
        assertThat(saldos.locator("#situacao-saldos")).hasText("saldo-service pronto");
        try (var deFora = transacional()) {
            deFora.beginTransaction();
            espera(deFora.send(new ProducerRecord<>(CONTAS, 0, bytes("aberto"), bytes(saldo("aberto", "1.00")))));
            espera(deFora.send(new ProducerRecord<>(ORIGEM, 0, bytes("aberto"), bytes(Pipeline.novo("aberto")))));
            espera(deFora.send(new ProducerRecord<>(
                    Topico.PEDIDOS_APROVADOS.nome(), 0, bytes("aberto"), bytes(Pipeline.novo("aberto")))));
            var preso = UUID.randomUUID().toString();
            espera(kafka.envia(ORIGEM, 0, bytes(preso), bytes(Pipeline.novo(preso))));
            espera(kafka.envia(CONTAS, 0, bytes("0-preso"), bytes(saldo("0-preso", "2.00"))));

            assertThat(aviso(pagina)).containsText("há uma transação aberta em contas-0");
            assertThat(aviso(pagina)).containsText("há uma transação aberta em novos_pedidos-0");
            assertThat(grupo("estoque").locator(".estado")).containsText("2 à espera de uma transação aberta");
            assertThat(grupo("estoque").locator(".transacoes"))
                    .hasText(Pattern.compile("transação aberta há [\\d,]+ s em pedidos_aprovados-0 · de-fora"));
            semVerde(pagina);
            assertThat(saldos.locator("#situacao-saldos"))
                    .containsText("pronto, mas há uma transação aberta na partição 0 do tópico contas");
            assertThat(saldos.locator("#situacao-saldos")).hasAttribute("data-estado", "alerta");
            assertThat(saldos.locator("#tabela-saldos")).not().containsText("0-preso");

            for (var comando : pagina.locator("#aviso-geral pre").allInnerTexts()) {
                var acabou = Execucao.doBash(comando);
                assertThat(acabou.codigo()).as(acabou.saida()).isZero();
            }
        }
        enviados++;
        assertThat(saldos.locator("#tabela-saldos")).containsText("0-preso");
        assertThat(saldos.locator("#situacao-saldos")).hasText("saldo-service pronto");
        saldos.close();
        tudoEmOrdem();
    }

    @Test
    @Order(3)
    void oEstoqueQueNaoConsegueEscreverEstaParado_eAPaginaDizPorQue() {
        lab.pipeline().kafka().configura(Topico.PEDIDOS_APROVADOS.nome(), "max.message.bytes", "120");
        pagina.click("#enviar-pedidos");
        assertThat(grupo("estoque").locator(".estado")).containsText(Pattern.compile("parado desde .* = 10 pedidos"));
        assertThat(aviso(pagina))
                .containsText(
                        Pattern.compile(
                                "o estoque-service (está no grupo, mas|entra e sai do grupo, e) desde as .* não faz nada do que espera por ele"));
        assertThat(aviso(pagina)).containsText("pedidos_aprovados aceita mensagens de até 120 bytes");
        assertThat(pagina.locator("nav a[href='#topicos']")).hasText("Tópicos (1)");
        semVerde(pagina);

        var conserto = Execucao.doBash(pagina.locator("#aviso-geral pre").innerText());
        assertThat(conserto.codigo()).as(conserto.saida()).isZero();
        enviados += 10;
        tudoEmOrdem();
    }

    @Test
    @Order(4)
    void aDltMenorQueAOrigemEDita_eOsBonsSeguem() {
        lab.pipeline().kafka().aumenta(ORIGEM, 6);
        assertThat(pagina.locator(".topico[data-etapa=estoque] .particao")).hasCount(6);
        int antes = naDlt();
        try (var produtor = produtor("zstd", 1_000_000)) {
            espera(produtor.send(new ProducerRecord<>(ORIGEM, 4, bytes("ruim"), bytes("{"))));
            espera(produtor.send(new ProducerRecord<>(ORIGEM, 4, bytes("seis"), Disco.seisMegabytes())));
        }
        dezPedidosSeVeem();
        await().atMost(Duration.ofMillis(PRAZO_MS)).until(() -> naDlt() == antes + 2);
        assertThat(pagina.locator("nav a[href='#topicos']")).hasText("Tópicos (2)"); // a DLT, e o destino
        var topicos = navegador.pagina(lab.url("topicos"));
        assertThat(topicos.locator("#tabela-topicos")).containsText("tem menos partições (3) que novos_pedidos (6)");
        topicos.close();
        for (var topico : List.of(
                "novos_pedidos-dlt",
                "pedidos_aprovados",
                "pedidos_concluidos",
                "pedidos_aprovados-dlt",
                "pedidos_concluidos-dlt")) {
            lab.pipeline().kafka().aumenta(topico, 6);
        }
        assertThat(pagina.locator("nav a[href='#topicos']")).hasText("Tópicos");
        tudoEmOrdem();
    }

    /** Uns 400 KB no disco, muito mais que o heap na memória. */
    @Test
    @Order(5)
    void pedidosEnormesMuitoComprimidosSaoSoLentos() {
        var enchimento = ",\"x\":\"" + "a".repeat(200_000) + "\"}";
        try (var produtor = produtor("zstd", 1_000_000)) {
            for (int i = 0; i < 3_000; i++) {
                var id = UUID.randomUUID().toString();
                produtor.send(new ProducerRecord<>(
                        ORIGEM, bytes(id), bytes(Pipeline.novo(id).replace("}", enchimento))));
            }
        }
        enviados += 3_000;
        PlaywrightAssertions.setDefaultAssertionTimeout(300_000);
        tudoEmOrdem();
        PlaywrightAssertions.setDefaultAssertionTimeout(PRAZO_MS);
        assertThat(lab.dashboard().linhas()).noneMatch(linha -> linha.contains("ERROR"));
    }

    /** O dashboard já tinha lido; quem vai ler agora é que não consegue. E um dashboard que começa depois, também não. */
    @Test
    @Order(6)
    void oQueNaoSeLeEDitoComAPosicaoEComOComando() {
        var log = lab.pipeline().broker().pastaDoLog().orElseThrow();
        var kafka = lab.pipeline().kafka();
        estoque.mata();
        var segmento = Disco.segmento(log.resolve(ORIGEM + "-0"));
        long lugar = Disco.tamanho(segmento) + 100;
        for (int i = 0; i < 3; i++) {
            var id = UUID.randomUUID().toString();
            espera(kafka.envia(ORIGEM, 0, bytes(id), bytes(Pipeline.novo(id))));
        }
        assertThat(particao("estoque", 0)).containsText("3 esperando");
        Disco.trocaUmBit(segmento, lugar);
        estoque = lab.pipeline().inicia("estoque-service", "--estoque.tempo-processamento=0");

        var naoSeLe = Pattern.compile(
                "novos_pedidos-0 não se lê no offset \\d+ \\(danificado no disco; .*o estoque-service também espera ali");
        assertThat(aviso(pagina)).containsText(naoSeLe);
        assertThat(pagina.locator("#aviso-geral pre")).containsText("consumer-groups --reset-offsets");
        assertThat(grupo("estoque").locator(".estado")).containsText("parado desde");
        semVerde(pagina);
        umPedidoNaParticao(1);

        lab.reiniciaODashboard();
        assertThat(particao("estoque", 0)).containsText("não se lê");
        assertThat(grupo("estoque").locator(".estado")).containsText("estável, menos p0");
        assertThat(aviso(pagina)).containsText(naoSeLe);
        assertThat(grupo("estoque").locator(".estado")).containsText("offsets que não se leem");
        var auditor = navegador.pagina(lab.url("auditor"));
        assertThat(auditor.locator("#veredito")).containsText("não conto novos_pedidos-0 do offset");
        assertThat(auditor.locator("#veredito")).hasAttribute("data-estado", "alerta");

        // O caminho de volta que a página diz: perder o que não se lê, sabendo.
        estoque.mata();
        await().atMost(Duration.ofMillis(PRAZO_MS)).untilAsserted(() -> {
            var pulou =
                    Execucao.doBash(pagina.locator("#aviso-geral pre").first().innerText());
            assertThat(pulou.codigo()).as(pulou.saida()).isZero();
            assertThat(pulou.saida()).doesNotContain("Error");
        });
        estoque = lab.pipeline().inicia("estoque-service", "--estoque.tempo-processamento=0");
        assertThat(auditor.locator("#veredito")).containsText("não se lê, e foi pulado");
        assertThat(aviso(pagina)).isHidden();
        enviados += 2; // o que não se lia era um
        avisados();
        auditor.close();
        Disco.trocaUmBit(segmento, lugar);
    }

    @Test
    @Order(7)
    void oSaldoQueNaoSeLeEDito() {
        var log = lab.pipeline().broker().pastaDoLog().orElseThrow();
        var kafka = lab.pipeline().kafka();
        for (int i = 0; i < 3; i++) {
            espera(kafka.envia(CONTAS, 1, bytes("1-bit-" + i), bytes(saldo("1-bit-" + i, "1.00"))));
        }
        var segmento = Disco.segmento(log.resolve(CONTAS + "-1"));
        Disco.trocaUmBit(segmento, 100);
        lab.reiniciaOSaldoService();
        var saldos = navegador.pagina(lab.url("saldos"));
        assertThat(saldos.locator("#situacao-saldos"))
                .containsText(Pattern.compile("[Nn]ão consigo ler a partição 1 do tópico contas nos? offsets?"));
        assertThat(saldos.locator("#situacao-saldos")).containsText("saldo.pular");
        assertThat(saldos.locator("#situacao-saldos")).not().hasAttribute("data-estado", "bom");
        var tira = navegador.pagina(lab.url("compactacao"));
        assertThat(tira.locator("#compactacao-aviso")).containsText("A partição 1 não se lê do offset");
        Disco.trocaUmBit(segmento, 100);
        assertThat(saldos.locator("#situacao-saldos")).hasText("saldo-service pronto");

        lab.pipeline()
                .kafka()
                .configura(CONTAS, "max.message.bytes", "60"); // o Kafka está no ar, e recusa: subi-lo não é o conserto
        saldos.fill("#escrever [name=cliente]", "um cliente de nome comprido");
        saldos.fill("#escrever [name=valor]", "1");
        saldos.click("#escrever button");
        assertThat(saldos.locator("#escritas li").first())
                .containsText("O Kafka responde, mas não confirmou isto (nas palavras dele: ");
        lab.pipeline().kafka().configura(CONTAS, "max.message.bytes", "1048588");
        saldos.close();
        tira.close();
    }

    @Test
    @Order(8)
    void osGruposQueNaoSeCarregamNaoSaoUmKafkaForaDoAr() {
        var broker = lab.pipeline().broker();
        estragaOsGrupos();
        broker.para();
        broker.volta();
        assertThat(aviso(pagina)).containsText("o Kafka responde, mas");
        assertThat(grupo("estoque").locator(".estado")).containsText("não responde desde");
        assertThat(aviso(pagina)).not().containsText("O Kafka não responde");
        semVerde(pagina);
        assertThat(pagina.locator("#aviso-geral pre").first()).containsText("recuperar-grupos");
        pagina.click("nav a[href='#auditor']");
        assertThat(pagina.locator("#veredito")).containsText("não responde desde as");
        assertThat(pagina.locator("#veredito")).hasAttribute("data-estado", "antigo");
        pagina.click("nav a[href='#pedidos']");

        var comando = pagina.locator("#aviso-geral pre").first().innerText();
        broker.para();
        var recuperou = Execucao.doBash(comando);
        assertThat(recuperou.codigo()).as(recuperou.saida()).isZero();
        broker.volta();
        tudoEmOrdem();
        dezPedidosSeVeem();
    }

    @Test
    @Order(9)
    void oFimQueOLogPerdeuEDito() {
        var broker = lab.pipeline().broker();
        var segmento = Disco.segmento(broker.pastaDoLog().orElseThrow().resolve(ORIGEM + "-0"));
        long antes = Disco.tamanho(segmento);
        umPedidoNaParticao(0);
        umPedidoNaParticao(0);
        estoque.mata();
        broker.mata();
        Disco.perdeOFim(segmento, Disco.tamanho(segmento) - antes - 50); // do primeiro dos dois fica um pedaço
        assertThat(aviso(pagina)).containsText("O Kafka não responde");
        broker.volta();
        assertThat(aviso(pagina)).containsText(Pattern.compile("às [\\d:]+, novos_pedidos-0 perdeu o fim"));
        estoque = lab.pipeline().inicia("estoque-service", "--estoque.tempo-processamento=0");
        pagina.click("nav a[href='#auditor']");
        // Lido de novo, o log tem outra vez o que se pulou, sabendo, em oQueNaoSeLe…: é um perdido, e o único.
        assertThat(pagina.locator("#veredito")).containsText("1 perdido, 0 duplicados");
        // Os 18 da DLT torta já não tinham origem; agora também os dois que se perderam depois de aprovados.
        assertThat(pagina.locator("[data-parcela=semOrigem]")).hasText("20");
        assertThat(pagina.locator("[data-parcela=duplicados]")).hasText("0");
    }

    @Test
    @Order(10)
    void umTopicoApagadoERecriadoEDito() {
        var admin = lab.pipeline().kafka().admin();
        pagina.click("nav a[href='#pedidos']");
        estoque.mata();
        espera(admin.deleteTopics(List.of(ORIGEM)).all());
        assertThat(aviso(pagina)).containsText("Faltam os tópicos novos_pedidos");
        assertThat(pagina.locator("#contato")).hasAttribute("data-estado", "alerta");
        pagina.click("#enviar-pedidos");
        assertThat(pagina.locator("#resultado-pedidos"))
                .containsText("Não enviei: O tópico novos_pedidos não existe. Crie-o com: ");
        lab.pipeline().kafka().cria(ORIGEM, 6, Topico.NOVOS_PEDIDOS.configuracoes());
        assertThat(aviso(pagina)).containsText("o tópico novos_pedidos foi apagado");
        assertThat(pagina.locator(".topico[data-etapa=estoque] b").first()).hasText("0");
        estoque = lab.pipeline().inicia("estoque-service", "--estoque.tempo-processamento=0");
    }

    private void dezPedidosSeVeem() {
        pagina.click("#enviar-pedidos");
        assertThat(pagina.locator("#resultado-pedidos")).containsText("10 pedidos confirmados");
        enviados += 10;
        avisados();
    }

    private void umPedidoNaParticao(int particao) {
        var id = UUID.randomUUID().toString();
        espera(lab.pipeline().kafka().envia(ORIGEM, particao, bytes(id), bytes(Pipeline.novo(id))));
        enviados++;
        avisados();
    }

    private void avisados() {
        assertThat(pagina.locator(".topico.fim > p b"))
                .hasText(String.format(Locale.forLanguageTag("pt-BR"), "%,d", enviados));
    }

    /** Nada a dizer, ninguém parado, todos avisados. */
    private void tudoEmOrdem() {
        avisados();
        assertThat(aviso(pagina)).isHidden();
        assertThat(pagina.locator("#contato")).hasAttribute("data-estado", "bom");
        assertThat(grupo("estoque").locator(".estado")).containsText("estável");
    }

    private static void semVerde(Page pagina) {
        assertThat(pagina.locator("#contato")).hasAttribute("data-estado", "alerta");
        assertThat(pagina.locator("#contato")).containsText("aviso");
    }

    private Locator grupo(String etapa) {
        return pagina.locator(".grupo[data-etapa=%s]".formatted(etapa));
    }

    private Locator particao(String etapa, int numero) {
        return pagina.locator(".topico[data-etapa=%s] .particao .esperando".formatted(etapa))
                .nth(numero);
    }

    private static Locator aviso(Page pagina) {
        return pagina.locator("#aviso-geral");
    }

    private int naDlt() {
        return lab.pipeline()
                .kafka()
                .confirmados(Topico.NOVOS_PEDIDOS.dlt().nome())
                .size();
    }

    /** Um registro da composição de um grupo que não se lê, em cada partição. Só este client.id pode escrever num tópico interno. */
    private void estragaOsGrupos() {
        var topico = "__consumer_offsets";
        var configuracao = Map.<String, Object>of(
                "bootstrap.servers", lab.pipeline().broker().servidores(), "client.id", "__admin_client");
        try (var produtor = new KafkaProducer<>(configuracao, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var particao : produtor.partitionsFor(topico)) {
                espera(produtor.send(new ProducerRecord<>(
                        topico, particao.partition(), new byte[] {0, 3, 2, 'g'}, new byte[] {0, 0})));
            }
        }
    }

    private KafkaProducer<byte[], byte[]> transacional() {
        var produtor = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        lab.pipeline().broker().servidores(),
                        "transactional.id",
                        "de-fora",
                        "transaction.timeout.ms",
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        produtor.initTransactions();
        return produtor;
    }

    private KafkaProducer<byte[], byte[]> produtor(String compressao, int lote) {
        return new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        lab.pipeline().broker().servidores(),
                        "compression.type",
                        compressao,
                        "max.request.size",
                        16_000_000,
                        "batch.size",
                        lote,
                        "acks",
                        "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static String saldo(String cliente, String valor) {
        return """
                {"cliente_id":"%s","saldo":%s,"timestamp":"2025-10-14T15:20:57"}""".formatted(cliente, valor);
    }
}
