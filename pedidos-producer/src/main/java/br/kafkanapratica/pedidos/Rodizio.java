package br.kafkanapratica.pedidos;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/**
 * Os ids dos pedidos: UUIDs ao acaso, mas sorteados de novo até caírem numa partição que ainda não teve a sua vez na rodada.
 *
 * <p>Sem isto, em 1 de cada 20 execuções com 10 pedidos uma das 3 partições ficaria vazia. Para uma só thread.
 */
final class Rodizio {

    private final int particoes;
    private final BitSet servidas = new BitSet();

    Rodizio(int particoes) {
        this.particoes = particoes;
    }

    String proximoId() {
        while (true) {
            var id = UUID.randomUUID().toString();
            int particao = particao(id);
            if (!servidas.get(particao)) {
                servidas.set(particao);
                if (servidas.cardinality() == particoes) {
                    servidas.clear();
                }
                return id;
            }
        }
    }

    /** A conta que o producer do Kafka faz com a chave. */
    private int particao(String id) {
        return Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % particoes;
    }
}
