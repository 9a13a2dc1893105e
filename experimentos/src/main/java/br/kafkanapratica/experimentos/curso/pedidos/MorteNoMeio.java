package br.kafkanapratica.experimentos.curso.pedidos;

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
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Grupos.Morte;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** O kill -9 no meio de um pedido: o trabalho se perde, o pedido não. */
public final class MorteNoMeio {

    private static final int QUANTOS = 5;

    /** Quem sai por bem deixa o grupo na hora; o morto, só depois do tempo de sessão. */
    private static final Duration SILENCIO = Duration.ofSeconds(4);

    private MorteNoMeio() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "morte-no-meio", "Matar o estoque com um pedido na mão")
                .pergunta(
                        "O estoque recebe um pedido, trabalha 2 s e o aprova. Você o mata (kill -9) no meio desses 2 s. O que acontece com o pedido?")
                .errada(
                        "Perdeu-se: o estoque já o tinha lido.",
                        "Ler não tira do tópico, e o grupo só grava o offset junto com o resultado.")
                .errada(
                        "Pode sair aprovado duas vezes: uma por quem morreu, outra por quem o refez.",
                        "É o que acontece com quem grava o resultado e o offset em dois passos. Aqui os dois vão na mesma transação.")
                .certa(
                        "É feito de novo, do começo, e aprovado uma vez só.",
                        "O trabalho de quem morreu se perde; o pedido, não.")
                .faca("Mande cinco pedidos.", new FazPedidos(QUANTOS))
                .faca("Enquanto o estoque trabalha neles, mate-o.", new NoLab(Verbo.MATAR, "estoque"))
                .faca("Traga-o de volta.", new NoLab(Verbo.INICIAR, "estoque"))
                .veja("O estoque morreu com pedidos por fazer.", MorteNoMeio::morreu)
                .veja("O primeiro deles foi feito depois da morte, e tem um resultado só.", MorteNoMeio::refeito)
                .veja(
                        "Todos foram aprovados: nenhum perdido, nenhum duplicado.",
                        fatos -> morreu(fatos) instanceof Conclusao.Falta antes
                                ? antes
                                : Pedidos.umaVezCada(ESTOQUE, QUANTOS).apply(fatos))
                .porque(
                        "Uma transação do Kafka grava o resultado (em pedidos_aprovados) e o offset (do grupo) juntos, ou não grava nenhum dos dois. Não há instante em que o pedido esteja feito e não contado, ou contado e não feito.",
                        "Quem lê adiante usa read_committed: do que a transação interrompida tivesse chegado a escrever, não veria nada.");
    }

    private static Optional<Morte> morte(Fatos fatos) {
        return Grupos.trocas(fatos, ESTOQUE) > 1 ? Optional.empty() : Grupos.morte(fatos, ESTOQUE, SILENCIO);
    }

    private static Conclusao morreu(Fatos fatos) {
        return morte(fatos)
                .map(morte -> Prova.de(
                        morte.notada().quando(),
                        List.of(morte.naMao().lugar()),
                        "uma instância de grupo_estoque deixou de responder com o pedido %s por fazer",
                        morte.naMao().chave()))
                .orElseGet(() -> falta(porQueNao(fatos)));
    }

    private static String porQueNao(Fatos fatos) {
        int trocas = Grupos.trocas(fatos, ESTOQUE);
        if (trocas > 1) {
            return "o estoque já foi trocado mais de uma vez desde o início: recomece este experimento";
        }
        // Enquanto o novo não cuida de tudo, ainda se pode vir a saber que o outro morreu com um pedido na mão.
        boolean tarde = trocas == 1
                && fatos.ultimo()
                        .filter(momento -> Grupos.inteiro(momento, ESTOQUE))
                        .isPresent();
        return tarde
                ? "o estoque foi trocado sem que morresse com pedidos por fazer: recomece este experimento, e mate-o logo depois de mandar"
                : "nenhuma instância do estoque morreu com pedidos por fazer (mate-o logo depois de mandar; o grupo leva uns 6 s para notar)";
    }

    private static Conclusao refeito(Fatos fatos) {
        var morte = morte(fatos);
        if (morte.isEmpty()) {
            return falta("primeiro, o estoque tem de morrer com pedidos por fazer");
        }
        var pedido = morte.get().naMao().chave();
        var resultados = fatos.feitos(ESTOQUE).stream()
                .filter(registro -> registro.chave().equals(pedido))
                .toList();
        return switch (resultados.size()) {
            case 0 -> falta("o pedido %s ainda espera por quem o faça", pedido);
            case 1 -> umSo(morte.get(), resultados.get(0));
            default -> falta("o pedido %s tem %d resultados", pedido, resultados.size());
        };
    }

    private static Conclusao umSo(Morte morte, Registro resultado) {
        return Prova.de(
                resultado.quando(),
                List.of(morte.naMao().lugar(), resultado.lugar()),
                "o pedido %s foi aprovado %.1f s depois de a morte ser notada, uma vez",
                resultado.chave(),
                Duration.between(morte.notada().quando(), resultado.quando()).toMillis() / 1000.0);
    }
}
