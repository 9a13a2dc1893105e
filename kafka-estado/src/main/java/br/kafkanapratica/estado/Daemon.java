package br.kafkanapratica.estado;

import java.util.concurrent.ThreadFactory;

/** Threads que não seguram o processo: quem manda nele é o programa, e não esta biblioteca. */
final class Daemon {

    private Daemon() {}

    static ThreadFactory com(String nome) {
        return tarefa -> {
            var thread = new Thread(tarefa, nome);
            thread.setDaemon(true);
            return thread;
        };
    }
}
