package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.LogSeguido;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/** Os logs começam a ser lidos quando o programa está montado, e param antes de ele se desmontar. */
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
