package br.kafkanapratica.dashboard.saldos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** O que o formulário recusa, com as palavras do producer: nada chega ao Kafka, que por isso nem existe aqui. */
class SaldosControllerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 1.234 | Não entendi o valor: \"1.234\" é ambíguo. Escreva 1234,00",
                "5 | 1,234.56 | Não entendi o valor: \"1,234.56\" não é um número brasileiro",
                "5 | abc | Não entendi o valor: \"abc\" não é um valor em reais",
                "5 | 1000000000000000 | Não entendi o valor: \"1000000000000000\" tem dígitos demais",
                "5 |  | Não entendi o valor: \"\" não é um valor em reais",
                " | 10 | Não entendi o cliente: o ID do cliente não pode ser vazio",
                "a\u0000b | 10 | Não entendi o cliente: o ID do cliente tem caracteres de controle",
            })
    void recusaOMesmoQueOProducerComOMesmoConselho(String clienteId, String valor, String detalhe) {
        recusa(clienteId, valor, detalhe);
    }

    @Test
    void recusaOIdGrandeDemais() {
        recusa("x".repeat(201), "10", "Não entendi o cliente: o ID do cliente tem 201 caracteres, e o máximo é 200");
    }

    private static void recusa(String clienteId, String valor, String detalhe) {
        var controller = new SaldosController(null, null, Clock.systemUTC());
        assertThatThrownBy(() -> controller.escreve(new SaldosController.Pedido(clienteId, valor)))
                .isInstanceOfSatisfying(ErrorResponseException.class, recusa -> {
                    assertThat(recusa.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
                    assertThat(recusa.getBody().getDetail()).startsWith(detalhe);
                });
    }
}
