package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Se o relógio da máquina andou para trás. O cliente do Kafka conta por ele: até que volte à hora de antes, não manda heartbeats (sai
 * do grupo sem o notar) nem renova os metadados; e o container não acaba a pausa de uma repetição. De uma thread.
 */
final class SaltoDoRelogio {

    /** Menos que isto, bem menos que a sessão de um grupo, é acerto de todo dia. */
    private static final Duration NOTAVEL = Duration.ofSeconds(5);

    private final LongSupplier parede;
    private final LongSupplier nanos;
    private long diferenca;

    /** @param parede em milissegundos, como {@link System#currentTimeMillis()} */
    SaltoDoRelogio(LongSupplier parede, LongSupplier nanos) {
        this.parede = parede;
        this.nanos = nanos;
        this.diferenca = agora();
    }

    /** Quanto o relógio voltou desde a última vez, se foi o bastante para importar. Andar para a frente não faz mal. */
    Optional<Duration> voltou() {
        long atual = agora();
        var salto = Duration.ofMillis(diferenca - atual);
        if (salto.compareTo(NOTAVEL) >= 0) {
            diferenca = atual;
            return Optional.of(salto);
        }
        diferenca = Math.max(diferenca, atual); // os pequenos se somam
        return Optional.empty();
    }

    private long agora() {
        return parede.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }
}
