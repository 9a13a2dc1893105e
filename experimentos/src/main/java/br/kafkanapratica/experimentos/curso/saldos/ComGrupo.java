package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Acao.Verbo;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.regras.Saldos;
import java.util.ArrayList;
import java.util.List;

/** Reconstruir com os offsets gravados de um grupo. */
public final class ComGrupo {

    private ComGrupo() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "com-grupo", "Reconstruir com um grupo")
                .pergunta(
                        "Este saldo-service lê contas com um group.id, e grava os offsets. Na primeira vez lê tudo. Você o mata e o inicia de novo. Quais saldos ele tem?")
                .errada("Todos: o tópico é o mesmo.", "O tópico, sim; mas ele começa de onde o grupo parou.")
                .certa("Nenhum.", "O grupo já leu tudo, e a memória em que aquilo estava morreu com o processo.")
                .errada(
                        "Só os que mudaram desde a última vez que leu tudo.",
                        "Ele não lê tudo nunca mais: nada o faz voltar ao começo.")
                .faca("Ponha a armadilha no lugar do saldo-service.", new NoLab(Verbo.ARMADILHA, "saldo-com-grupo"))
                .faca("Quando ela responder, mate-a.", new NoLab(Verbo.MATAR, "saldo"))
                .faca("Inicie-a de novo.", new NoLab(Verbo.INICIAR, "saldo"))
                .faca("Traga de volta o certo.", new NoLab(Verbo.CERTO, "saldo"))
                .veja("O serviço foi iniciado duas vezes, e na segunda não tinha ninguém.", ComGrupo::ninguem)
                .porque(
                        "Offset gravado é de quem processa uma vez e guarda o resultado noutro lugar. Quem guarda o resultado na memória tem de ler o log inteiro a cada início: sem grupo, assign() e seekToBeginning().",
                        "O mesmo vale para duas instâncias: com um grupo, cada uma ficaria com parte das partições, e responderia 404 pela outra.");
    }

    private static Conclusao ninguem(Fatos fatos) {
        var inicios = inicios(fatos);
        return inicios.stream()
                .filter(momento -> Long.valueOf(0).equals(momento.saldos().total()))
                .filter(momento -> inicios.indexOf(momento) > 0)
                .findFirst()
                .map(momento ->
                        Prova.de(momento.quando(), List.of(), "pronto, com 0 clientes; na primeira vez, com todos"))
                .orElseGet(() -> falta("a armadilha foi vista pronta %d vezes, e nenhuma vazia", inicios.size()));
    }

    /** O primeiro momento pronto depois de cada vez em que ninguém atendia. */
    private static List<Momento> inicios(Fatos fatos) {
        var inicios = new ArrayList<Momento>();
        var fora = Saldos.fora(fatos);
        while (fora.isPresent()) {
            var pronto = fatos.depois(fora.get(), momento -> momento.saldos().pronto());
            if (pronto.isEmpty()) {
                break;
            }
            inicios.add(pronto.get());
            fora = fatos.depois(pronto.get(), momento -> !momento.saldos().pronto());
        }
        return inicios;
    }
}
