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
import org.springframework.stereotype.Component;

/** Confere os tópicos de tempos em tempos, para que toda página diga o que há de errado neles, e não só a que os mostra. */
@Component
class RondaDosTopicos extends Ronda implements QueixasDosTopicos {

    private static final Duration INTERVALO = Duration.ofSeconds(5);

    private final Topicos topicos;
    private volatile Map<String, List<Problema>> porTopico = Map.of();

    RondaDosTopicos(Topicos topicos, @Qualifier("sinalDosTopicos") SinalDeVida sinal) {
        super("ronda-dos-topicos", sinal, INTERVALO);
        this.topicos = topicos;
    }

    @Override
    public Map<String, List<Problema>> porTopico() {
        return porTopico;
    }

    @Override
    protected void volta() {
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
