package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * O que faz cada thread que consome, e desde quando: uma que não volta de um pedido, ou de um {@code poll()}, não lança nada e não
 * se vê de outro modo. Pode ser usado de várias threads.
 */
final class Andamento {

    /** @param registro o que está em curso; nulo se nenhum, e então {@code onde} */
    private record Passo(@Nullable ConsumerRecord<?, ?> registro, String onde, long desde) {}

    /** @param haQuanto desde quando não avança */
    record Parada(Duration haQuanto, String onde) {}

    private final LongSupplier nanos;
    private final Map<Thread, Passo> passos = new ConcurrentHashMap<>();

    Andamento() {
        this(System::nanoTime);
    }

    Andamento(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Começa o trabalho de um pedido. */
    void comeca(ConsumerRecord<?, ?> registro) {
        anota(registro, "");
    }

    /** Decidido o lote, começa a entrega dele, que pode ser de quem usa a biblioteca. */
    void entrega() {
        anota(null, "na entrega do lote");
    }

    /** O pedido acabou, ou um {@code poll()} começou ou voltou. */
    void terminou() {
        anota(null, "na conversa com o Kafka");
    }

    private void anota(@Nullable ConsumerRecord<?, ?> registro, String onde) {
        passos.put(Thread.currentThread(), new Passo(registro, onde, nanos.getAsLong()));
    }

    /** Esta thread não consome mais. */
    void saiu() {
        passos.remove(Thread.currentThread());
    }

    /** Se há alguma thread consumindo. */
    boolean alguma() {
        return passos.keySet().stream().anyMatch(Thread::isAlive);
    }

    /** A thread que não avança há mais tempo, se há mais que {@code paciencia}. */
    Optional<Parada> parada(Duration paciencia) {
        passos.keySet().removeIf(thread -> !thread.isAlive());
        long agora = nanos.getAsLong();
        return passos.values().stream()
                .map(passo -> new Parada(Duration.ofNanos(agora - passo.desde()), onde(passo)))
                .filter(parada -> parada.haQuanto().compareTo(paciencia) > 0)
                .max((um, outro) -> um.haQuanto().compareTo(outro.haQuanto()));
    }

    private static String onde(Passo passo) {
        var registro = passo.registro();
        return registro == null
                ? passo.onde()
                : "no trabalho do registro de %s, partição %d, offset %d"
                        .formatted(registro.topic(), registro.partition(), registro.offset());
    }
}
