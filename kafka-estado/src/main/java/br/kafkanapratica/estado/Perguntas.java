package br.kafkanapratica.estado;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** O que se quer saber do estado num instante em que nada está por aplicar: responde a thread que lê, entre dois lotes. */
final class Perguntas<P extends Projecao> {

    /** Uma para cada resposta: quem demora no que encadeou não atrasa as dos outros. */
    private static final Executor NOUTRA_THREAD =
            tarefa -> Daemon.com("resposta-de-um-log").newThread(tarefa).start();

    private record Pergunta<P extends Projecao, R>(Function<Sessao<P>, R> qual, CompletableFuture<R> resposta) {

        void responde(Sessao<P> sessao) {
            try {
                resposta.complete(qual.apply(sessao));
            } catch (Throwable erro) {
                resposta.completeExceptionally(erro);
            }
        }
    }

    private final Queue<Pergunta<P, ?>> feitas = new ConcurrentLinkedQueue<>();
    private volatile boolean acabou;

    <R> CompletableFuture<R> faz(Function<Sessao<P>, R> qual) {
        var pergunta = new Pergunta<P, R>(qual, new CompletableFuture<>());
        feitas.add(pergunta);
        pergunta.resposta.whenComplete(
                (resposta, erro) -> feitas.remove(pergunta)); // quem desiste de esperar não a deixa
        if (acabou) { // depois de a pôr: ou quem acaba a vê, ou se vê aqui que acabou
            desiste();
        }
        return pergunta.resposta;
    }

    /**
     * Como {@link #faz}, para quem não é daqui: o que encadear à resposta roda noutra thread. Na que lê, poderia esperar por outra
     * resposta, que só ela dá.
     */
    <R> CompletableFuture<R> fazDeFora(Function<Sessao<P>, R> qual) {
        var daqui = faz(qual);
        var deFora = new CompletableFuture<R>();
        daqui.whenCompleteAsync(
                (resposta, erro) -> {
                    if (erro == null) {
                        deFora.complete(resposta);
                    } else {
                        deFora.completeExceptionally(erro);
                    }
                },
                NOUTRA_THREAD);
        deFora.whenComplete((resposta, erro) -> daqui.cancel(false)); // se desistiu de esperar
        return deFora;
    }

    void responde(Sessao<P> sessao) {
        if (!sessao.emDia() || !sessao.entreLotes()) {
            return;
        }
        for (var pergunta = feitas.poll(); pergunta != null; pergunta = feitas.poll()) {
            pergunta.responde(sessao);
        }
    }

    /** Já não há estado. */
    void desiste() {
        for (var pergunta = feitas.poll(); pergunta != null; pergunta = feitas.poll()) {
            pergunta.resposta.cancel(false);
        }
    }

    /** Já não há quem responda, nem haverá. */
    void acaba() {
        acabou = true;
        desiste();
    }
}
