package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.HeaderDaDlt;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A biblioteca não conhece os contratos deste sistema; o que ela escreve na DLT tem de ser o que aqui se lê. No pacote dela, para a ver. */
class HeadersDaDltTest {

    @Test
    void osHeadersQueABibliotecaEscreveSaoOsDoContrato() {
        var registro = new ConsumerRecord<>("novos_pedidos", 2, 7, new byte[] {1}, new byte[] {2});
        var rejeicao = Rejeicao.esgotada(new IllegalStateException("não serve"));
        var escrito = new RegistroDaDlt("estoque-service", "novos_pedidos-dlt").inteiro(registro, rejeicao, 3);

        Map.of(
                        HeaderDaDlt.CAUSA, "não serve",
                        HeaderDaDlt.SERVICO, "estoque-service",
                        HeaderDaDlt.TOPICO, "novos_pedidos",
                        HeaderDaDlt.PARTICAO, "2",
                        HeaderDaDlt.OFFSET, "7",
                        HeaderDaDlt.EXCECAO, "java.lang.IllegalStateException")
                .forEach((header, valor) -> assertThat(
                                escrito.headers().lastHeader(header).value())
                        .as(header)
                        .isEqualTo(valor.getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(escrito.headers().lastHeader(HeaderDaDlt.PILHA).value(), StandardCharsets.UTF_8))
                .startsWith("java.lang.IllegalStateException: não serve")
                .contains("HeadersDaDltTest");
    }
}
