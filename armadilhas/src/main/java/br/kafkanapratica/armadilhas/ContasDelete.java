package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Guarda saldos num tópico com a política {@code delete}, a que todo tópico tem se nada se diz. Passada a retenção, o Kafka apaga o
 * saldo de quem não mudou; aqui ela é de segundos, e em produção, de sete dias.
 */
public final class ContasDelete {

    private ContasDelete() {}

    public static void main(String... args) throws Exception {
        var opcoes = Opcoes.de(args);
        var copia = opcoes.texto("topico", "contas-delete");
        var retencao = Long.toString(opcoes.duracao("retencao", "10s").toMillis());
        try (var admin = Clientes.admin(opcoes)) {
            var politica = Map.of("cleanup.policy", "delete", "retention.ms", retencao);
            if (!admin.listTopics().names().get().contains(copia)) { // o da outra vez serve: o que tinha, expirou
                admin.createTopics(List.of(new NewTopic(copia, Optional.of(3), Optional.empty()).configs(politica)))
                        .all()
                        .get();
            }
        }
        try (var produtor = Clientes.produtor(opcoes, Map.of())) {
            var escritas = le(
                    opcoes,
                    Topico.Nome.CONTAS,
                    conta -> produtor.send(new ProducerRecord<>(copia, conta.key(), conta.value())));
            produtor.flush();
            System.out.printf("Copiei os saldos de %d clientes para %s.%n", escritas.size(), copia);
            for (var restam = escritas; !restam.isEmpty(); restam = le(opcoes, copia, conta -> {})) {
                System.out.printf("%s tem %d de %d clientes.%n", copia, restam.size(), escritas.size());
                Thread.sleep(2000);
            }
            System.out.printf("%s não tem mais nenhum dos %d clientes.%n", copia, escritas.size());
        }
    }

    private static Set<String> le(Opcoes opcoes, String topico, Consumer<ConsumerRecord<String, String>> cada) {
        var chaves = new HashSet<String>();
        try (var consumidor = Clientes.consumidor(opcoes, Map.of())) {
            var particoes = Clientes.particoes(consumidor, topico);
            consumidor.assign(particoes);
            var fim = consumidor.endOffsets(particoes);
            while (fim.entrySet().stream().anyMatch(uma -> consumidor.position(uma.getKey()) < uma.getValue())) {
                consumidor.poll(Duration.ofMillis(100)).forEach(conta -> {
                    chaves.add(conta.key());
                    cada.accept(conta);
                });
            }
        }
        return chaves;
    }
}
