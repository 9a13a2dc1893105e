package br.kafkanapratica.dashboard.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.Recusa;
import br.kafkanapratica.dashboard.conexao.KafkaNaoConfirmou;
import br.kafkanapratica.leitura.AteOFim;
import br.kafkanapratica.leitura.BytesLimitados;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * O caminho de um pedido, procurado no log a cada pergunta: nada se guarda sobre ele. Com 100 mil pedidos leva um ou dois
 * segundos. Pode ser usado de várias threads, mas faz uma busca por vez.
 */
@Component
class Historico {

    /** Somados, menos do que a página espera pela resposta. */
    private static final Duration PRAZO = Duration.ofSeconds(20);

    private static final Duration ESPERA_PELA_VEZ = Duration.ofSeconds(5);
    private static final long BYTES_POR_POLL = 4 * 1024 * 1024;

    private final ConsumerFactory<byte[], byte[]> consumidores;
    private final Semaphore vez = new Semaphore(1);

    Historico(ConsumerFactory<byte[], byte[]> consumidores) {
        this.consumidores = consumidores;
    }

    /**
     * @param procurado a chave, o começo de uma só, ou a posição de um registro sem chave
     * @throws KafkaNaoConfirmou se o Kafka não responde
     */
    Caminho de(String procurado) throws InterruptedException {
        if (!vez.tryAcquire(ESPERA_PELA_VEZ.toSeconds(), TimeUnit.SECONDS)) {
            throw new Recusa(HttpStatus.SERVICE_UNAVAILABLE, "Há buscas demais; tente de novo em alguns segundos.");
        }
        try (var consumidor = consumidor()) {
            return procura(consumidor, new Busca(procurado));
        } catch (KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        } finally {
            vez.release();
        }
    }

    private Consumer<byte[], byte[]> consumidor() {
        var configuracao = new HashMap<>(consumidores.getConfigurationProperties());
        configuracao.putAll(BytesLimitados.configuracao(BYTES_POR_POLL));
        return new KafkaConsumer<>(configuracao);
    }

    /** Uma partição que não se lê, ou sem líder, não esconde o que está nas outras. */
    static Caminho procura(Consumer<byte[], byte[]> consumidor, Busca busca) {
        var existentes = consumidor.listTopics();
        var particoes = Arrays.stream(EtapaDoPipeline.values())
                .flatMap(etapa -> Stream.of(etapa.entrada().nome(), etapa.dlt().nome()))
                .flatMap(topico -> existentes.getOrDefault(topico, List.of()).stream())
                .toList();
        var comLider = particoes.stream()
                .filter(info -> info.leader() != null && !info.leader().isEmpty())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumidor.assign(comLider);
        consumidor.seekToBeginning(comLider);
        var fim = new HashMap<>(consumidor.endOffsets(comLider));
        boolean todas = comLider.size() == particoes.size();
        long prazo = System.nanoTime() + PRAZO.toNanos();
        while (true) {
            try {
                boolean ateOFim = AteOFim.le(consumidor, fim, () -> System.nanoTime() < prazo, busca::ve);
                return busca.caminho(ateOFim && todas);
            } catch (OutOfMemoryError | LinkageError e) { // um registro que não se lê: o painel diz qual
                return busca.caminho(false);
            } catch (KafkaException e) {
                var trecho = TrechoIlegivel.em(e, consumidor);
                if (trecho.isEmpty() || fim.remove(trecho.get().particao()) == null) {
                    throw e;
                }
                consumidor.pause(List.of(trecho.get().particao()));
                todas = false;
            }
        }
    }
}
