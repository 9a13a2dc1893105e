package br.kafkanapratica.dashboard.vida;

import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Uma tarefa que se repete numa thread só dela, e que nenhum erro acaba: o {@link SinalDeVida} o diz. Para várias threads. */
public final class Ronda {

    private final String nome;
    private final SinalDeVida sinal;
    private final Duration intervalo;
    private final Runnable tarefa;
    private @Nullable ScheduledExecutorService thread;

    /** @param intervalo do fim de uma vez ao começo da seguinte */
    public Ronda(String nome, SinalDeVida sinal, Duration intervalo, Runnable tarefa) {
        this.nome = nome;
        this.sinal = sinal;
        this.intervalo = intervalo;
        this.tarefa = tarefa;
    }

    public synchronized void comeca() {
        var nova = Executors.newSingleThreadScheduledExecutor(execucao -> {
            var dela = new Thread(execucao, nome);
            dela.setDaemon(true);
            return dela;
        });
        nova.scheduleWithFixedDelay(sinal.protege(tarefa), 0, intervalo.toMillis(), TimeUnit.MILLISECONDS);
        thread = nova;
    }

    public synchronized void para() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    public synchronized boolean anda() {
        return thread != null;
    }
}
