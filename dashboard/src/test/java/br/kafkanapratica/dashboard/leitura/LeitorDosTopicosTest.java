package br.kafkanapratica.dashboard.leitura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.leitura.SinalDeVida;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nada do que a leitura lance acaba com a thread nem se dá por passado antes de passar. */
class LeitorDosTopicosTest {

    private final SinalDeVida sinal = new SinalDeVida("leitor", Duration.ofSeconds(30));
    /** O que se diria da thread a cada vez que ela recomeça. */
    private final List<Optional<String>> recomecos = new CopyOnWriteArrayList<>();

    private Error falha = new StackOverflowError();
    private final LeitorDosTopicos leitor =
            new LeitorDosTopicos(registros -> new MockConsumer<>("none"), new Destino(), sinal);

    @AfterEach
    void para() {
        leitor.stop();
    }

    @Test
    void aFalhaQueContinuaNaoSeDaPorPassada() {
        leitor.start();
        await().until(() -> recomecos.size() >= 2);
        assertThat(recomecos.get(1)).contains("leitor falhou: java.lang.StackOverflowError");
    }

    @Test
    void seNemSeConsegueDizerAFalhaAThreadContinua() {
        falha = new StackOverflowError() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new StackOverflowError();
            }
        };
        leitor.start();
        await().until(() -> recomecos.size() >= 2);
    }

    private final class Destino implements DestinoDaLeitura {

        @Override
        public void recomeca(Fotografia primeira) {
            recomecos.add(sinal.problema());
            throw falha;
        }

        @Override
        public Fotografia ultima() {
            return new Fotografia(Instant.EPOCH, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Set.of());
        }

        @Override
        public void recebe(Iterable<ConsumerRecord<byte[], byte[]>> registros) {}

        @Override
        public void leuAte(Map<TopicPartition, Long> posicoes, Collection<TrechoIlegivel> ilegiveis) {}

        @Override
        public boolean recomecar() {
            return false;
        }

        @Override
        public boolean atrasado() {
            return false;
        }

        @Override
        public Set<TopicPartition> adiantadas() {
            return Set.of();
        }

        @Override
        public Map<TopicPartition, Long> porPular() {
            return Map.of();
        }
    }
}
