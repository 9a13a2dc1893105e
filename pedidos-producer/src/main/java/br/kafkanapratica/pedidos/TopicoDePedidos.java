package br.kafkanapratica.pedidos;

import br.kafkanapratica.terminal.ConsultaAoTopico;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.FalhaNoKafka;
import java.util.List;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** O tópico tem de existir; nunca é criado aqui. */
@Component
class TopicoDePedidos {

    private final KafkaAdmin kafka;
    private final Destino destino;

    TopicoDePedidos(KafkaAdmin kafka, Destino destino) {
        this.kafka = kafka;
        this.destino = destino;
    }

    /** @throws FalhaNoKafka com o comando que conserta, se o tópico não existe */
    int particoes() throws FalhaNoKafka, InterruptedException {
        return ConsultaAoTopico.faz(
                        destino.administracao(kafka.getConfigurationProperties()),
                        destino,
                        admin -> admin.describeTopics(List.of(destino.topico())).allTopicNames())
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }
}
