package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.contratos.EtapaDoPipeline.NOTIFICACAO;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Armadilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Grupos;
import java.util.List;

/** O aviso ao cliente está fora do Kafka: nenhuma transação o desfaz. */
public final class OndeAcaba {

    private static final int QUANTOS = 6;
    private static final String ARMADILHA = Armadilha.NOTIFICACAO_AUTO_COMMIT.nome();

    private OndeAcaba() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "onde-acaba", "Onde o exactly-once acaba")
                .pergunta(
                        "A notificação lê um pedido concluído e manda um e-mail ao cliente; o offset é gravado uns segundos depois. Você a mata entre uma coisa e outra. O que acontece quando ela volta?")
                .errada(
                        "Nada: uma transação do Kafka junta o e-mail e o offset.",
                        "Uma transação do Kafka só junta o que se escreve no Kafka. Um e-mail que saiu não volta.")
                .errada("O cliente fica sem aviso.", "Ficaria, se o offset fosse gravado antes do e-mail.")
                .certa(
                        "O cliente recebe o mesmo aviso outra vez.",
                        "O grupo não sabe do e-mail, só do offset, e o offset é de antes dele.")
                .faca("Ponha a armadilha no lugar da notificação.", new NoLab(Verbo.ARMADILHA, ARMADILHA))
                .faca("Mande seis pedidos.", new FazPedidos(QUANTOS))
                .faca(
                        "Assim que se vir aqui que ela avisou alguém, mate-a: ela grava o offset de 5 em 5 s.",
                        new NoLab(Verbo.MATAR, "notificacao"))
                .faca("Traga de volta a notificação certa.", new NoLab(Verbo.CERTO, "notificacao"))
                .veja(
                        "Em grupo_notificacao, quem estava saiu, e entrou a armadilha.",
                        Grupos.trocou(NOTIFICACAO, "a armadilha"))
                .veja("A armadilha avisou um cliente, e o offset do pedido dele não estava gravado.", OndeAcaba::avisou)
                .veja("Um cliente foi avisado duas vezes do mesmo pedido.", OndeAcaba::repetiu)
                .porque(
                        "O exactly-once do Kafka vai de tópico a tópico. O que sai dele (um e-mail, uma cobrança no cartão, uma linha noutro banco) é feito antes ou depois do offset, nunca junto.",
                        "A notificação certa encolhe a janela a milissegundos: anuncia no Kafka o que vai avisar, avisa, e grava logo em seguida; o que se repetir assim mesmo sai marcado com (reenvio). Fechar a janela cabe a quem recebe: id_pedido é a chave com que se reconhece o segundo (idempotência).");
    }

    private static Conclusao avisou(Fatos fatos) {
        for (var aviso : fatos.avisos()) {
            if (!aviso.programa().equals(ARMADILHA)) {
                continue;
            }
            for (var concluido : fatos.de(aviso.pedido(), Topico.PEDIDOS_CONCLUIDOS)) {
                boolean porGravar = fatos.em(aviso.quando())
                        .filter(momento -> momento.grupo(NOTIFICACAO)
                                        .gravado(concluido.lugar().particao())
                                <= concluido.lugar().offset())
                        .isPresent();
                if (porGravar) {
                    return Prova.de(
                            aviso.quando(),
                            List.of(concluido.lugar()),
                            "%s avisou o cliente do pedido %s, e grupo_notificacao ainda não tinha passado dele",
                            ARMADILHA,
                            aviso.pedido());
                }
            }
        }
        return falta(
                "a armadilha ainda não avisou ninguém (os avisos não estão em tópico nenhum: só os vejo de programas que o ./start.sh ou o ./lab.sh iniciou)");
    }

    private static Conclusao repetiu(Fatos fatos) {
        for (var segundo : fatos.avisos()) {
            var primeiro = fatos.avisos().stream()
                    .filter(aviso -> aviso.pedido().equals(segundo.pedido()))
                    .findFirst()
                    .orElseThrow();
            if (primeiro != segundo && primeiro.programa().equals(ARMADILHA)) {
                return Prova.de(
                        segundo.quando(),
                        Fatos.lugares(fatos.de(segundo.pedido(), Topico.PEDIDOS_CONCLUIDOS)),
                        "o cliente do pedido %s foi avisado por %s às %s e por %s às %s",
                        segundo.pedido(),
                        primeiro.programa(),
                        primeiro.quando(),
                        segundo.programa(),
                        segundo.quando());
            }
        }
        return falta(
                "nenhum cliente foi avisado duas vezes: mate a armadilha logo depois de um aviso, e traga a certa");
    }
}
