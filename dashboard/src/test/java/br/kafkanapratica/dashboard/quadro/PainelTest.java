package br.kafkanapratica.dashboard.quadro;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.alertas.Problema;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** O painel diante de um Kafka de mentira, que escreve, confirma e responde quando o acaso quer. */
class PainelTest {

    /** Nenhum quadro se contradiz, em nenhum ponto de nenhuma história. */
    @Test
    void cadaQuadroEUmInstanteSo() {
        long semente = Long.getLong("semente", System.nanoTime());
        System.out.println("PainelTest: -Dsemente=" + semente);
        for (int historia = 0; historia < 40; historia++) {
            var acaso = new Random(semente + historia);
            var kafka = new KafkaDeMentira(acaso);
            var painel = kafka.painel();
            long avisados = 0;
            for (int passo = 0; passo < 200; passo++) {
                kafka.passo();
                var quadro = painel.quadro();
                var onde = "-Dsemente=%d, história %d, passo %d".formatted(semente, historia, passo);
                assertThat(quadro.auditor().fecha()).as(onde).isTrue();
                assertThat(quadro.auditor().concluidos())
                        .as(onde)
                        .isGreaterThanOrEqualTo(avisados)
                        .isLessThanOrEqualTo(kafka.avisados());
                assertThat(quadro.auditor().perdidos()).as(onde).isZero();
                assertThat(quadro.auditor().duplicados()).as(onde).isZero();
                avisados = quadro.auditor().concluidos();
                for (var grupo : quadro.grupos()) {
                    assertThat(grupo.esperando()
                                    + grupo.marcas()
                                    + grupo.aFrente()
                                    + grupo.abertos()
                                    + grupo.ilegiveis())
                            .as(onde)
                            .isEqualTo(grupo.lag());
                    assertThat(grupo.marcas()).as(onde).isNotNegative();
                }
                for (int i = 0; i < EtapaDoPipeline.values().length; i++) {
                    assertThat(quadro.topicos().get(i).particoes().stream()
                                    .mapToLong(Quadro.Particao::esperando)
                                    .sum())
                            .as(onde)
                            .isEqualTo(quadro.grupos().get(i).esperando());
                }
            }
            kafka.acabaTudo();
            var fim = painel.quadro();
            assertThat(fim.kafka().lido()).isEqualTo(100);
            assertThat(fim.auditor().enviados()).isEqualTo(kafka.enviados());
            assertThat(fim.auditor().concluidos() + fim.auditor().naDlt())
                    .as("-Dsemente=%d, história %d", semente, historia)
                    .isEqualTo(kafka.enviados());
        }
    }

    @Test
    void nenhumRegistroPorEstranhoQueSejaParaALeitura() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        var esquisitos = new ArrayList<byte[]>();
        esquisitos.add(null);
        for (var texto : List.of("", "-1", "2147483648", "9223372036854775808", "1e9", "NaN", "x".repeat(10_000))) {
            esquisitos.add(texto.getBytes(StandardCharsets.UTF_8));
        }
        esquisitos.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        for (var particao : esquisitos) {
            for (var offset : esquisitos) {
                for (byte[] chave : new byte[][] {null, {}, {(byte) 0xc0, (byte) 0x80}, new byte[100_000]}) {
                    var headers = new RecordHeaders()
                            .add(HeaderDaDlt.TOPICO, particao)
                            .add(HeaderDaDlt.PARTICAO, particao)
                            .add(HeaderDaDlt.OFFSET, offset)
                            .add(HeaderDaDlt.CAUSA, null);
                    kafka.escreve(EtapaDoPipeline.ESTOQUE.dlt().nome(), 0, chave, headers, Long.MIN_VALUE);
                }
            }
        }
        kafka.escreve(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, null, new RecordHeaders(), Long.MAX_VALUE);
        kafka.acabaDeLer();

