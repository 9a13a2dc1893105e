package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.LogSeguido;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Os logs começam a ser lidos antes de haver quem os consulte (o servidor web, os listeners), e param depois: quem ainda responde, ao
 * parar, responde com um estado que se segue.
 */
final class InicioDosLogs implements SmartLifecycle {

    private final List<LogSeguido<?>> logs;
    private final ObjectProvider<LogsSeguidos> quemOsFez;
    private final boolean ligado;
    private volatile boolean lendo;

    InicioDosLogs(List<LogSeguido<?>> logs, ObjectProvider<LogsSeguidos> quemOsFez, boolean ligado) {
        this.logs = logs;
        this.quemOsFez = quemOsFez;
        this.ligado = ligado;
        if (!ligado) {
            logs.forEach(log -> log.desliga("Desligado: kafka.estado.enabled=false."));
        }
    }

    /** O servidor web do Spring Boot, que começa depois e para antes, está a uns 2.000 da de sempre. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 4096;
    }

    @Override
    public boolean isAutoStartup() {
        return ligado;
    }

    @Override
    public void start() {
        quemOsFez.ifAvailable(LogsSeguidos::avisaDosPulosDeNinguem);
        logs.forEach(LogSeguido::inicia);
        lendo = true;
    }

    @Override
    public void stop() {
        logs.forEach(LogSeguido::close);
        lendo = false;
    }

    /** Um log fechado não se abre de novo: quem põe o programa em pausa o deixa seguir. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public boolean isRunning() {
        return lendo;
    }
}
