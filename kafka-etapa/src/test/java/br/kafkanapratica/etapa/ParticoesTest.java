package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ParticoesTest {

    private static final TopicPartition UMA = new TopicPartition("medidas", 0);
    private static final TopicPartition OUTRA = new TopicPartition("medidas", 1);

    private final Impedimentos impedimentos = new Impedimentos("MEDIDAS");
    private final Particoes particoes = new Particoes(
            "MEDIDAS",
            new Trechos(impedimentos),
            EscritaParada.com(
                    new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "medidas-dlt"),
                    impedimentos,
                    new Recuo(),
                    new Cuidado()),
            novas -> {});
    private final Consumer<byte[], byte[]> antigo = consumidor();
    private final Consumer<byte[], byte[]> novo = consumidor();

    @Test
    void descreveAsQueTemPorTopicoEmOrdem() {
        particoes.onPartitionsAssigned(novo, List.of(new TopicPartition("outras", 3), OUTRA, UMA));
        assertThat(particoes.descricao()).isEqualTo("medidas 0, 1; outras 3");
    }

    /** Com várias threads, o recomeço não espera pela que ainda trabalha. */
    @Test
    void oConsumidorQueParaTardeNaoLevaAsQueJaSaoDeOutro() {
        particoes.onPartitionsAssigned(antigo, List.of(UMA, OUTRA));
        particoes.onPartitionsAssigned(novo, List.of(UMA));

        particoes.onPartitionsLost(antigo, List.of(UMA, OUTRA));
        assertThat(particoes.noGrupo()).isTrue();
        particoes.onPartitionsRevokedAfterCommit(antigo, List.of(UMA, OUTRA));
        assertThat(particoes.minha(UMA)).isTrue();
        assertThat(particoes.descricao()).isEqualTo("medidas 0");

        particoes.onPartitionsLost(novo, List.of(UMA));
        assertThat(particoes.noGrupo()).isFalse();
        assertThat(particoes.descricao()).isEqualTo("nenhuma");
    }

    @Test
    void umProcuradorEIgualSoASiMesmo() {
        assertThat(novo).isEqualTo(novo).isNotEqualTo(antigo).hasSameHashCodeAs(novo);
    }

    /** Como os da etapa: com alguém na frente. */
    private static Consumer<byte[], byte[]> consumidor() {
        return Procurador.de(
                Consumer.class, new MockConsumer<byte[], byte[]>("none"), (metodo, argumentos) -> Procurador.SEGUE);
    }
}
