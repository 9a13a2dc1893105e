package br.kafkanapratica.experimentos.curso.cluster;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.EscreveSaldo;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Registro;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Dois de três brokers morrem: recusar em vez de mentir. */
public final class DoisBrokersMorrem {

    private static final int TODOS = 3;

    /** A sessão de um broker (6 s) e uma pergunta sem resposta (3 s), com folga. */
    private static final Duration TROCA_DE_LIDERES = Duration.ofSeconds(12);

    private DoisBrokersMorrem() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.CLUSTER, "dois-brokers-morrem", "Dois brokers morrem")
                .comTresBrokers()
                .pergunta(
                        "Dos três brokers, dois morrem. O que resta tem uma cópia de tudo. Uma escrita com acks=all é aceita?")
                .errada(
                        "Sim: há quem a grave.",
                        "Gravada numa cópia só, ela se perderia se esse broker morresse antes de os outros voltarem. Confirmar seria mentir.")
                .certa(
                        "Não: fica sem resposta, ou é recusada, até que outro volte.",
                        "Sem dois dos três controllers não há quem eleja um líder, nem quem tire os mortos da lista das cópias em dia, e o líder que restou espera por eles. Com os controllers vivos noutras máquinas, recusaria min.insync.replicas=2: não confirme o que não está em duas cópias.")
                .errada("Sim, e as cópias se acertam depois.", "Depois pode ser tarde.")
                .faca("Mate o broker-2 e o broker-3.", new NoLab(Verbo.MATAR, "broker-2"))
                .faca("E o outro.", new NoLab(Verbo.MATAR, "broker-3"))
                .faca("Tente escrever um saldo: não será confirmado.", new EscreveSaldo("13", "130,00"))
                .faca("Traga os dois de volta.", new NoLab(Verbo.INICIAR, "broker-2"))
                .faca("E o outro.", new NoLab(Verbo.INICIAR, "broker-3"))
                .veja("Com um broker só, o cluster deixou de responder.", DoisBrokersMorrem::parou)
                .veja("Enquanto isso, nada foi confirmado em contas.", DoisBrokersMorrem::nada)
                .veja("Voltaram os três.", DoisBrokersMorrem::voltaram)
                .porque(
                        "Disponibilidade ou certeza: com dois mortos não se têm as duas. Este cluster escolhe a certeza. Com a maioria dos controllers viva, min.insync.replicas=1 escolheria a outra: confirmaria o que só uma cópia tem, e que se perde com ela.",
                        "A escrita que ficou sem resposta pode aparecer depois: se o broker que restou era o líder, ele a gravou, e ela se confirmou quando outro voltou. Não ter resposta não quer dizer que nada foi feito.",
                        "O saldo-service continua respondendo o que já sabe, e diz que o Kafka não responde: ler da memória não precisa de broker.");
    }

    /** Com um só morto, o Kafka também se cala, enquanto os líderes que ele tinha não são outros. */
    private static Optional<Momento> mudo(Fatos fatos) {
        return fatos.quando(momento -> momento.cluster().brokers().size() == TODOS)
                .flatMap(antes -> fatos.depois(antes, momento -> calouSe(fatos, momento)));
    }

    private static boolean calouSe(Fatos fatos, Momento momento) {
        if (momento.kafkaResponde()) {
            return momento.cluster().brokers().size() == 1;
        }
        var fim = momento.quando().plus(TROCA_DE_LIDERES);
        // Visto calado até ao fim: um computador que dormiu entre duas perguntas também não as fez.
        return fatos.depois(
                        momento,
                        outro -> outro.kafkaResponde() || !outro.quando().isBefore(fim))
                .filter(outro -> !outro.kafkaResponde())
                .isPresent();
    }

    private static Optional<Momento> deVolta(Fatos fatos) {
        return mudo(fatos)
                .flatMap(mudo -> fatos.depois(
                        mudo,
                        momento -> momento.kafkaResponde()
                                && momento.cluster().brokers().size() == TODOS));
    }

    private static Conclusao parou(Fatos fatos) {
        return mudo(fatos)
                .map(momento -> Prova.de(
                        momento.quando(), List.of(), "o cluster não responde a perguntas sobre os grupos e os logs"))
                .orElseGet(
                        () -> falta(
                                "o cluster responde, ou se calou há pouco (também o faria com um só morto): mate dois brokers, e espere uns segundos"));
    }

    private static Conclusao nada(Fatos fatos) {
        var mudo = mudo(fatos);
        var volta = deVolta(fatos);
        if (mudo.isEmpty() || volta.isEmpty()) {
            return falta("só se sabe quando eles voltarem");
        }
        var noMeio = fatos.em(Topico.CONTAS).stream()
                .filter(registro -> registro.quando().isAfter(mudo.get().quando())
                        && registro.quando().isBefore(volta.get().quando()))
                .toList();
        if (noMeio.stream().anyMatch(registro -> confirmadoPorUmSo(fatos, registro))) {
            return falta("algo foi confirmado com um broker só: min.insync.replicas de contas devia ser 2");
        }
        return noMeio.isEmpty()
                ? Prova.de(
                        volta.get().quando(),
                        List.of(),
                        "nenhum registro novo em contas entre %s e %s",
                        mudo.get().quando(),
                        volta.get().quando())
                : Prova.de(
                        volta.get().quando(),
                        Fatos.lugares(noMeio),
                        "o que se tentou escrever em contas depois de %s só foi confirmado quando outro broker voltou",
                        mudo.get().quando());
    }

    /** Já se lia quando só um respondia. */
    private static boolean confirmadoPorUmSo(Fatos fatos, Registro registro) {
        var lugar = registro.lugar();
        return fatos.quando(momento -> momento.kafkaResponde()
                        && momento.cluster().brokers().size() == 1
                        && momento.fim(Topico.CONTAS, lugar.particao()) > lugar.offset())
                .isPresent();
    }

    private static Conclusao voltaram(Fatos fatos) {
        return deVolta(fatos)
                .map(momento -> Prova.de(momento.quando(), List.of(), "três brokers"))
                .orElseGet(() -> falta("ainda não respondem os três"));
    }
}
