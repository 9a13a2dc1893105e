package br.kafkanapratica.dashboard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.auditor.Etapa;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
                    assertThat(grupo.esperando() + grupo.marcas() + grupo.aFrente())
                            .as(onde)
                            .isEqualTo(grupo.lag());
                    assertThat(grupo.marcas()).as(onde).isNotNegative();
                }
                for (int i = 0; i < Etapa.values().length; i++) {
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
                            .add("dlt-topico", particao)
                            .add("dlt-particao", particao)
                            .add("dlt-offset", offset)
                            .add("dlt-causa", null);
                    kafka.escreve(Etapa.ESTOQUE.dlt(), 0, chave, headers, Long.MIN_VALUE);
                }
            }
        }
        kafka.escreve(Etapa.ESTOQUE.topico(), 0, null, new RecordHeaders(), Long.MAX_VALUE);
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
                .add("dlt-topico", "novos_pedidos".getBytes(StandardCharsets.UTF_8))
                .add("dlt-particao", "0".getBytes(StandardCharsets.UTF_8))
                .add("dlt-offset", "0".getBytes(StandardCharsets.UTF_8));
        kafka.escreve(Etapa.ESTOQUE.topico(), 0, null, new RecordHeaders(), 1);
        kafka.escreve(Etapa.ESTOQUE.dlt(), 1, null, headers, 1);
        kafka.acabaDeLer();
        kafka.acabaDeLer();

        var quadro = painel.quadro();
        assertThat(quadro.auditor().fecha()).isTrue();
        assertThat(quadro.auditor().naDlt()).isEqualTo(1);
        assertThat(quadro.auditor().semOrigem()).isZero();
        assertThat(quadro.topicos().get(0).rejeitados()).containsExactly("novos_pedidos-0@0");
    }

    @Test
    void oQueNaoSeLeEDitoEOsPedidosDeLaNaoSaoPerdidos() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        var aprovados = new TopicPartition(Etapa.PAGAMENTO.topico(), 0);
        for (int i = 0; i < 3; i++) {
            kafka.escreve(Etapa.ESTOQUE.topico(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
            kafka.escreve(aprovados.topic(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        kafka.gravou(Etapa.ESTOQUE, 0, 3);
        kafka.ilegivel(new TrechoIlegivel(aprovados, 1, "CRC"));
        kafka.acabaDeLer();

        var quadro = painel.quadro();
        assertThat(quadro.problemas())
                .singleElement()
                .asString()
                .contains("pedidos_aprovados-0", "do offset 1 em diante", "CRC");
        assertThat(quadro.auditor().perdidos()).isZero();
        assertThat(quadro.auditor().ressalva()).contains("não conto pedidos_aprovados-0 do offset 1");
        assertThat(quadro.auditor().fecha()).isTrue();
    }

    @Test
    void enquantoLeOHistoricoNaoMostraNumeroNenhum() {
        var kafka = new KafkaDeMentira(new Random(1));
        var painel = kafka.painel();
        for (int i = 0; i < 100; i++) {
            kafka.escreve(Etapa.ESTOQUE.topico(), i % 2, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        kafka.recomeca();
        kafka.le(new TopicPartition(Etapa.ESTOQUE.topico(), 0), 25);
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
            kafka.escreve(Etapa.NOTIFICACAO.topico(), 0, KafkaDeMentira.bytes("p" + i), new RecordHeaders(), 1);
        }
        kafka.gravou(Etapa.NOTIFICACAO, 0, 4);
        kafka.acabaDeLer();
        assertThat(painel.recomecar()).isFalse();
        assertThat(painel.quadro().auditor().concluidos()).isEqualTo(4);
        kafka.gravou(Etapa.NOTIFICACAO, 0, 2);
        kafka.acabaDeLer();
        assertThat(painel.recomecar()).isTrue();
    }

    @Test
    void asEscritasEmContasNaoEsperamPorCorteNenhum() {
        var painel = new KafkaDeMentira(new Random(1)).painel();
        long antes = painel.versao();
        painel.recebe(List.of(new ConsumerRecord<>(
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
                java.util.Optional.empty())));
        assertThat(painel.quadro().contas().ultimas()).containsExactly(new Quadro.Escrita("1", 0, 7));
        assertThat(painel.versao()).isGreaterThan(antes);
        assertThat(Map.of("escritas", painel.quadro().contas().escritas())).containsEntry("escritas", 1L);
    }
}
