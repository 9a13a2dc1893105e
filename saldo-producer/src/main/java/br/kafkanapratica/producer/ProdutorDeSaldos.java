package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.EnvioConfirmado;
import br.kafkanapratica.terminal.FalhaNoKafka;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Escreve no tópico, e só diz que escreveu depois do acknowledgement do broker. */
@Component
class ProdutorDeSaldos {

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private final EnvioConfirmado envio;
    private final Destino destino;
    private final Clock relogio;
    private volatile @Nullable String semResposta;

    ProdutorDeSaldos(EnvioConfirmado envio, Destino destino, Clock relogio) {
        this.envio = envio;
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

    /** Envia sem esperar; o futuro se completa com o acknowledgement ou com a {@link FalhaNoKafka}. */
    CompletableFuture<RecordMetadata> envia(String clienteId, BigDecimal saldo) {
        return envia(clienteId, valor(clienteId, saldo));
    }

    private RecordMetadata confirma(String clienteId, @Nullable String valor)
            throws FalhaNoKafka, InterruptedException {
        semResposta = clienteId;
        try {
            return envia(clienteId, valor).get();
        } catch (ExecutionException e) {
            throw new FalhaNoKafka("NÃO CONFIRMADO -> key=%s: %s"
                    .formatted(clienteId, FalhaNoKafka.de(e, destino).getMessage()));
        } finally {
            semResposta = null;
        }
    }

    /** O que se diz de quem se interrompe à espera da resposta; vazio se não se espera nenhuma. De qualquer thread. */
    Optional<String> interrompido() {
        return Optional.ofNullable(semResposta)
                .map(
                        "NÃO CONFIRMADO -> key=%s: interrompido à espera do Kafka, não se sabe se foi gravado. Consulte o saldo, ou repita"
                                ::formatted);
    }

    private CompletableFuture<RecordMetadata> envia(String clienteId, @Nullable String valor) {
        return envio.envia(new ProducerRecord<>(destino.topico(), clienteId, valor));
    }

    private String valor(String clienteId, BigDecimal saldo) {
        var agora = OffsetDateTime.now(relogio).truncatedTo(ChronoUnit.SECONDS);
        // toString() omitiria os segundos quando são zero.
        return json.writeValueAsString(
                new Saldo(clienteId, saldo, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(agora)));
    }
}
