package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Quantas vezes cada registro que falhou já foi repetido. Cada partição é de uma thread; partições diferentes, de várias. */
final class Tentativas {

    /** Com o timestamp: num tópico recriado, outro registro pode ter o mesmo offset. */
    private record Falha(long offset, long quando, BackOffExecution repeticoes) {

        private boolean de(ConsumerRecord<?, ?> registro) {
            return offset == registro.offset() && quando == registro.timestamp();
        }
    }

    private final ExponentialBackOff backOff;
    private final Map<TopicPartition, Falha> falhas = new ConcurrentHashMap<>();

    Tentativas(int maximo, Duration espera) {
        backOff = new ExponentialBackOff(espera.toMillis(), 2);
        backOff.setMaxAttempts(maximo);
    }

    /**
     * Quanto esperar até repetir este registro, que acaba de falhar; vazio se já se repetiu o bastante, e continua a ser vazio: se a
     * transação que o leva à DLT se desfaz, não se repete tudo de novo.
     */
    Optional<Duration> aposFalhar(ConsumerRecord<?, ?> registro) {
        var particao = new TopicPartition(registro.topic(), registro.partition());
        var falha = falhas.compute(
                particao,
                (mesma, anterior) -> anterior != null && anterior.de(registro)
                        ? anterior
                        : new Falha(registro.offset(), registro.timestamp(), backOff.start()));
        long espera = falha.repeticoes().nextBackOff();
        return espera == BackOffExecution.STOP ? Optional.empty() : Optional.of(Duration.ofMillis(espera));
    }
}
