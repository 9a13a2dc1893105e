package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * "Nenhum pedido pode se perder", e por isso repete sem fim o que falha. Um registro que nunca vai dar certo prende a partição: o
 * que vem atrás dele espera para sempre.
 */
@EnableAutoConfiguration
@Import(Estoque.class)
public class EstoqueSemDlt {

    private static final Logger LOG = LoggerFactory.getLogger(EstoqueSemDlt.class);

    private final Estoque estoque;
    private final KafkaTemplate<String, String> kafka;

    EstoqueSemDlt(Estoque estoque, KafkaTemplate<String, String> kafka) {
        this.estoque = estoque;
        this.kafka = kafka;
    }

    public static void main(String... args) {
        new SpringApplicationBuilder(EstoqueSemDlt.class).run(args);
    }

    @Bean
    static DefaultErrorHandler repeteAteDarCerto() {
        var tratador = new DefaultErrorHandler(new FixedBackOff(1000, FixedBackOff.UNLIMITED_ATTEMPTS));
        tratador.setLogLevel(KafkaException.Level.DEBUG);
        tratador.setRetryListeners((registro, falha, vez) -> LOG.warn(
                "[ESTOQUE] Não deu certo com {}-{}, offset {}: tento outra vez (já foram {})",
                registro.topic(),
                registro.partition(),
                registro.offset(),
                vez));
        return tratador;
    }

    @KafkaListener(topics = Topico.Nome.NOVOS_PEDIDOS, groupId = Grupo.ESTOQUE)
    void recebe(ConsumerRecord<String, String> pedido) throws InterruptedException {
        kafka.send(Topico.Nome.PEDIDOS_APROVADOS, pedido.key(), estoque.aprova(pedido));
    }
}
