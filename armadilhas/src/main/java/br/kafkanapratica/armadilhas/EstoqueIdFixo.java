package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Usa transações, mas o {@code transactional.id} está escrito na configuração, e é o mesmo em todas as instâncias. Para o Kafka uma
 * segunda é a primeira que voltou: cerca a que trabalhava, que a cerca de volta, e o que cada uma tinha em mãos se perde.
 */
@EnableAutoConfiguration
@Import(Estoque.class)
public class EstoqueIdFixo {

    private final Estoque estoque;
    private final KafkaTemplate<String, String> kafka;

    EstoqueIdFixo(Estoque estoque, KafkaTemplate<String, String> kafka) {
        this.estoque = estoque;
        this.kafka = kafka;
    }

    public static void main(String... args) {
        new SpringApplicationBuilder(EstoqueIdFixo.class)
                .properties(
                        "spring.kafka.producer.transaction-id-prefix=estoque-",
                        "spring.kafka.consumer.max-poll-records=5",
                        "spring.kafka.consumer.isolation-level=read_committed")
                .run(args);
    }

    @KafkaListener(topics = Topico.Nome.NOVOS_PEDIDOS, groupId = Grupo.ESTOQUE)
    void recebe(ConsumerRecord<String, String> pedido) throws InterruptedException {
        kafka.send(Topico.Nome.PEDIDOS_APROVADOS, pedido.key(), estoque.aprova(pedido));
    }
}
