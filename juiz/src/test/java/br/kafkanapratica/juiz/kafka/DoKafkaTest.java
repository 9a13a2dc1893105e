package br.kafkanapratica.juiz.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.pedidos.Registro;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoKafkaTest {

    @Test
    void oQueNaoSeLeConfirmadoEstaDesfeitoSeOFimEstavelJaPassouPorEleEAbertoSeNao() {
        var log = List.of(
                registro("pedidos_aprovados", 0, "a", "{}"),
                registro("pedidos_aprovados", 1, "a", "{}"),
                registro("pedidos_aprovados", 3, "b", "{}"));

        assertThat(DoKafka.registros(log, List.of(log.get(1)), Map.of(new TopicPartition("pedidos_aprovados", 0), 3L)))
                .extracting(Registro::estado)
                .containsExactly(Estado.DESFEITO, Estado.CONFIRMADO, Estado.ABERTO);
    }

    @Test
    void aMarcaEADoPedidoEAtravessaAsEtapas() {
        var novo = registro(
                "novos_pedidos", 0, "a", "{\"id_pedido\":\"a\",\"cliente\":\"c\",\"produto\":\"p\",\"quantidade\":2}");
        var aprovado = registro(
                "pedidos_aprovados",
                7,
                "a",
                "{\"id_pedido\":\"a\",\"extra\":{\"cliente\":\"x\"},\"cliente\":\"c\",\"produto\":\"p\",\"quantidade\":2,\"aprovado_em\":\"agora\"}");

        assertThat(DoKafka.registro(novo).marca()).isEqualTo("c/p/2");
        assertThat(DoKafka.registro(aprovado).marca()).isEqualTo("c/p/2");
        assertThat(List.of("[1]", "{\"cliente\":", "não é JSON", ""))
                .allSatisfy(texto -> assertThat(DoKafka.registro(registro("novos_pedidos", 0, "a", texto))
                                .marca())
                        .isEmpty());
    }

    @Test
    void aDltDizDeOndeVeio() {
        var rejeitado = registro("novos_pedidos-dlt", 4, null, null);
        rejeitado
                .headers()
                .add(HeaderDaDlt.TOPICO, bytes("novos_pedidos"))
                .add(HeaderDaDlt.PARTICAO, bytes("2"))
                .add(HeaderDaDlt.OFFSET, bytes("9"));
        var origem = new ConsumerRecord<byte[], byte[]>("novos_pedidos", 2, 9, null, bytes("lixo"));

        assertThat(DoKafka.registro(rejeitado).origem()).isEqualTo(new Lugar("novos_pedidos", 2, 9));
        assertThat(DoKafka.registro(rejeitado).quem())
                .as("sem chave, é quem estava naquela posição")
                .isEqualTo(DoKafka.registro(origem).quem());

        var semHeaders = registro("novos_pedidos-dlt", 4, "a", null);
        semHeaders.headers().add(HeaderDaDlt.PARTICAO, bytes("muitas"));
        assertThat(DoKafka.registro(semHeaders).origem()).isNull();
    }

    @Test
    void deContasVemOQueOContratoDiz() {
        var log = List.of(
                registro(
                        "contas",
                        0,
                        "1",
                        "{\"cliente_id\":\"1\",\"saldo\":1.50,\"timestamp\":\"2025-10-14T15:20:57\"}"),
                registro("contas", 1, "1", "{"),
                registro("contas", 2, "1", null),
                registro("contas", 3, null, "{}"));

        assertThat(DoKafka.contas(log, log, Map.of()))
                .as("sem chave não é de ninguém")
                .satisfiesExactly(
                        valido -> assertThat(valido.conteudo()).isInstanceOf(RegistroDeContas.Valido.class),
                        malformado -> {
                            assertThat(malformado.conteudo()).isInstanceOf(RegistroDeContas.Malformado.class);
                            assertThat(malformado.valor()).isEqualTo("{");
                        },
                        removido -> {
                            assertThat(removido.conteudo()).isInstanceOf(RegistroDeContas.Removido.class);
                            assertThat(removido.lugar()).isEqualTo(new Lugar("contas", 0, 2));
                            assertThat(removido.timestamp()).isEqualTo(Instant.ofEpochMilli(-1));
                        });
    }

    private static ConsumerRecord<byte[], byte[]> registro(
            String topico, long offset, @Nullable String chave, @Nullable String valor) {
        return new ConsumerRecord<>(
                topico, 0, offset, chave == null ? null : bytes(chave), valor == null ? null : bytes(valor));
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }
}
