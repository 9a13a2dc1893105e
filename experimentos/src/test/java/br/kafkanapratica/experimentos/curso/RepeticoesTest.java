package br.kafkanapratica.experimentos.curso;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.Acao;
import br.kafkanapratica.experimentos.Acao.EscreveSaldo;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Verificacao;
import br.kafkanapratica.experimentos.controle.Verbo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Quem errou a mão e fez de novo, como o texto manda: ou a segunda vez vale, ou se diz que é preciso recomeçar. */
class RepeticoesTest {

    private final Simulador lab = new Simulador();

    @Test
    void umaSegundaMorteDoPagamentoVale() {
        faz(lab, new NoLab(Verbo.MATAR, "pagamento"), 9);
        faz(lab, new FazPedidos(2), 10);
        faz(lab, new NoLab(Verbo.INICIAR, "pagamento"), 10);
        assertThat(faltas(lab, "pagamento-morto")).contains("aprovados sem o pagamento: 2 pedidos de 5");

        faz(lab, new NoLab(Verbo.MATAR, "pagamento"), 9);
        faz(lab, new FazPedidos(5), 15);
        faz(lab, new NoLab(Verbo.INICIAR, "pagamento"), 30);
        assertThat(faltas(lab, "pagamento-morto")).isEmpty();
    }

    @Test
    void umaSegundaParadaDoEstoqueVale() {
        faz(lab, new NoLab(Verbo.PARAR, "estoque"), 3);
        faz(lab, new NoLab(Verbo.INICIAR, "estoque"), 5);
        faz(lab, new FazPedidos(1), 5);
        assertThat(faltas(lab, "desacoplamento")).contains("com o grupo vazio, entraram 0 pedidos de 5");

        faz(lab, new NoLab(Verbo.PARAR, "estoque"), 3);
        faz(lab, new FazPedidos(5), 5);
        faz(lab, new NoLab(Verbo.INICIAR, "estoque"), 30);
        assertThat(faltas(lab, "desacoplamento")).isEmpty();
    }

    @Test
    void umaSegundaLevaDeDezVale() {
        faz(lab, new FazPedidos(6), 30);
        faz(lab, new FazPedidos(4), 30);
        assertThat(faltas(lab, "assincronia")).singleElement().asString().contains("mande dez de uma vez");

        faz(lab, new FazPedidos(10), 60);
        assertThat(faltas(lab, "assincronia")).isEmpty();
    }

    @Test
    void umaSegundaMorteDoBrokerVale() {
        var tres = new Simulador().comTresBrokers();
        faz(tres, new NoLab(Verbo.MATAR, "broker-2"), 9);
        faz(tres, new NoLab(Verbo.INICIAR, "broker-2"), 10);
        faz(tres, new EscreveSaldo("12", "120,00"), 3);
        assertThat(faltas(tres, "um-broker-morre")).singleElement().asString().contains("nada foi escrito em contas");

        faz(tres, new NoLab(Verbo.MATAR, "broker-2"), 9);
        faz(tres, new EscreveSaldo("12", "121,00"), 3);
        faz(tres, new NoLab(Verbo.INICIAR, "broker-2"), 10);
        assertThat(faltas(tres, "um-broker-morre")).isEmpty();
    }

    @Test
    void trocadoOEstoqueSemPedidosNaMaoSeMandaRecomecar() {
        assertThat(faltas(lab, "morte-no-meio")).noneMatch(falta -> falta.contains("recomece"));
        faz(lab, new NoLab(Verbo.MATAR, "estoque"), 9);
        faz(lab, new NoLab(Verbo.INICIAR, "estoque"), 5);
        assertThat(faltas(lab, "morte-no-meio").get(0)).contains("recomece este experimento");
    }

    private static void faz(Simulador lab, Acao acao, int esperando) {
        lab.faz(acao);
        lab.espera(esperando);
    }

    private static List<String> faltas(Simulador lab, String id) {
        var fatos = lab.fatos();
        return Curso.experimento(id).orElseThrow().verificacoes().stream()
                .map(Verificacao::regra)
                .map(regra -> regra.apply(fatos))
                .filter(Conclusao.Falta.class::isInstance)
                .map(falta -> ((Conclusao.Falta) falta).oQue())
                .toList();
    }
}
