package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import br.kafkanapratica.juiz.Anomalia;
import java.time.Duration;
import java.util.List;

/** Resultado e offset em dois passos: o que morre entre os dois se repete. */
public final class AoMenosUmaVez {

    private static final int QUANTOS = 10;

    /** Quem sai por bem deixa o grupo na hora; o morto, só depois do tempo de sessão. */
    private static final Duration SILENCIO = Duration.ofSeconds(4);

    private AoMenosUmaVez() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "ao-menos-uma-vez", "Gravar o resultado, e depois o offset")
                .pergunta(
                        "Este estoque lê um lote, trabalha, grava os resultados e, no fim do lote, o offset. Sem transação. Você o mata no meio do lote. O que acontece com os pedidos já aprovados?")
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
                .veja("A armadilha morreu com pedidos por fazer.", AoMenosUmaVez::morreu)
                .veja(
                        "Um pedido tem dois resultados.",
                        Pedidos.juizAcha(
                                Anomalia.DUPLICADO,
                                "nenhum pedido duplicado: mate a armadilha depois que ela aprovar algum, e antes que acabe o lote"))
                .porque(
                        "O nome disto é at least once: ao menos uma vez, isto é, às vezes duas. É o padrão de quase toda aplicação com Kafka, e serve se o efeito é idempotente: se fazer duas vezes dá no mesmo.",
                        "Aprovar não é: o pagamento não tem como saber que a segunda aprovação é a mesma. A saída é gravar resultado e offset na mesma transação, como o estoque certo.");
    }

    private static Conclusao morreu(Fatos fatos) {
        return Grupos.morte(fatos, ESTOQUE, SILENCIO)
                .map(morte -> Prova.de(
                        morte.notada().quando(),
                        List.of(morte.naMao().lugar()),
                        "o offset gravado é de antes do pedido %s",
                        morte.naMao().chave()))
                .orElseGet(() -> falta("ela ainda não morreu no meio de um lote (o grupo leva uns 6 s para notar)"));
    }
}
