package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;

import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Ritmo;

/** Mais instâncias do que partições. */
public final class QuartoEstoque {

    private static final int COM_UM = 6;
    private static final int COM_TRES = 18;

    /** Três vezes, se as partições recebem o mesmo; com 5, 6 e 7, duas e meia. */
    private static final double PELO_MENOS = 2;

    private QuartoEstoque() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "quarto-estoque", "Um terceiro, e um quarto")
                .pergunta("Três partições. Com três estoques, cada um fica com uma. E o quarto?")
                .errada(
                        "Divide uma partição com outro.",
                        "Uma partição é de um membro só: é o que garante a ordem dentro dela.")
                .certa(
                        "Fica no grupo, sem partição nenhuma.",
                        "Não trabalha, mas não é inútil: se um dos três morre, ele assume sem que ninguém precise ser iniciado.")
                .errada(
                        "É recusado: o grupo está cheio.",
                        "De fábrica um grupo não tem tamanho máximo. O que tem limite é o trabalho a dividir.")
                .faca("Com um estoque, mande seis pedidos e espere que os aprove.", new FazPedidos(COM_UM))
                .faca("Inicie um segundo.", new NoLab(Verbo.DOBRAR, "estoque"))
                .faca("E um terceiro.", new NoLab(Verbo.DOBRAR, "estoque"))
                .faca("Quando cada um tiver uma partição, mande dezoito pedidos.", new FazPedidos(COM_TRES))
                .faca("Inicie o quarto.", new NoLab(Verbo.DOBRAR, "estoque"))
                .veja("Três membros, uma partição cada um.", Grupos.divide(ESTOQUE, 3, 3))
                .veja(
                        "Com três, os pedidos saem pelo menos duas vezes mais depressa do que com um.",
                        QuartoEstoque::maisDepressa)
                .veja("Quatro membros, e um deles sem nenhuma.", Grupos.divide(ESTOQUE, 4, 3))
                .porque(
                        "O número de partições é o teto de quantos trabalham ao mesmo tempo num grupo de consumidores. Decide-se ao criar o tópico: aumentar depois muda a partição de cada chave, e a ordem por chave se quebra na mudança.",
                        "Para voltar a um só: ./lab.sh parar estoque-4, e assim por diante.");
    }

    private static Conclusao maisDepressa(Fatos fatos) {
        return Ritmo.vezes(fatos, ESTOQUE, 3, COM_UM / 2, COM_TRES / 2, PELO_MENOS);
    }
}
