package br.kafkanapratica.dashboard.conexao;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.Recusa;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/** O que a página escreve no Kafka, com acknowledgement. Pode ser usado de várias threads. */
@Component
public class Escritor {

    private final KafkaOperations<byte[], byte[]> kafka;
    private final Administracao administracao;
    private final ComandosDaPagina comandos;

    Escritor(KafkaOperations<byte[], byte[]> kafka, Administracao administracao, ComandosDaPagina comandos) {
        this.kafka = kafka;
        this.administracao = administracao;
        this.comandos = comandos;
    }

    /**
     * Envia todos e espera as confirmações.
     *
     * @throws Recusa se o tópico não existe; nada foi enviado
     * @throws KafkaNaoConfirmou se alguma confirmação não veio
     */
    public List<RecordMetadata> escreve(List<ProducerRecord<byte[], byte[]>> registros) throws InterruptedException {
        exigeTopicos(registros.stream().map(ProducerRecord::topic).distinct().toList());
        try {
            var envios = registros.stream().map(kafka::send).toList();
            CompletableFuture.allOf(envios.toArray(CompletableFuture[]::new)).get();
            return envios.stream()
                    .map(CompletableFuture::join)
                    .map(SendResult::getRecordMetadata)
                    .toList();
        } catch (ExecutionException | NestedRuntimeException | KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }

    /** O producer esperaria por ele até se cansar, e não diria que é isso. */
    private void exigeTopicos(List<String> topicos) throws InterruptedException {
        var existentes = existentes(topicos);
        for (var topico : topicos) {
            if (!existentes.contains(topico)) {
                throw new Recusa(
                        HttpStatus.CONFLICT,
                        "O tópico %s não existe. Crie-o com: %s".formatted(topico, comandos.criarTopicos()));
            }
        }
    }

    private Set<String> existentes(List<String> topicos) throws InterruptedException {
        try {
            return Administracao.existentes(administracao.admin(), topicos).keySet();
        } catch (ExecutionException | KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }
}
