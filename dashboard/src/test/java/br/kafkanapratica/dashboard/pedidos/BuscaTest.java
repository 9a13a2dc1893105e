package br.kafkanapratica.dashboard.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.juiz.identidade.Identidade;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuscaTest {

    @Test
    void oComecoDeUmSoBasta() {
        var busca = new Busca("abcd");
        busca.ve(registro("novos_pedidos", 1, bytes("abcd-1"), new RecordHeaders()));
        busca.ve(registro("pedidos_aprovados", 0, bytes("abcd-1"), new RecordHeaders()));
        busca.ve(registro("novos_pedidos", 2, bytes("outro"), new RecordHeaders()));
        assertThat(busca.caminho(true).id()).isEqualTo("abcd-1");
        assertThat(busca.caminho(true).passagens()).hasSize(2);
    }

    @Test
    void osQueComecamIgualSaoDitosEOExatoVenceOsOutros() {
        var busca = new Busca("ab");
        busca.ve(registro("novos_pedidos", 1, bytes("abc"), new RecordHeaders()));
        busca.ve(registro("novos_pedidos", 2, bytes("abd"), new RecordHeaders()));
        assertThat(busca.caminho(true).comecamAssim()).containsExactly("abc", "abd");
        assertThat(busca.caminho(true).passagens()).isEmpty();
        busca.ve(registro("novos_pedidos", 3, bytes("ab"), new RecordHeaders()));
        assertThat(busca.caminho(true).id()).isEqualTo("ab");
        assertThat(busca.caminho(true).passagens()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"novos_pedidos-0@42", "@42"})
    void oSemChaveSeSeguePelaOrigemAteADlt(String procurado) {
        var busca = new Busca(procurado);
        busca.ve(registro("novos_pedidos", 42, null, new RecordHeaders()));
        busca.ve(registro(
                "novos_pedidos-dlt",
                7,
                null,
                new RecordHeaders()
                        .add(HeaderDaDlt.TOPICO, bytes("novos_pedidos"))
                        .add(HeaderDaDlt.PARTICAO, bytes("0"))
                        .add(HeaderDaDlt.OFFSET, bytes("42"))
                        .add(HeaderDaDlt.CAUSA, null)));
        var passagens = busca.caminho(true).passagens();
        assertThat(passagens)
                .extracting(Caminho.Passagem::topico)
                .containsExactly("novos_pedidos", "novos_pedidos-dlt");
        assertThat(passagens.get(1).causa()).isNull();
        assertThat(passagens.get(1).valor()).isNull();
    }

    /** O que a ficha mostra e o clique procura: qualquer chave se acha pelo nome dela. */
    @Test
    void qualquerChaveSeAchaPeloNomeMostrado() {
        for (byte[] chave :
                new byte[][] {bytes("ação"), bytes("x".repeat(5_000)), {(byte) 0xff, (byte) 0xfe}, bytes("…"), {}}) {
            var nome = Identidade.de(chave, "novos_pedidos", 0, 1).nome();
            var busca = new Busca(nome);
            busca.ve(registro("novos_pedidos-dlt", 1, chave, new RecordHeaders().add(HeaderDaDlt.CAUSA, null)));
            busca.ve(registro("novos_pedidos-dlt", 2, bytes("outra"), new RecordHeaders()));
            assertThat(busca.caminho(true).passagens()).as(nome).hasSize(1);
        }
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> registro(String topico, long offset, byte[] chave, Headers headers) {
        return new ConsumerRecord<>(
                topico, 0, offset, 1L, TimestampType.CREATE_TIME, 0, 0, chave, null, headers, Optional.empty());
    }
}
