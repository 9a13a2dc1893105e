package br.kafkanapratica.experimentos.curso.garantias;

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
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.regras.Grupos;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Dois programas com o mesmo transactional.id. */
public final class IdFixo {

    private static final int QUANTOS = 10;
    private static final Duration PARA_SAIR = Duration.ofSeconds(2);

    private IdFixo() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "id-fixo", "Um transactional.id fixo")
                .pergunta(
                        "Este estoque usa transações, com transactional.id=estoque, escrito no código. Com um, tudo certo. O que acontece ao iniciar um segundo?")
                .errada(
                        "Dividem o trabalho, como antes.",
                        "Dividiriam as partições; mas para o Kafka os dois são o mesmo producer.")
                .certa(
                        "O segundo derruba o primeiro.",
                        "Para o broker, o segundo é o primeiro que voltou: ele encerra (fence) o que havia com esse nome, que na próxima transação é recusado.")
                .errada(
                        "O segundo é recusado ao começar.",
                        "Ao contrário: quem chega por último vale. É assim que uma instância que reinicia se livra do que deixou pela metade.")
                .faca("Ponha a armadilha no lugar do estoque.", new NoLab(Verbo.ARMADILHA, "estoque-id-fixo"))
                .faca("Inicie mais uma.", new NoLab(Verbo.DOBRAR, "estoque"))
                .faca("Dê trabalho às duas.", new FazPedidos(QUANTOS))
                .faca("Traga de volta o estoque certo.", new NoLab(Verbo.CERTO, "estoque"))
                .veja("Chegou a haver dois membros em grupo_estoque.", IdFixo::dois)
                .veja("Sem que ninguém o mandasse, um deles saiu.", IdFixo::umSaiu)
                .porque(
                        "O transactional.id é o nome de um producer através dos reinícios, e só pode ser de um por vez. Copiado de um tutorial para duas instâncias, ele as transforma em inimigas.",
                        "O estoque certo sorteia um por processo. Isso é seguro porque, desde o Kafka 2.5, quem protege o offset é o próprio grupo: quem perdeu a partição não consegue gravar.");
    }

    /** Dos que entraram no lugar de quem estava: dois estoques certos não brigam. */
    private static Optional<Momento> comDois(Fatos fatos) {
        return Grupos.depoisDaTroca(fatos, ESTOQUE)
                .flatMap(troca -> fatos.quando(momento -> !momento.quando().isBefore(troca.quando())
                        && momento.grupo(ESTOQUE).membros().size() >= 2));
    }

    private static Conclusao dois(Fatos fatos) {
        return comDois(fatos)
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "%d membros: %s",
                        momento.grupo(ESTOQUE).membros().size(),
                        momento.grupo(ESTOQUE).divisao()))
                .orElseGet(
                        () -> falta(
                                "em grupo_estoque ainda não há dois no lugar de quem estava: ponha a armadilha, e inicie mais uma"));
    }

    private static Conclusao umSaiu(Fatos fatos) {
        return comDois(fatos)
                .flatMap(dois -> comTrabalho(fatos, dois)
                        .flatMap(trabalho ->
                                fatos.depois(trabalho, momento -> soUm(momento) && ficou(fatos, dois, momento))))
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "de dois membros, ficou um: o outro foi encerrado pelo que tem o mesmo transactional.id"))
                .orElseGet(() -> falta("ainda não sobrou só um: mande pedidos, para que usem as transações"));
    }

    /** Os dois, e pedidos para eles: sem pedidos não há transações, e quem saiu foi mandado sair. */
    private static Optional<Momento> comTrabalho(Fatos fatos, Momento dois) {
        return fatos.quando(momento -> !momento.quando().isBefore(dois.quando())
                && momento.kafkaResponde()
                && momento.grupo(ESTOQUE).membros().size() >= 2
                && IntStream.range(0, Topico.PARTICOES)
                        .anyMatch(particao -> momento.fim(Topico.NOVOS_PEDIDOS, particao)
                                > dois.grupo(ESTOQUE).gravado(particao)));
    }

    private static boolean soUm(Momento momento) {
        return momento.kafkaResponde() && momento.grupo(ESTOQUE).membros().size() == 1;
    }

    /** É um dos que lá estavam com outros, e não está de saída também: quem traz o certo de volta tira os dois. */
    private static boolean ficou(Fatos fatos, Momento dois, Momento momento) {
        var este = momento.grupo(ESTOQUE).ids();
        return fatos.momentos().stream()
                        .anyMatch(antes -> !antes.quando().isBefore(dois.quando())
                                && antes.quando().isBefore(momento.quando())
                                && antes.grupo(ESTOQUE).membros().size() > 1
                                && antes.grupo(ESTOQUE).ids().containsAll(este))
                && fatos.depois(
                                momento,
                                depois ->
                                        depois.quando().isAfter(momento.quando().plus(PARA_SAIR))
                                                && depois.kafkaResponde()
                                                && depois.grupo(ESTOQUE).ids().equals(este))
                        .isPresent();
    }
}
