package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Lê os tópicos do pipeline e as DLTs desde o começo, e {@code contas} de agora em diante, num consumidor só, sem grupo e sem
 * gravar nada. Recomeça se um tópico é recriado, ganha partições ou perde o que já se tinha por ler.
 */
@Component
class Leitor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Leitor.class);
    private static final Duration ESPERA = Duration.ofMillis(100);
    private static final Duration RECOMECO = Duration.ofSeconds(1);

    private final ConsumerFactory<byte[], byte[]> consumidores;
    private final Painel painel;
    private volatile boolean parar;
    private volatile @Nullable Consumer<byte[], byte[]> consumidor;
    private @Nullable Thread thread;

    Leitor(ConsumerFactory<byte[], byte[]> consumidores, Painel painel) {
        this.consumidores = consumidores;
        this.painel = painel;
    }

    @Override
    public synchronized void start() {
        parar = false;
        thread = new Thread(this::roda, "leitor");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void stop() {
        parar = true;
        var aberto = consumidor;
        if (aberto != null) {
            aberto.wakeup();
        }
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void roda() {
        while (!parar) {
            painel.recomeca();
            try (var novo = consumidores.createConsumer()) {
                consumidor = novo;
                le(novo, esperaFotografia());
            } catch (WakeupException | InterruptException | InterruptedException e) {
                return; // só acontece ao parar
            } catch (KafkaException e) {
                log.warn("Recomeço a leitura dos tópicos: {}", e.getMessage());
                dorme();
            } finally {
                consumidor = null;
            }
        }
    }

    private void le(Consumer<byte[], byte[]> consumidor, Fotografia primeira) {
        consumidor.assign(primeira.fim().keySet());
        primeira.inicio().forEach((particao, inicio) -> {
            boolean soDaquiEmDiante = particao.topic().equals(Topico.CONTAS.nome());
            consumidor.seek(particao, soDaquiEmDiante ? primeira.fim().getOrDefault(particao, inicio) : inicio);
        });
        var posicoes = new HashMap<>(primeira.inicio());
        while (!parar && !mudou(primeira)) {
            var registros = consumidor.poll(ESPERA);
            if (!registros.isEmpty()) {
                painel.recebe(registros);
            }
            primeira.fim().keySet().forEach(particao -> atualiza(posicoes, particao, consumidor));
            painel.leuAte(Map.copyOf(posicoes), porcento(primeira, posicoes));
        }
    }

    private static void atualiza(
            Map<TopicPartition, Long> posicoes, TopicPartition particao, Consumer<?, ?> consumidor) {
        try {
            posicoes.put(particao, consumidor.position(particao, ESPERA));
        } catch (TimeoutException e) {
            posicoes.putIfAbsent(particao, 0L); // sem broker fica a anterior, que não é maior que a verdadeira
        }
    }

    /** Tópico criado, recriado ou com mais partições. */
    private boolean mudou(Fotografia primeira) {
        var agora = painel.ultima();
        return agora != null
                && (!agora.topicos().equals(primeira.topicos())
                        || !agora.fim().keySet().equals(primeira.fim().keySet()));
    }

    private static int porcento(Fotografia primeira, Map<TopicPartition, Long> posicoes) {
        long total = 0;
        long lidos = 0;
        for (var fim : primeira.fim().entrySet()) {
            if (!fim.getKey().topic().equals(Topico.CONTAS.nome())) {
                long inicio = primeira.inicio().getOrDefault(fim.getKey(), 0L);
                total += fim.getValue() - inicio;
                lidos += Math.min(posicoes.getOrDefault(fim.getKey(), inicio), fim.getValue()) - inicio;
            }
        }
        return total == lidos ? 100 : (int) Math.min(99, lidos * 100 / total);
    }

    private Fotografia esperaFotografia() throws InterruptedException {
        while (true) {
            var foto = painel.ultima();
            if (foto != null) {
                return foto;
            }
            Thread.sleep(ESPERA.toMillis());
        }
    }

    private void dorme() {
        try {
            Thread.sleep(RECOMECO.toMillis());
        } catch (InterruptedException e) {
            parar = true;
        }
    }
}
