package exemplo.medidas;

import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Etapas;
import br.kafkanapratica.etapa.Leitura;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** {@code medidas} → alertas do que esquentou demais → {@code alertas}. O que não é uma medida vai a {@code medidas-dlt}. */
@SpringBootApplication
public class MedidasApplication {

    private static final double LIMITE = 80;

    record Medida(String sensor, double celsius, Instant em) {

        Optional<String> problema() {
            return sensor.isBlank() ? Optional.of("sensor está em branco") : Optional.empty();
        }
    }

    record Alerta(String sensor, double celsius, Instant em, double limite) {}

    static final Leitura<Medida> LEITURA = Leitura.json(Medida.class).exige((medida, chave) -> medida.problema());

    public static void main(String[] args) {
        SpringApplication.run(MedidasApplication.class, args);
    }

    @Bean
    Etapa<Medida, Alerta> alertas(Etapas etapas) {
        return etapas.le("medidas", "grupo_alertas", LEITURA)
                .faz(MedidasApplication::confere)
                .narra(medida -> "Medida de " + medida.sensor(), alerta -> "ALERTA: " + alerta)
                .escreve("alertas");
    }

    /** Nulo se não há de que alertar: a medida está feita, e nada se escreve. */
    static @Nullable Alerta confere(Medida medida) {
        return medida.celsius() > LIMITE ? new Alerta(medida.sensor(), medida.celsius(), medida.em(), LIMITE) : null;
    }
}
