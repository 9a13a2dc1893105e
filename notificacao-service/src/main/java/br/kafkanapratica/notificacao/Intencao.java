package br.kafkanapratica.notificacao;

import br.kafkanapratica.comum.Feito;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.KafkaAdmin;
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

    private final Admin admin;

    Intencao(KafkaAdmin kafka) {
        this.admin = Admin.create(kafka.getConfigurationProperties());
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
    Anterior anota(List<Feito<String>> avisos) {
        try {
            var anterior = new HashMap<TopicPartition, Long>();
            admin.listConsumerGroupOffsets(GRUPO)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((particao, gravado) -> {
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
                admin.alterConsumerGroupOffsets(GRUPO, nova).all().get();
            }
            return new Anterior(anterior);
        } catch (ExecutionException e) {
            throw new KafkaException("não consegui anotar os avisos no Kafka", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrompido ao anotar os avisos", e);
        }
    }

    private static TopicPartition particao(ConsumerRecord<?, ?> registro) {
        return new TopicPartition(registro.topic(), registro.partition());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
