package br.kafkanapratica.experimentos.curso;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.fatos.Servico;
import br.kafkanapratica.experimentos.fatos.Servico.Impressao;
import br.kafkanapratica.experimentos.fatos.Servico.Situacao;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** O timestamp é de antes de o registro estar no log: uma pergunta feita entre um e outro não prova nada. */
class LerAPropriaEscritaTest {

    private static final Instant INICIO = Instant.parse("2026-11-27T12:00:00Z");
    private static final long OFFSET = 7;
    private static final Registro ESCRITO = new Registro(
            new Lugar(Topico.CONTAS.nome(), 1, OFFSET),
            "6",
            "{\"cliente_id\":\"6\",\"saldo\":60.00,\"timestamp\":\"2026-11-27T12:00:00Z\"}",
            Estado.CONFIRMADO,
            INICIO.plusMillis(900),
            Map.of(),
            null);

    @Test
    void perguntarAntesDeORegistroEstarNoLogNaoProvaNada() {
        assertThat(aindaNao(momento(1_000, OFFSET, pronto(OFFSET)), momento(1_400, OFFSET + 1, pronto(OFFSET + 1))))
                .isInstanceOf(Conclusao.Falta.class);
    }

    @Test
    void quemEstavaCongeladoQuandoORegistroJaEstavaNoLogNaoOConhecia() {
        assertThat(aindaNao(momento(1_000, OFFSET, Servico.CALADO), momento(1_400, OFFSET + 1, Servico.CALADO)))
                .isInstanceOfSatisfying(
                        Conclusao.Feita.class,
                        feita -> assertThat(feita.prova().quando()).isEqualTo(INICIO.plusMillis(1_400)));
    }

    private static Conclusao aindaNao(Momento... momentos) {
        return Curso.experimento("ler-a-propria-escrita")
                .orElseThrow()
                .verificacoes()
                .get(1)
                .regra()
                .apply(new Fatos(INICIO, List.of(ESCRITO), List.of(momentos), Set.of(), List.of()));
    }

    private static Servico pronto(long posicao) {
        return new Servico(Situacao.PRONTO, 1L, new Impressao("0", Map.of(1, posicao)), Map.of());
    }

    private static Momento momento(int milissegundos, long fim, Servico saldos) {
        return new Momento(
                INICIO.plusMillis(milissegundos),
                true,
                Map.of(),
                Map.of(Topico.CONTAS.nome(), Map.of(1, fim)),
                saldos,
                Servico.FORA,
                "",
                Momento.Cluster.DESCONHECIDO);
    }
}
