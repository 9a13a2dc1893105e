package br.kafkanapratica.dashboard.topicos;

import br.kafkanapratica.dashboard.cluster.KafkaNaoConfirmou;
import br.kafkanapratica.dashboard.cluster.Problema;
import br.kafkanapratica.dashboard.cluster.QueixasDosTopicos;
import br.kafkanapratica.leitura.SinalDeVida;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Confere os tópicos de tempos em tempos, para que toda página diga o que há de errado neles, e não só a que os mostra. */
@Component
class RondaDosTopicos implements QueixasDosTopicos, SmartLifecycle {

    private static final long INTERVALO_MS = 5_000;

    private final Topicos topicos;
    private final SinalDeVida sinal;
    private volatile Map<String, List<Problema>> porTopico = Map.of();
    private @Nullable ScheduledExecutorService ronda;

    RondaDosTopicos(Topicos topicos, @Qualifier("sinalDosTopicos") SinalDeVida sinal) {
        this.topicos = topicos;
        this.sinal = sinal;
    }

    @Override
    public Map<String, List<Problema>> porTopico() {
        return porTopico;
    }

    @Override
    public synchronized void start() {
        ronda = Executors.newSingleThreadScheduledExecutor(tarefa -> {
            var thread = new Thread(tarefa, "ronda-dos-topicos");
            thread.setDaemon(true);
            return thread;
        });
        ronda.scheduleWithFixedDelay(sinal.protege(this::confere), 0, INTERVALO_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (ronda != null) {
            ronda.shutdownNow();
            ronda = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return ronda != null;
    }

    private void confere() {
        try {
            porTopico = topicos.todos().stream()
                    .filter(topico -> !topico.problemas().isEmpty())
                    .collect(Collectors.toUnmodifiableMap(Topicos.Visto::nome, Topicos.Visto::problemas));
        } catch (KafkaNaoConfirmou e) {
            // o que se soube fica: que o Kafka não responde, a sonda o diz
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
