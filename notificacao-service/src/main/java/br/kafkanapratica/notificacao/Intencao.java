package br.kafkanapratica.notificacao;

import br.kafkanapratica.comum.Feito;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Até onde se vai avisar, gravado antes do aviso: o offset de um grupo só para isso, {@value #GRUPO}, que só anda para a frente.
 *
 * <p>Num dia normal ele vai um passo à frente do {@code grupo_notificacao}, que o alcança no commit. Quem recebe um registro
 * abaixo dele sabe que alguém já anunciou que o avisaria: morreu antes do commit, ou os offsets foram voltados atrás. Pode ser
 * usada de várias threads, uma por partição.
 */
@Component
class Intencao implements AutoCloseable {

    static final String GRUPO = "grupo_notificacao-avisos";

    private static final Duration PRAZO = Duration.ofSeconds(5);

    /** Só grava e lê offsets: sem assinar nada, nunca entra no grupo. Conhece o coordenador, o que o Admin pergunta a cada vez. */
    private final Consumer<?, ?> offsets;

    Intencao(ConsumerFactory<byte[], byte[]> consumidores) {
        var simples = new Properties();
        simples.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        this.offsets = consumidores.createConsumer(GRUPO, null, null, simples);
    }

    /** Até onde já se tinha anunciado avisar, exclusive, em cada partição. */
    record Anterior(Map<TopicPartition, Long> fim) {

        boolean talvezJaAvisado(ConsumerRecord<?, ?> registro) {
            return registro.offset() < fim.getOrDefault(particao(registro), 0L);
        }
    }

    /**
     * Grava a intenção destes avisos e devolve a que havia.
     *
     * @throws KafkaException se não foi gravada: não se deve avisar
     */
    synchronized Anterior anota(List<Feito<String>> avisos) {
        var particoes = avisos.stream().map(aviso -> particao(aviso.registro())).collect(Collectors.toSet());
        var anterior = new HashMap<TopicPartition, Long>();
        offsets.committed(particoes, PRAZO).forEach((particao, gravado) -> {
            if (gravado != null) {
                anterior.put(particao, gravado.offset());
            }
        });
        var nova = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var aviso : avisos) {
            long fim = aviso.registro().offset() + 1;
            if (fim > anterior.getOrDefault(particao(aviso.registro()), 0L)) {
                nova.put(particao(aviso.registro()), new OffsetAndMetadata(fim));
            }
        }
        if (!nova.isEmpty()) {
            offsets.commitSync(nova, PRAZO);
        }
        return new Anterior(anterior);
    }

    private static TopicPartition particao(ConsumerRecord<?, ?> registro) {
        return new TopicPartition(registro.topic(), registro.partition());
    }

    @Override
    public synchronized void close() {
        offsets.close(CloseOptions.timeout(Duration.ZERO));
    }
}
