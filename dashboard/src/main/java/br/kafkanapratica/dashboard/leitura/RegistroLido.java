package br.kafkanapratica.dashboard.leitura;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.identidade.Identidade;
import br.kafkanapratica.juiz.kafka.Origem;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * O pouco que se guarda de um registro do pipeline.
 *
 * @param etapa a que lê o tópico, ou aquela cuja DLT ele é
 * @param quando o timestamp do registro, em milissegundos desde 1970
 */
public record RegistroLido(
        TopicPartition particao, long offset, long quando, EtapaDoPipeline etapa, boolean naDlt, Identidade quem) {

    /** Nada, se o tópico não é do pipeline. */
    public static Optional<RegistroLido> de(ConsumerRecord<byte[], byte[]> registro) {
        var particao = new TopicPartition(registro.topic(), registro.partition());
        return EtapaDoPipeline.queLe(registro.topic())
                .map(etapa -> new RegistroLido(
                        particao,
                        registro.offset(),
                        registro.timestamp(),
                        etapa,
                        false,
                        Identidade.de(registro.key(), registro.topic(), registro.partition(), registro.offset())))
                .or(() -> EtapaDoPipeline.daDlt(registro.topic())
                        .map(etapa -> new RegistroLido(
                                particao, registro.offset(), registro.timestamp(), etapa, true, Origem.de(registro))));
    }
}
