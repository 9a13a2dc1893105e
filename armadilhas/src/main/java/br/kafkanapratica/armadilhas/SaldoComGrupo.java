package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Topico;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconstrói o estado com um grupo de consumidores, e o Kafka guarda até onde o grupo leu. O mapa estava na memória: quem reinicia
 * continua do offset gravado, não lê o que já foi lido, e fica sem saldos.
 */
public final class SaldoComGrupo {

    private static final Logger LOG = LoggerFactory.getLogger(SaldoComGrupo.class);

    private SaldoComGrupo() {}

    public static void main(String... args) throws IOException {
        var opcoes = Opcoes.de(args);
        var saldos = new ConcurrentSkipListMap<String, String>();
        try (var consumidor = Clientes.consumidor(opcoes, Map.of("group.id", "grupo_saldo"))) {
            LOG.info("Reconstruindo estado a partir do tópico...");
            var fim = consumidor.endOffsets(Clientes.particoes(consumidor, Topico.Nome.CONTAS));
            consumidor.subscribe(List.of(Topico.Nome.CONTAS));
            while (!chegou(consumidor, fim)) {
                consumidor.poll(Duration.ofMillis(100)).forEach(lido -> aplica(saldos, lido));
            }
            LOG.info("Reconstrução finalizada. Número de chaves: {}", saldos.size());
            consumidor.commitSync(); // o automático leva 5 s: quem a matasse antes não veria o erro
            ApiDeSaldos.abre(opcoes, saldos);
            while (true) {
                consumidor.poll(Duration.ofMillis(100)).forEach(novo -> aplica(saldos, novo));
            }
        }
    }

    private static boolean chegou(KafkaConsumer<String, String> consumidor, Map<TopicPartition, Long> fim) {
        return consumidor.assignment().containsAll(fim.keySet())
                && fim.entrySet().stream().allMatch(uma -> consumidor.position(uma.getKey()) >= uma.getValue());
    }

    static void aplica(ConcurrentMap<String, String> saldos, ConsumerRecord<String, String> registro) {
        if (registro.value() == null) {
            saldos.remove(registro.key());
        } else {
            saldos.put(registro.key(), registro.value());
        }
    }
}
