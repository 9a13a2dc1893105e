package br.kafkanapratica.dashboard.vida;

import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** O que se repete numa thread só dele, e que nenhum erro acaba: o {@link SinalDeVida} o diz. Pode ser usado de várias threads. */
public abstract class Ronda implements SmartLifecycle {

    private final String nome;
    private final SinalDeVida sinal;
    private final Duration intervalo;
    private @Nullable ScheduledExecutorService thread;

    /** @param intervalo do fim de uma vez ao começo da seguinte */
    protected Ronda(String nome, SinalDeVida sinal, Duration intervalo) {
        this.nome = nome;
        this.sinal = sinal;
        this.intervalo = intervalo;
    }

    /** Uma vez; o que ela lança é dito, e não impede a seguinte. */
    protected abstract void volta();

    @Override
    public synchronized void start() {
        var nova = Executors.newSingleThreadScheduledExecutor(execucao -> {
            var dela = new Thread(execucao, nome);
            dela.setDaemon(true);
            return dela;
        });
        nova.scheduleWithFixedDelay(sinal.protege(this::volta), 0, intervalo.toMillis(), TimeUnit.MILLISECONDS);
        thread = nova;
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
