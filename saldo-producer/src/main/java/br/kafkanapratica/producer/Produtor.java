package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.FalhaNoKafka;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Escreve no tópico, e só diz que escreveu depois do acknowledgement do broker. */
@Component
class Produtor {

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private final KafkaTemplate<String, String> kafka;
    private final Destino destino;
    private final Clock relogio;

    Produtor(KafkaTemplate<String, String> kafka, Destino destino, Clock relogio) {
        this.kafka = kafka;
        this.destino = destino;
        this.relogio = relogio;
    }

    /** @throws FalhaNoKafka se não houve confirmação */
    void produz(String clienteId, BigDecimal saldo) throws FalhaNoKafka, InterruptedException {
        var valor = valor(clienteId, saldo);
        var onde = confirma(clienteId, valor);
        System.out.printf(
                "Produzido -> key=%s value=%s (partição %d, offset %d)%n",
                clienteId, valor, onde.partition(), onde.offset());
    }

    /**
     * Escreve um tombstone: a compactação apaga o cliente.
     *
     * @throws FalhaNoKafka se não houve confirmação
     */
    void remove(String clienteId) throws FalhaNoKafka, InterruptedException {
        var onde = confirma(clienteId, null);
        System.out.printf("Removido -> key=%s (partição %d, offset %d)%n", clienteId, onde.partition(), onde.offset());
    }

    /** Envia sem esperar; o futuro se completa com o acknowledgement ou com a causa da falha. */
    CompletableFuture<SendResult<String, String>> envia(String clienteId, BigDecimal saldo) {
        return envia(clienteId, valor(clienteId, saldo));
    }

    /** Volta quando tudo o que foi enviado tiver sido confirmado ou tiver falhado. */
    void esperaConfirmacoes() {
        kafka.flush();
    }

    FalhaNoKafka falha(Throwable causa) {
        return FalhaNoKafka.de(causa, destino);
    }

    private RecordMetadata confirma(String clienteId, @Nullable String valor)
            throws FalhaNoKafka, InterruptedException {
        try {
            return envia(clienteId, valor).get().getRecordMetadata();
        } catch (ExecutionException e) {
            throw new FalhaNoKafka("NÃO CONFIRMADO -> key=%s: %s".formatted(clienteId, falha(e).getMessage()));
        }
    }

    private CompletableFuture<SendResult<String, String>> envia(String clienteId, @Nullable String valor) {
        try {
            return kafka.send(destino.topico(), clienteId, valor);
        } catch (NestedRuntimeException | KafkaException e) { // o que falha antes de sair, como o prazo do max.block.ms
            return CompletableFuture.failedFuture(e);
        }
    }

    private String valor(String clienteId, BigDecimal saldo) {
        var agora = OffsetDateTime.now(relogio).truncatedTo(ChronoUnit.SECONDS);
        // toString() omitiria os segundos quando são zero.
        return json.writeValueAsString(
                new Saldo(clienteId, saldo, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(agora)));
    }
}
