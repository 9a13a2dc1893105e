package br.kafkanapratica.experimentos.curso;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Grupo;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.fatos.Servico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Um pagamento rápido conclui um pedido antes da volta que o vê no grupo. */
class PagamentoMortoTest {

    private static final Instant INICIO = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void oQueSeConcluiEntreOUltimoVazioEAVoltaTambemEsperou() {
        var experimento = Curso.experimento("pagamento-morto").orElseThrow();
        var fatos = fatos(9_200);
        assertThat(experimento.verificacoes())
                .allSatisfy(verificacao ->
                        assertThat(verificacao.regra().apply(fatos)).isInstanceOf(Conclusao.Feita.class));
    }

    @Test
    void oQueSeConcluiuAntesDeElaMorrerNaoEsperou() {
        var ultima = Curso.experimento("pagamento-morto")
                .orElseThrow()
                .verificacoes()
                .get(3);
        assertThat(ultima.regra().apply(fatos(5_000))).isInstanceOf(Conclusao.Falta.class);
    }

    /** @param primeiraConclusao em milissegundos; as outras vêm depois da volta */
    private static Fatos fatos(int primeiraConclusao) {
        var registros = new ArrayList<Registro>();
        for (int i = 0; i < 5; i++) {
            registros.add(registro(Topico.NOVOS_PEDIDOS, i, 1_000));
            registros.add(registro(Topico.PEDIDOS_APROVADOS, i, 3_000 + i));
            registros.add(registro(Topico.PEDIDOS_CONCLUIDOS, i, i == 0 ? primeiraConclusao : 9_500 + i));
        }
        return new Fatos(
                INICIO,
                registros,
                List.of(momento(0, "A"), momento(7_000, ""), momento(9_000, ""), momento(9_400, "B")),
                Set.of(),
                List.of());
    }

    private static Registro registro(Topico topico, int numero, int milissegundos) {
        return new Registro(
                new Lugar(topico.nome(), 0, numero),
                "p" + numero,
                "{}",
                Estado.CONFIRMADO,
                INICIO.plusMillis(milissegundos),
                Map.of(),
                null);
    }

    private static Momento momento(int milissegundos, String membro) {
        var membros = membro.isEmpty() ? List.<Grupo.Membro>of() : List.of(new Grupo.Membro(membro, Set.of(0)));
        return new Momento(
                INICIO.plusMillis(milissegundos),
                true,
                Map.of(EtapaDoPipeline.PAGAMENTO, new Grupo(membros, Map.of())),
                Map.of(Topico.PEDIDOS_APROVADOS.nome(), Map.of(0, 5L)),
                Servico.FORA,
                Servico.FORA,
                "",
                Momento.Cluster.DESCONHECIDO);
    }
}
