package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;

import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.regras.Grupos;

/** Mais instâncias do que partições. */
public final class QuartoEstoque {

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
                        "Um grupo não tem tamanho máximo. O que tem limite é o trabalho a dividir.")
                .faca("Inicie um segundo estoque.", new NoLab(Verbo.DOBRAR, "estoque"))
                .faca("Um terceiro.", new NoLab(Verbo.DOBRAR, "estoque"))
                .faca("E um quarto.", new NoLab(Verbo.DOBRAR, "estoque"))
                .veja("Três membros, uma partição cada um.", Grupos.divide(ESTOQUE, 3, 3))
                .veja("Quatro membros, e um deles sem nenhuma.", Grupos.divide(ESTOQUE, 4, 3))
                .porque(
                        "O número de partições é o teto de quantos trabalham ao mesmo tempo num grupo. Decide-se ao criar o tópico: aumentar depois muda a partição de cada chave, e a ordem por chave se quebra na mudança.",
                        "Para voltar a um só: ./lab.sh parar estoque-4, e assim por diante.");
    }
}
