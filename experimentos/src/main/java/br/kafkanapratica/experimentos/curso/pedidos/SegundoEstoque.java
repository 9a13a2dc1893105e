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

/** Teste de fogo 2: duas instâncias e três partições. */
public final class SegundoEstoque {

    private static final int COM_UM = 6;
    private static final int COM_DOIS = 12;

    /** Com trabalho para as duas, o dobro; 1,5 é o que sobra quando a que tem uma partição só já acabou. */
    private static final double MENOS_QUE_ISTO_NAO_DIVIDIU = 1.2;

    private SegundoEstoque() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "segundo-estoque", "Um segundo estoque")
                .pergunta(
                        "O tópico tem três partições, com pedidos iguais em todas. Um estoque as esvazia em certo tempo. Com um segundo estoque, quantas vezes mais depressa, no máximo?")
                .errada(
                        "Duas vezes: são dois.",
                        "Seria, se o trabalho se dividisse ao meio. O que se divide são as partições, e três não se dividem ao meio.")
                .certa(
                        "Uma vez e meia.",
                        "Um fica com duas partições, o outro com uma. O tempo até o fim é o de quem tem duas: dois terços do que era.")
                .errada(
                        "Nada: um grupo lê cada registro uma vez só.",
                        "Uma vez só, sim, mas não por um só: cada partição é de um membro, e os membros trabalham ao mesmo tempo.")
                .faca("Com um estoque, mande seis pedidos e espere que os aprove.", new FazPedidos(COM_UM))
                .faca("Inicie um segundo estoque.", new NoLab(Verbo.DOBRAR, "estoque"))
                .faca("Quando o grupo tiver dois membros, mande doze pedidos.", new FazPedidos(COM_DOIS))
                .veja("Dois membros dividem as três partições.", Grupos.divide(ESTOQUE, 2, 2))
                .veja("Com dois, os pedidos saem mais depressa do que com um.", SegundoEstoque::maisDepressa)
                .porque(
                        "A partição é a unidade de trabalho de um grupo: cada uma é de um membro só, e é isso que mantém a ordem dentro dela. Mais instâncias do que partições não ajudam.",
                        "O ritmo enquanto há trabalho para os dois é o dobro; mas quem ficou com uma partição acaba antes, e o fim é de quem ficou com duas. Para dois terem o mesmo, as partições teriam de ser pares.",
                        "Para voltar a um só, antes do próximo: ./lab.sh parar estoque-2.");
    }

    private static Conclusao maisDepressa(Fatos fatos) {
        return Ritmo.vezes(fatos, ESTOQUE, 2, COM_UM / 2, COM_DOIS / 2, MENOS_QUE_ISTO_NAO_DIVIDIU);
    }
}
