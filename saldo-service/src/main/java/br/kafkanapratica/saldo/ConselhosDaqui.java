package br.kafkanapratica.saldo;

import br.kafkanapratica.contratos.Comandos;
import br.kafkanapratica.estado.Conselhos;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Os comandos e ajustes deste projeto. */
final class ConselhosDaqui implements Conselhos {

    /** Os que o Spring Boot conhece pelo nome, e é assim que se escrevem. */
    private static final Set<String> DO_BOOT = Set.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    private static final String BROKER_LOCAL = "java -jar broker-local/target/broker-local.jar";

    @Override
    public String semContato(String servidores) {
        return Comandos.para(servidores, Comandos.semKafka(servidores));
    }

    @Override
    public String topicoAusente(String servidores, String topico) {
        return Comandos.para(servidores, "Crie-o com: ./create-topics.sh");
    }

    @Override
    public String politicaErrada(String servidores, String topico) {
        return Comandos.para(
                servidores,
                ("o Kafka apagaria saldos por idade. Corrija com: %s configs --alter --entity-type topics --entity-name %s "
                                + "--add-config cleanup.policy=compact")
                        .formatted(BROKER_LOCAL, topico));
    }

    @Override
    public String transacaoAberta(String servidores, String topico, int particao, long offset) {
        return Comandos.para(
                servidores,
                "%s transactions abort --topic %s --partition %d --start-offset %d"
                        .formatted(BROKER_LOCAL, topico, particao, offset));
    }

    @Override
    public String ajusteDosPulos(String topico) {
        return "saldo.pular";
    }

    @Override
    public String ajuste(String doKafka) {
        return "spring.kafka.consumer."
                + (DO_BOOT.contains(doKafka) ? doKafka.replace('.', '-') : "properties." + doKafka);
    }
}
