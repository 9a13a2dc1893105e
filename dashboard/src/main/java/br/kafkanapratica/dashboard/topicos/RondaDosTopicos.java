package br.kafkanapratica.dashboard.topicos;

import br.kafkanapratica.dashboard.alertas.Problema;
import br.kafkanapratica.dashboard.alertas.QueixasDosTopicos;
import br.kafkanapratica.dashboard.conexao.KafkaNaoConfirmou;
import br.kafkanapratica.dashboard.vida.Ronda;
import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Confere os tópicos de tempos em tempos, para que toda página diga o que há de errado neles, e não só a que os mostra. */
@Component
class RondaDosTopicos implements QueixasDosTopicos, SmartLifecycle {

    private static final long INTERVALO_MS = 5_000;

    private final Topicos topicos;
    private volatile Map<String, List<Problema>> porTopico = Map.of();
    private final Ronda ronda;

    RondaDosTopicos(Topicos topicos, @Qualifier("sinalDosTopicos") SinalDeVida sinal) {
        this.topicos = topicos;
        this.ronda = new Ronda("ronda-dos-topicos", sinal, Duration.ofMillis(INTERVALO_MS), this::confere);
    }

    @Override
    public Map<String, List<Problema>> porTopico() {
        return porTopico;
    }

    @Override
    public void start() {
        ronda.comeca();
    }

    @Override
    public void stop() {
        ronda.para();
    }

    @Override
    public boolean isRunning() {
        return ronda.anda();
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
