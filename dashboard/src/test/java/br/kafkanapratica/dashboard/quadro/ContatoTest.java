package br.kafkanapratica.dashboard.quadro;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ContatoTest {

    private static final Instant ZERO = Instant.parse("2026-11-26T12:00:00Z");

    private final Contato contato = new Contato(ZERO);

    @Test
    void atePrimeiraRespostaNaoHaContato_eDepoisDeUmaHa() {
        assertThat(contato.perdidoDesde()).isEqualTo(ZERO);
        contato.fotografou();
        assertThat(contato.perdidoDesde()).isNull();
    }

    @Test
    void perdidoEstaDesdeAPrimeiraVez_eSoElaENovidade() {
        contato.fotografou();
        assertThat(contato.perdeu(ZERO.plusSeconds(1))).isTrue();
        assertThat(contato.perdeu(ZERO.plusSeconds(9))).isFalse();
        assertThat(contato.perdidoDesde()).isEqualTo(ZERO.plusSeconds(1));
    }

    @Test
    void quemRespondeENaoDizTudoNaoEstaPerdido_eSoSeDizSeDura() {
        contato.semFotografia("não respondeu a tempo", ZERO);
        assertThat(contato.perdidoDesde()).isNull();
        assertThat(contato.problema(ZERO.plusSeconds(4))).isEmpty();
        contato.semFotografia("outra causa", ZERO.plusSeconds(4));
        assertThat(contato.problema(ZERO.plusSeconds(5)))
                .hasValueSatisfying(
                        problema -> assertThat(problema.texto()).contains("o Kafka responde, mas", "(outra causa)"));
        contato.perdeu(ZERO.plusSeconds(6));
        assertThat(contato.problema(ZERO.plusSeconds(60)))
                .as("já é outra coisa")
                .isEmpty();
    }
}
