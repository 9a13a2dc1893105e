package br.kafkanapratica.experimentos.curso;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Momento.Cluster;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.fatos.Servico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** O líder que restou grava o que não pode confirmar, e o registro aparece quando outro broker volta. */
class DoisBrokersMorremTest {

    private static final Instant INICIO = Instant.parse("2025-10-14T15:20:57Z");
    private static final Registro ESCRITO = new Registro(
            new Lugar(Topico.CONTAS.nome(), 1, 7),
            "13",
            "{}",
            Estado.CONFIRMADO,
            INICIO.plusSeconds(20),
            Map.of(),
            null);

    @Test
    void oQueSoSeConfirmouQuandoVoltaramNaoFoiConfirmadoNoMeio() {
        assertThat(enquantoIsso(momento(0, 3, 7), mudo(10), mudo(30), momento(40, 3, 8)))
                .isInstanceOfSatisfying(
                        Conclusao.Feita.class,
                        feita -> assertThat(feita.prova().lugares()).containsExactly(ESCRITO.lugar()));
    }

    @Test
    void oQueSeLiaComUmBrokerSoFoi() {
        assertThat(enquantoIsso(momento(0, 3, 7), mudo(10), mudo(25), momento(30, 1, 8), momento(40, 3, 8)))
                .isInstanceOf(Conclusao.Falta.class);
    }

    /** Um Ctrl-Z, ou a tampa que se fechou: a pergunta a caminho venceu, e a seguinte já teve resposta. */
    @Test
    void umComputadorQueDormiuNaoEUmClusterCalado() {
        assertThat(parou(momento(0, 3, 7), mudo(10), momento(40, 3, 7))).isInstanceOf(Conclusao.Falta.class);
        assertThat(parou(momento(0, 3, 7), mudo(10), mudo(25))).isInstanceOf(Conclusao.Feita.class);
    }

    private static Conclusao parou(Momento... momentos) {
        return conclui(0, momentos);
    }

    private static Conclusao enquantoIsso(Momento... momentos) {
        return conclui(1, momentos);
    }

    private static Conclusao conclui(int verificacao, Momento... momentos) {
        return Curso.experimento("dois-brokers-morrem")
                .orElseThrow()
                .verificacoes()
                .get(verificacao)
                .regra()
                .apply(new Fatos(INICIO, List.of(ESCRITO), List.of(momentos), Set.of(), List.of()));
    }

    private static Momento mudo(int segundo) {
        return momento(segundo, false, 3, 7);
    }

    private static Momento momento(int segundo, int brokers, long fim) {
        return momento(segundo, true, brokers, fim);
    }

    private static Momento momento(int segundo, boolean responde, int brokers, long fim) {
        return new Momento(
                INICIO.plusSeconds(segundo),
                responde,
                Map.of(),
                Map.of(Topico.CONTAS.nome(), Map.of(1, fim)),
                Servico.FORA,
                Servico.FORA,
                "",
                new Cluster(List.of(1, 2, 3).subList(0, brokers), Map.of(), Map.of()));
    }
}