        var quadro = painel.quadro();
        assertThat(quadro.auditor().naDlt()).isEqualTo((long) esquisitos.size() * esquisitos.size() * 4);
        assertThat(quadro.auditor().enviados()).isEqualTo(1);
        assertThat(quadro.problemas()).isEmpty();
    }

    @Test
    void oRejeitadoSemChaveEOMesmoDaOrigem() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        var headers = new RecordHeaders()
                .add(HeaderDaDlt.TOPICO, "novos_pedidos".getBytes(StandardCharsets.UTF_8))
                .add(HeaderDaDlt.PARTICAO, "0".getBytes(StandardCharsets.UTF_8))
                .add(HeaderDaDlt.OFFSET, "0".getBytes(StandardCharsets.UTF_8));
        kafka.escreve(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, null, new RecordHeaders(), 1);
        kafka.escreve(EtapaDoPipeline.ESTOQUE.dlt().nome(), 1, null, headers, 1);
        kafka.acabaDeLer();
        kafka.acabaDeLer();

        var quadro = painel.quadro();
        assertThat(quadro.auditor().fecha()).isTrue();
        assertThat(quadro.auditor().naDlt()).isEqualTo(1);
        assertThat(quadro.auditor().semOrigem()).isZero();
        assertThat(quadro.topicos().get(0).rejeitados()).containsExactly("novos_pedidos-0@0");
    }

    /** O estoque fez três pedidos; devolve onde estão os resultados. */
    private static TopicPartition tresAprovados(KafkaDeMentira kafka) {
        var aprovados = new TopicPartition(EtapaDoPipeline.PAGAMENTO.entrada().nome(), 0);
        for (int i = 0; i < 3; i++) {
            kafka.escreve(
                    EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
            kafka.escreve(aprovados.topic(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        kafka.gravou(EtapaDoPipeline.ESTOQUE, 0, 3);
        return aprovados;
    }

    @Test
    void oQueNaoSeLeEDitoEOsPedidosDeLaNaoSaoPerdidos() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        var aprovados = tresAprovados(kafka);
        kafka.ilegivel(new TrechoIlegivel(aprovados, 1, "CRC"));
        kafka.acabaDeLer();

        var quadro = painel.quadro();
        assertThat(quadro.problemas())
                .singleElement()
                .asString()
                .contains("pedidos_aprovados-0", "do offset 1 em diante", "CRC", "pagamento-service");
        assertThat(quadro.auditor().perdidos()).isZero();
        assertThat(quadro.auditor().ressalva()).contains("não conto pedidos_aprovados-0 do offset 1");
        assertThat(quadro.auditor().fecha()).isTrue();
    }

    /** De uma partição que nenhum broker no ar tem não se sabe o fim: os resultados podem estar lá. */
    @Test
    void semLiderOsPedidosQuePodemEstarLaNaoSaoPerdidos() {
        var kafka = new KafkaDeMentira(new Random(1));
        var aprovados = tresAprovados(kafka);
        kafka.semLider(aprovados);
        kafka.recomeca();
        kafka.acabaDeLer();

        var auditor = kafka.painel().quadro().auditor();
        assertThat(auditor.perdidos()).isZero();
        assertThat(auditor.ressalva()).contains("pedidos_aprovados-0", "nenhum broker no ar a tem");
        assertThat(auditor.completo()).isFalse();
    }

    /** O que falhava: dezoito registros de fora na DLT, e o gráfico dizia que dezoito tinham esperado dez minutos. */
    @Test
    void umResultadoSemOrigemNaoInventaQuemEsperou() {
        var kafka = new KafkaDeMentira(new Random(1));
        kafka.passa(Duration.ofSeconds(1));
        long agora = kafka.painel().quadro().agora();
        for (int i = 0; i < 3; i++) {
            kafka.escreve(
                    EtapaDoPipeline.ESTOQUE.dlt().nome(),
                    0,
                    KafkaDeMentira.bytes("fora" + i),
                    new RecordHeaders(),
                    agora);
        }
        kafka.acabaDeLer();
        assertThat(kafka.painel().historico().estoque()).containsOnly(0L);

        // A origem lida depois do resultado: esperou, sim, do instante de uma ao do outro.
        kafka.escreve(
                EtapaDoPipeline.ESTOQUE.entrada().nome(),
                0,
                KafkaDeMentira.bytes("fora0"),
                new RecordHeaders(),
                agora - 5_000);
        kafka.acabaDeLer();
        assertThat(kafka.painel().historico().estoque())
                .filteredOn(espera -> espera == 1)
                .hasSize(5);
    }

    /** Só a marca é marca: o que não se lê podem ser pedidos. */
    @Test
    void oQueNaoSeLeNaoSeChamaDeMarcaDeTransacao() {
        var kafka = new KafkaDeMentira(new Random(1));
        for (int i = 0; i < 5; i++) {
            kafka.escreve(
                    EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        kafka.ilegivel(new TrechoIlegivel(
                new TopicPartition(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0), 2, "CRC"));
        kafka.acabaDeLer();

        var quadro = kafka.painel().quadro();
        assertThat(quadro.grupos().get(0))
                .extracting(Quadro.Grupo::lag, Quadro.Grupo::esperando, Quadro.Grupo::ilegiveis, Quadro.Grupo::marcas)
                .containsExactly(5L, 2L, 3L, 0L);
        assertThat(quadro.topicos().get(0).particoes())
                .extracting(Quadro.Particao::naoSeLeDe)
                .containsExactly(2L, null);
    }

    @Test
    void sondadoOTrechoODitoTrazOComandoEQuemOUsaFazAPaginaSeguir() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        for (int i = 0; i < 5; i++) {
            kafka.escreve(
                    EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        var trecho = new TrechoIlegivel(
                new TopicPartition(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0), 2, "Record is corrupt (crc)");
        kafka.ilegivel(trecho);
        kafka.acabaDeLer();
        assertThat(kafka.vigilancia().porSondar()).containsExactly(trecho);
        kafka.vigilancia().sondado(trecho, 4);
        assertThat(kafka.vigilancia().porSondar()).isEmpty();
        assertThat(painel.quadro().problemas()).singleElement().satisfies(problema -> {
            assertThat(problema.texto())
                    .contains("nos offsets 2 a 3", "danificado no disco", "estoque-service também espera", "perdê-los");
            assertThat(problema.comando())
                    .endsWith("--group grupo_estoque --topic novos_pedidos:0 --to-offset 4 --execute");
        });
        assertThat(kafka.vigilancia().porPular()).as("ninguém mandou").isEmpty();

        kafka.gravou(EtapaDoPipeline.ESTOQUE, 0, 4);
        kafka.acabaDeLer();
        assertThat(kafka.vigilancia().porPular()).containsExactly(Map.entry(trecho.particao(), 4L));
        kafka.consertado();
        kafka.acabaDeLer();
        assertThat(painel.quadro().auditor().ressalva())
                .isEqualTo("os offsets 2 a 3 de novos_pedidos-0 não se leem, e foram pulados");
        assertThat(painel.quadro().auditor().completo()).isFalse();
    }

    /** O que falhava: um registro grande demais só para o dashboard, e a página dizia para sempre que a etapa esperava ali. */
    @Test
    void quemJaPassouDoQueODashboardNaoLeNaoEsperaAli() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        for (int i = 0; i < 3; i++) {
            kafka.escreve(
                    EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        var trecho = new TrechoIlegivel(
                new TopicPartition(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0),
                1,
                "java.lang.OutOfMemoryError: Java heap space");
        kafka.ilegivel(trecho);
        kafka.acabaDeLer();
        assertThat(painel.quadro().problemas())
                .singleElement()
                .extracting(Problema::texto)
                .asString()
                .contains("o estoque-service também espera ali");

        kafka.gravou(EtapaDoPipeline.ESTOQUE, 0, 2);
        kafka.acabaDeLer();
        kafka.vigilancia().sondado(trecho, 2);
        assertThat(painel.quadro().problemas()).singleElement().satisfies(problema -> {
            assertThat(problema.texto())
                    .contains("o estoque-service já passou dali")
                    .doesNotContain("espera ali");
            assertThat(problema.comando()).as("não há o que pular").isNull();
        });
    }

    /** E o que ele não lê não explica por que a etapa, que passou dali, parou mais adiante. */
    @Test
    void oQueSoODashboardNaoLeNaoEscondeUmaEtapaParada() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        for (int particao = 0; particao < 2; particao++) {
            kafka.escreve(
                    EtapaDoPipeline.ESTOQUE.entrada().nome(),
                    particao,
                    KafkaDeMentira.bytes("p" + particao),
                    new RecordHeaders(),
                    1);
        }
        kafka.ilegivel(new TrechoIlegivel(
                new TopicPartition(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0), 0, "OutOfMemoryError"));
        kafka.gravou(EtapaDoPipeline.ESTOQUE, 0, 1);
        kafka.entra(EtapaDoPipeline.ESTOQUE, "membro");
        kafka.acabaDeLer();
        kafka.passa(KafkaDeMentira.PACIENCIA.multipliedBy(2));
        assertThat(painel.quadro().problemas())
                .extracting(Problema::texto)
                .anyMatch(texto -> texto.contains("o estoque-service está no grupo, mas"));
    }

    /** A conta de um milhão de pedidos pode demorar; a página, não. */
    @Test
    void nenhumQuadroEsperaPelaConta() throws Exception {
        var kafka = new KafkaDeMentira(new Random(1));
        synchronized (kafka.livro()) { // alguém está fazendo a conta
            var quadro = CompletableFuture.supplyAsync(kafka.painel()::quadro);
            assertThat(quadro.get(1, TimeUnit.MINUTES).kafka().servidores()).isEqualTo("localhost:9092");
        }
    }

    @Test
    void semKafkaOConselhoVaiNoQuadro() {
        assertThat(new KafkaDeMentira(new Random(1)).painel().quadro().kafka().semKafka())
                .startsWith("Para subi-lo: ./start.sh");
    }

    @Test
    void quemEstaNoGrupoENaoAndaEDito_comACausaQueSeVeNoDestino() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        kafka.entra(EtapaDoPipeline.ESTOQUE, "membro");
        kafka.passa(KafkaDeMentira.PACIENCIA.multipliedBy(2)); // sem nada a fazer ninguém está parado
        kafka.escreve(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, KafkaDeMentira.bytes("a"), new RecordHeaders(), 1);
        kafka.escreve(EtapaDoPipeline.ESTOQUE.entrada().nome(), 1, KafkaDeMentira.bytes("b"), new RecordHeaders(), 1);
        kafka.acabaDeLer();
        kafka.passa(KafkaDeMentira.PACIENCIA.dividedBy(2));
        assertThat(painel.quadro().grupos().get(0).paradoDesde()).isNull();
        assertThat(painel.quadro().problemas()).isEmpty();

        kafka.passa(KafkaDeMentira.PACIENCIA);
        assertThat(painel.quadro().grupos().get(0).paradoDesde()).isNotNull();
        assertThat(painel.quadro().problemas())
                .singleElement()
                .satisfies(problema -> assertThat(problema.texto()).contains("estoque-service", "[ESTOQUE]"));

        assertThat(kafka.vigilancia().porConferir()).hasSize(2);
        var estragado = new TopicPartition(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0);
        kafka.vigilancia().conferido(estragado, 0, Optional.of(new TrechoIlegivel(estragado, 0, "crc")));
        assertThat(painel.quadro().problemas())
                .singleElement()
                .satisfies(problema -> assertThat(problema.texto()).startsWith("novos_pedidos-0 não se lê"));
        kafka.vigilancia().conferido(estragado, 0, Optional.empty());
        assertThat(kafka.vigilancia().porConferir()).hasSize(1);

        kafka.queixa("pedidos_aprovados", new Problema("tem retention.ms=1", "não é isto"));
        assertThat(painel.quadro().problemas()).singleElement().satisfies(problema -> {
            assertThat(problema.texto()).doesNotContain("retention.ms").contains("[ESTOQUE], e na readiness");
            assertThat(problema.comando()).isNull();
        });
        kafka.queixa("pedidos_aprovados", new Problema("aceita mensagens de até 120 bytes", "conserta", true));
        assertThat(painel.quadro().problemas()).singleElement().satisfies(problema -> {
            assertThat(problema.texto())
                    .contains("pedidos_aprovados aceita mensagens de até 120 bytes", "[ESTOQUE], e na readiness");
            assertThat(problema.comando()).isEqualTo("conserta");
        });

        // Acabada uma partição e não a outra: com uma fila longa é o normal.
        kafka.escreve(EtapaDoPipeline.PAGAMENTO.entrada().nome(), 0, KafkaDeMentira.bytes("a"), new RecordHeaders(), 1);
        kafka.gravou(EtapaDoPipeline.ESTOQUE, 0, 1);
        kafka.acabaDeLer();
        assertThat(painel.quadro().grupos().get(0).paradoDesde()).isNull();
        assertThat(painel.quadro().problemas()).isEmpty();
    }

    /** Uma etapa que não consegue escrever desfaz a transação, sai do grupo e volta com outro nome. */
    @Test
    void quemEntraESaiDoGrupoSemFazerNadaEstaParado_eQuemSoSaiuNao() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        kafka.entra(EtapaDoPipeline.ESTOQUE, "primeiro");
        kafka.passa(Duration.ofSeconds(1));
        kafka.escreve(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0, KafkaDeMentira.bytes("a"), new RecordHeaders(), 1);
        kafka.acabaDeLer();
        kafka.sai(EtapaDoPipeline.ESTOQUE);
        kafka.passa(KafkaDeMentira.PACIENCIA.multipliedBy(2));
        assertThat(painel.quadro().grupos().get(0).paradoDesde()).as("morto").isNull();

        kafka.entra(EtapaDoPipeline.ESTOQUE, "segundo");
        kafka.passa(Duration.ofSeconds(2));
        assertThat(painel.quadro().grupos().get(0).paradoDesde())
                .as("acaba de entrar")
                .isNull();
        kafka.sai(EtapaDoPipeline.ESTOQUE);
        kafka.passa(Duration.ofSeconds(2));
        assertThat(painel.quadro().grupos().get(0).paradoDesde())
                .as("uma vez, pode ter sido morto")
                .isNull();

        kafka.entra(EtapaDoPipeline.ESTOQUE, "o mesmo, de volta");
        kafka.passa(Duration.ofSeconds(2));
        kafka.sai(EtapaDoPipeline.ESTOQUE);
        kafka.passa(Duration.ofSeconds(2));
        assertThat(painel.quadro().grupos().get(0).paradoDesde()).isNotNull();
        assertThat(painel.quadro().problemas())
                .singleElement()
                .satisfies(problema -> assertThat(problema.texto()).contains("entra e sai do grupo"));

        kafka.passa(Duration.ofSeconds(40));
        assertThat(painel.quadro().problemas()).as("já não volta").isEmpty();

        kafka.entra(EtapaDoPipeline.ESTOQUE, "terceiro");
        kafka.gravou(EtapaDoPipeline.ESTOQUE, 0, 1);
        kafka.escreve(EtapaDoPipeline.PAGAMENTO.entrada().nome(), 0, KafkaDeMentira.bytes("a"), new RecordHeaders(), 1);
        kafka.acabaDeLer();
        assertThat(painel.quadro().problemas()).isEmpty();
    }

    @Test
    void aTransacaoQueNaoAcabaEDita_eOQueElaSeguraNaoEMarca() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        kafka.escreve(EtapaDoPipeline.ESTOQUE.entrada().nome(), 1, KafkaDeMentira.bytes("a"), new RecordHeaders(), 1);
        kafka.seguraNoFim(EtapaDoPipeline.ESTOQUE.entrada().nome(), 1);
        kafka.escreve(
                EtapaDoPipeline.ESTOQUE.entrada().nome(), 1, KafkaDeMentira.bytes("preso"), new RecordHeaders(), 1);
        kafka.acabaDeLer();
        assertThat(painel.quadro().problemas()).as("um instante não é demora").isEmpty();
        assertThat(painel.quadro().grupos().get(0))
                .extracting(Quadro.Grupo::lag, Quadro.Grupo::esperando, Quadro.Grupo::abertos, Quadro.Grupo::marcas)
                .containsExactly(2L, 1L, 1L, 0L);

        kafka.passa(KafkaDeMentira.PACIENCIA.plusSeconds(1));
        assertThat(painel.quadro().problemas()).singleElement().satisfies(problema -> {
            assertThat(problema.texto()).contains("transação aberta em novos_pedidos-1", "offset 1");
            assertThat(problema.comando())
                    .isEqualTo(
                            "java -jar broker-local/target/broker-local.jar transactions abort --topic novos_pedidos --partition 1 --start-offset 1");
        });

        kafka.solta();
        kafka.acabaDeLer();
        assertThat(painel.quadro().problemas()).isEmpty();
        assertThat(painel.quadro().grupos().get(0).esperando()).isEqualTo(2);
    }

    @Test
    void aTransacaoAbertaEDaEtapaEmCujosResultadosEscreveu() {
        var kafka = new KafkaDeMentira(new Random(1));
        kafka.seguraNoFim(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0);
        kafka.seguraNoFim(EtapaDoPipeline.PAGAMENTO.entrada().nome(), 1);
        kafka.acabaDeLer();
        assertThat(kafka.painel().quadro().grupos())
                .extracting(grupo -> grupo.transacoes().stream()
                        .map(Quadro.Transacao::particoes)
                        .toList())
                .containsExactly(List.of(List.of("pedidos_aprovados-1")), List.of(), List.of());
    }

    @Test
    void umKafkaQueRespondeMasNaoATudoNaoEstaForaDoAr() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        kafka.livro().semContato();
        kafka.livro().semFotografia("não disse os offsets");
        assertThat(painel.quadro().kafka().semContatoDesde()).isNull();
        assertThat(painel.quadro().problemas()).as("uma vez só não se diz").isEmpty();
        kafka.esperaSemFotografia(Duration.ofSeconds(6));
        kafka.livro().semFotografia("não disse os offsets");
        assertThat(painel.quadro().problemas())
                .singleElement()
                .satisfies(problema ->
                        assertThat(problema.texto()).contains("o Kafka responde, mas", "não disse os offsets"));
        kafka.acabaDeLer();
        assertThat(painel.quadro().problemas()).isEmpty();
    }

    @Test
    void enquantoLeOHistoricoNaoMostraNumeroNenhum() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        for (int i = 0; i < 100; i++) {
            kafka.escreve(
                    EtapaDoPipeline.ESTOQUE.entrada().nome(),
                    i % 2,
                    KafkaDeMentira.bytes("p" + i),
                    new RecordHeaders(),
                    1);
        }
        kafka.recomeca();
        kafka.le(new TopicPartition(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0), 25);
        var meio = painel.quadro();
        assertThat(meio.kafka().lido()).isEqualTo(25);
        assertThat(meio.instante()).isNull();
        assertThat(meio.auditor().enviados()).isZero();

        kafka.acabaDeLer();
        assertThat(painel.quadro().kafka().lido()).isEqualTo(100);
        assertThat(painel.quadro().auditor().enviados()).isEqualTo(100);
    }

    @Test
    void umOffsetQueVoltaAtrasPedeQueSeRecomece() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        for (int i = 0; i < 4; i++) {
            kafka.escreve(
                    EtapaDoPipeline.NOTIFICACAO.entrada().nome(),
                    0,
                    KafkaDeMentira.bytes("p" + i),
                    new RecordHeaders(),
                    1);
        }
        kafka.gravou(EtapaDoPipeline.NOTIFICACAO, 0, 4);
        kafka.acabaDeLer();
        assertThat(kafka.livro().recomecar()).isFalse();
        assertThat(painel.quadro().auditor().concluidos()).isEqualTo(4);
        kafka.gravou(EtapaDoPipeline.NOTIFICACAO, 0, 2);
        kafka.acabaDeLer();
        assertThat(kafka.livro().recomecar()).isTrue();
    }

    @Test
    void oQueSeApagouDoComecoDoLogJaNaoSeConta() {
        var kafka = new KafkaDeMentira(new Random(1));
        var entrada = EtapaDoPipeline.ESTOQUE.entrada().nome();
        for (int i = 0; i < 10; i++) {
            kafka.escreve(entrada, 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        kafka.acabaDeLer();
        assertThat(kafka.painel().quadro().auditor().enviados()).isEqualTo(10);

        kafka.apagaAntesDe(entrada, 0, 4);
        kafka.acabaDeLer();
        assertThat(kafka.livro().recomecar()).as("acabou de começar").isFalse();
        kafka.passa(Duration.ofMinutes(1));
        assertThat(kafka.livro().recomecar()).isTrue();
        kafka.recomeca();
        kafka.acabaDeLer();
        assertThat(kafka.painel().quadro().auditor().enviados()).isEqualTo(6);
        assertThat(kafka.livro().recomecar()).isFalse();
    }

    @Test
    void asEscritasEmContasNaoEsperamPorCorteNenhum() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        long antes = painel.versao();
        kafka.livro()
                .recebe(List.of(new ConsumerRecord<>(
                        Topico.CONTAS.nome(),
                        0,
                        7,
                        1L,
                        TimestampType.CREATE_TIME,
                        1,
                        0,
                        KafkaDeMentira.bytes("1"),
                        null,
                        new RecordHeaders(),
                        Optional.empty())));
        assertThat(painel.versao()).isGreaterThan(antes);
        assertThat(painel.quadro().contas().escritas()).isEqualTo(1);
    }
}
