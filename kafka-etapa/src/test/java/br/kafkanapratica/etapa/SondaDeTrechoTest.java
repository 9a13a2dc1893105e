package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;

class SondaDeTrechoTest {

    private static final TopicPartition UM = new TopicPartition("medidas", 1);
    private static final TopicPartition DOIS = new TopicPartition("medidas", 2);

    private final Impedimentos impedimentos = new Impedimentos("ALERTAS");
    private final Trechos trechos = new Trechos(impedimentos);
    private final AtomicInteger sondagens = new AtomicInteger();
    private Class<? extends Throwable> qual = TimeoutException.class;

    /** Sem o recomeço, a que já se lê ficaria pausada: dela ninguém mais cuida. */
    @ParameterizedTest
    @ValueSource(classes = {TimeoutException.class, IllegalStateException.class, OutOfMemoryError.class})
    void aFalhaNumTrechoNaoEsqueceOOutroQueJaSeLe(Class<? extends Throwable> falha) {
        qual = falha;
        var kafka = new MockConsumer<byte[], byte[]>("none");
        kafka.assign(List.of(UM, DOIS));
        trechos.para(kafka, new TrechoIlegivel(UM, 7, "corrompido"));
        trechos.para(kafka, new TrechoIlegivel(DOIS, 7, "corrompido"));
        var sonda = new SondaDeTrecho(
                trechos, this::umQueLeDepoisNenhum, "grupo_alertas", ComandosDoKafka.deFabrica("localhost:9092"));

        assertThat(sonda.olha()).isTrue();
        assertThat(sondagens).hasValue(2);
        assertThat(trechos.parados()).hasSize(1);
    }

    @Test
    void oTrechoQueVoltaAEstaInstanciaEExplicadoDeNovo() {
        var kafka = new MockConsumer<byte[], byte[]>("none");
        kafka.assign(List.of(UM));
        var trecho = new TrechoIlegivel(UM, 7, "UnsatisfiedLinkError");
        var sonda = new SondaDeTrecho(
                trechos, this::umQueNadaPerdeu, "grupo_alertas", ComandosDoKafka.deFabrica("localhost:9092"));
        trechos.para(kafka, trecho);
        sonda.olha();
        assertThat(impedimentos.motivo()).contains("java.io.tmpdir");

        trechos.restam(particao -> false);
        sonda.olha();
        trechos.para(kafka, trecho);
        sonda.olha();
        assertThat(impedimentos.motivo()).contains("java.io.tmpdir");
    }

    private Consumer<?, ?> umQueNadaPerdeu() {
        var kafka = new MockConsumer<byte[], byte[]>("none");
        kafka.updateBeginningOffsets(Map.of(UM, 0L));
        return kafka;
    }

    /** Como as bibliotecas: o que não se espera não se declara. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void lanca(Class<? extends Throwable> qual) throws T {
        throw (T) BeanUtils.instantiateClass(qual);
    }

    private Consumer<?, ?> umQueLeDepoisNenhum() {
        if (sondagens.incrementAndGet() > 1) {
            SondaDeTrechoTest.<RuntimeException>lanca(qual);
        }
        var kafka = new MockConsumer<byte[], byte[]>("none");
        kafka.updateBeginningOffsets(Map.of(UM, 8L, DOIS, 8L)); // o trecho foi apagado
        return kafka;
    }
}
