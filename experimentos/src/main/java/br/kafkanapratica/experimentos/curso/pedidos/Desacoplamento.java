package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Ausencia;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.List;

/** Quem manda não precisa de que quem faz exista. */
public final class Desacoplamento {

    private static final int QUANTOS = 5;

    private Desacoplamento() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "desacoplamento", "Quem precisa de quem?")
                .pergunta("O estoque está parado, e alguém manda cinco pedidos. O que acontece com quem manda?")
                .errada("Um erro: não há quem os receba.", "Quem os recebe é o broker, e ele está no ar.")
                .errada(
                        "Fica esperando até o estoque voltar.",
                        "Para esperar pelo estoque, o producer teria de saber dele. Ele só conhece o tópico.")
                .certa(
                        "Nada: os pedidos são gravados, e esperam no tópico.",
                        "O tópico não precisa de leitor para existir, nem o registro de quem o leia para ser gravado.")
                .faca("Pare o estoque.", new NoLab(Verbo.PARAR, "estoque"))
                .faca("Mande cinco pedidos.", new FazPedidos(QUANTOS))
                .faca("Traga o estoque de volta.", new NoLab(Verbo.INICIAR, "estoque"))
                .veja("grupo_estoque ficou sem ninguém.", Grupos.ficouSemNinguem(ESTOQUE))
                .veja("Cinco pedidos foram gravados enquanto não havia quem os lesse.", Desacoplamento::semLeitor)
                .veja("O estoque voltou, e aprovou todos, uma vez cada um.", fatos -> depoisDaVolta(fatos))
                .porque(
                        "Os dois programas não precisam estar no ar ao mesmo tempo, nem saber um do outro: cada um conhece um tópico e o formato do que há nele. É isso que permite trocar, parar, atualizar ou dobrar um sem avisar o outro.",
                        "O grupo guardou até onde tinha lido (o offset). Por isso o estoque, ao voltar, começou do primeiro pedido que ainda não tinha feito, e não do fim nem do começo.");
    }

    private static Conclusao semLeitor(Fatos fatos) {
        var porAusencia = Ausencia.de(fatos, ESTOQUE).stream()
                .map(ausencia -> sozinhos(fatos, ausencia))
                .toList();
        if (porAusencia.isEmpty()) {
            return falta("primeiro, grupo_estoque tem de ficar sem ninguém");
        }
        return porAusencia.stream()
                .filter(sozinhos -> sozinhos.size() >= QUANTOS)
                .findFirst()
                .map(sozinhos -> Prova.de(
                        Pedidos.ultimo(sozinhos),
                        Fatos.lugares(sozinhos),
                        "%d pedidos gravados com grupo_estoque vazio",
                        sozinhos.size()))
                .orElseGet(() -> falta(
                        "com o grupo vazio, entraram %d pedidos de %d",
                        porAusencia.get(porAusencia.size() - 1).size(), QUANTOS));
    }

    private static List<Registro> sozinhos(Fatos fatos, Ausencia ausencia) {
        return fatos.em(Topico.NOVOS_PEDIDOS).stream()
                .filter(registro -> !registro.quando().isBefore(ausencia.desde().quando()))
                .filter(registro -> ausencia.antesDaVolta(registro.quando()))
                .toList();
    }

    private static Conclusao depoisDaVolta(Fatos fatos) {
        return Grupos.voltou(fatos, ESTOQUE).isEmpty()
                ? falta("o estoque ainda não voltou")
                : Pedidos.umaVezCada(ESTOQUE, QUANTOS).apply(fatos);
    }
}
