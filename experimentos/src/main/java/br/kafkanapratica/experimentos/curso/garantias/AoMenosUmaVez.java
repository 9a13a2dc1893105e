package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;

import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Acao.Verbo;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import br.kafkanapratica.juiz.Anomalia;

/** Resultado e offset em dois passos: o que morre entre os dois se repete. */
public final class AoMenosUmaVez {

    private static final int QUANTOS = 10;

    private AoMenosUmaVez() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "ao-menos-uma-vez", "Gravar o resultado, e depois o offset")
                .pergunta(
                        "Este estoque lê um lote, trabalha, grava os resultados e, no fim do lote, o offset. Sem transação. Você o mata no meio do lote. O que é dos pedidos já aprovados?")
                .errada("Nada: já estão feitos.", "Estão feitos, mas o grupo não sabe: o offset é de antes deles.")
                .errada("Perdem-se.", "Foram gravados em pedidos_aprovados, e de lá não saem.")
                .certa(
                        "São aprovados de novo por quem vier depois: o pagamento vai cobrá-los duas vezes.",
                        "Quem vier depois começa do offset gravado, e refaz o que já tinha resultado.")
                .faca("Ponha a armadilha no lugar do estoque.", new NoLab(Verbo.ARMADILHA, "estoque-ao-menos-uma-vez"))
                .faca("Mande dez pedidos.", new FazPedidos(QUANTOS))
                .faca("Quando ela tiver aprovado um ou dois, mate-a.", new NoLab(Verbo.MATAR, "estoque"))
                .faca("Traga de volta o estoque certo.", new NoLab(Verbo.CERTO, "estoque"))
                .veja(
                        "Em grupo_estoque, quem estava saiu, e entrou a armadilha.",
                        Grupos.trocou(ESTOQUE, "a armadilha"))
                .veja(
                        "Um pedido tem dois resultados.",
                        Pedidos.juizAcha(
                                Anomalia.DUPLICADO,
                                "nenhum pedido duplicado: mate a armadilha depois que ela aprovar algum, e antes que acabe o lote"))
                .porque(
                        "O nome disto é at least once: ao menos uma vez, isto é, às vezes duas. É o padrão de quase toda aplicação com Kafka, e serve se o efeito é idempotente: se fazer duas vezes dá no mesmo.",
                        "Aprovar não é: o pagamento não tem como saber que a segunda aprovação é a mesma. A saída é gravar resultado e offset na mesma transação, como o estoque certo.");
    }
}
