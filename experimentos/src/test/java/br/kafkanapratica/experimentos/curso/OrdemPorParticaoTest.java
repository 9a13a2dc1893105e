package br.kafkanapratica.experimentos.curso;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.fatos.Fatos;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Doze pedidos cabem num milissegundo, e mesmo assim entraram um depois do outro. */
class OrdemPorParticaoTest {

    private static final Instant INICIO = Instant.parse("2026-11-27T12:00:00Z");
    private static final int QUANTOS = 12;

    private final LogSimulado log = new LogSimulado();

    @Test
    void noMesmoMilissegundoValeONumeroDoPedido() {
        entram(INICIO.plusMillis(1), INICIO.plusMillis(1));
        saemPorParticao();
        assertThat(noGeral()).isInstanceOf(Conclusao.Feita.class);
    }

    /** Pelas horas, o primeiro saiu primeiro, e dos outros não se saberia. */
    @Test
    void oPrimeiroNumMilissegundoEOsOutrosNoSeguinteTambem() {
        entram(INICIO.plusMillis(1), INICIO.plusMillis(2));
        saemPorParticao();
        assertThat(noGeral()).isInstanceOf(Conclusao.Feita.class);
    }

    @Test
    void naOrdemEmQueEntraramSeDizQueRecomece() {
        entram(INICIO.plusMillis(1), INICIO.plusMillis(1));
        for (int numero = 1; numero <= QUANTOS; numero++) {
            sai(numero, numero);
        }
        assertThat(noGeral())
                .isInstanceOfSatisfying(
                        Conclusao.Falta.class, falta -> assertThat(falta.oQue()).contains("recomece este experimento"));
    }

    private void entram(Instant oPrimeiro, Instant osOutros) {
        for (int numero = 1; numero <= QUANTOS; numero++) {
            log.escreve(
                    Topico.NOVOS_PEDIDOS,
                    "pedido-" + numero,
                    "{\"id_pedido\":\"pedido-%1$d\",\"cliente\":\"c\",\"produto\":\"Produto-%1$d\",\"quantidade\":1}"
                            .formatted(numero),
                    particao(numero),
                    numero == 1 ? oPrimeiro : osOutros);
        }
    }

    /** Uma partição depois da outra, a do primeiro pedido na frente. */
    private void saemPorParticao() {
        int vez = 0;
        for (int particao : List.of(1, 2, 0)) {
            for (int numero = 1; numero <= QUANTOS; numero++) {
                if (particao(numero) == particao) {
                    sai(numero, ++vez);
                }
            }
        }
    }

    private void sai(int numero, int vez) {
        log.escreve(Topico.PEDIDOS_APROVADOS, "pedido-" + numero, "{}", particao(numero), INICIO.plusSeconds(2L * vez));
    }

    private static int particao(int numero) {
        return numero % LogSimulado.PARTICOES;
    }

    private Conclusao noGeral() {
        var fatos = new Fatos(INICIO, log.registros(), List.of(), Set.of(), List.of());
        return Curso.experimento("ordem")
                .orElseThrow()
                .verificacoes()
                .get(2)
                .regra()
                .apply(fatos);
    }
}
