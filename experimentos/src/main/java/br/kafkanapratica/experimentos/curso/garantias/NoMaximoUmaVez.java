package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import br.kafkanapratica.juiz.Anomalia;

/** Offset antes do trabalho: o que morre no meio se perde. */
public final class NoMaximoUmaVez {

    private static final int QUANTOS = 5;

    private NoMaximoUmaVez() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "no-maximo-uma-vez", "Gravar o offset antes de trabalhar")
                .pergunta(
                        "Este estoque lê, grava o offset, e só então trabalha 2 s. Você o mata no meio. O que acontece com o pedido que ele tinha na mão?")
                .certa(
                        "Perdeu-se, e ninguém reclama.",
                        "Para o grupo, ele está feito: o offset foi gravado. Quem vier depois começa do seguinte.")
                .errada("Quem vier depois o refaz.", "Quem vier depois começa do offset gravado, que já passou dele.")
                .errada("Vai para a DLT.", "Alguém teria de mandá-lo para lá, e quem o tinha morreu.")
                .faca("Ponha a armadilha no lugar do estoque.", new NoLab(Verbo.ARMADILHA, "estoque-no-maximo-uma-vez"))
                .faca("Mande cinco pedidos.", new FazPedidos(QUANTOS))
                .faca("Enquanto ela trabalha, mate-a.", new NoLab(Verbo.MATAR, "estoque"))
                .faca("Traga de volta o estoque certo, que faz o que sobrou.", new NoLab(Verbo.CERTO, "estoque"))
                .veja(
                        "Em grupo_estoque, quem estava saiu, e entrou a armadilha.",
                        Grupos.trocou(ESTOQUE, "a armadilha"))
                .veja("Um pedido foi dado por feito, e não há resultado dele.", NoMaximoUmaVez::perdeu)
                .porque(
                        "O nome disto é at most once: no máximo uma vez, isto é, às vezes nenhuma. É o que se tem com enable.auto.commit e um trabalho feito em outra thread, ou com um commit antes do trabalho \"para não repetir\".",
                        "Podem ser vários: perde-se tudo o que aquele poll() trouxe e ainda não estava feito, e não só o que estava na mão.",
                        "O erro não aparece em lugar nenhum: nem exceção, nem lag, nem fila. Só se acha comparando o que entrou com o que saiu, como o auditor faz.");
    }

    private static Conclusao perdeu(Fatos fatos) {
        if (Grupos.depoisDaTroca(fatos, ESTOQUE).isEmpty()) {
            return falta("primeiro, a armadilha tem de estar no lugar do estoque");
        }
        var acusados = fatos.veredito().achados(Anomalia.PERDIDO);
        if (!acusados.isEmpty()
                && acusados.stream().noneMatch(achado -> Grupos.saiuQuemPassou(fatos, ESTOQUE, achado.lugar()))) {
            return falta("o que a armadilha tem na mão ainda pode sair: mate-a, e traga o estoque certo");
        }
        return Pedidos.juizAcha(
                        Anomalia.PERDIDO,
                        achado -> Grupos.saiuQuemPassou(fatos, ESTOQUE, achado.lugar()),
                        "nenhum pedido perdido: mate a armadilha enquanto ela trabalha")
                .apply(fatos);
    }
}
