package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * A leitura de um registro por {@code poll()}, depois de um {@link Error}: só assim se sabe qual registro o causou. Volta ao normal
 * quando o culpado é achado, ou quando passa tempo bastante sem outro. Pode ser usada de várias threads.
 */
final class Cuidado {

    private static final Duration PRIMEIRO = Duration.ofSeconds(30);
    private static final Duration MAIOR = Duration.ofMinutes(10);

    private final LongSupplier nanos;
    private boolean ligado;
    private long desde;
    private Duration duracao = PRIMEIRO;

    Cuidado() {
        this(System::nanoTime);
    }

    Cuidado(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Houve um {@link Error}. */
    synchronized void liga() {
        if (ligado && passou(PRIMEIRO)) {
            duracao = duracao.multipliedBy(2).compareTo(MAIOR) < 0 ? duracao.multipliedBy(2) : MAIOR;
        }
        ligado = true;
        desde = nanos.getAsLong();
    }

    synchronized void desliga() {
        ligado = false;
    }

    synchronized boolean ligado() {
        return ligado;
    }

    /** Se já passou tempo bastante, com cuidado e sem outro erro, para voltar ao normal. */
    synchronized boolean basta() {
        return ligado && passou(duracao);
    }

    /** Para o próximo consumidor deste listener. */
    synchronized void aplica(ContainerProperties container) {
        var ajustes = new Properties();
        ajustes.putAll(container.getKafkaConsumerProperties());
        if (ligado) {
            ajustes.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        } else {
            ajustes.remove(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
        }
        container.setKafkaConsumerProperties(ajustes);
    }

    private boolean passou(Duration tempo) {
        return nanos.getAsLong() - desde >= tempo.toNanos();
    }
}
