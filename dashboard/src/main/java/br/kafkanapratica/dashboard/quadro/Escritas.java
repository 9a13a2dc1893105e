package br.kafkanapratica.dashboard.quadro;

import br.kafkanapratica.juiz.identidade.Identidade;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** O que se escreve em {@code contas}: quantas vezes, e as últimas. Para uma thread por vez. */
final class Escritas {

    private static final int ULTIMAS = 20;

    private final Deque<Quadro.Escrita> ultimas = new ArrayDeque<>();
    private long quantas;

    void anota(ConsumerRecord<byte[], byte[]> registro) {
        quantas++;
        var quem = Identidade.de(registro.key(), registro.topic(), registro.partition(), registro.offset());
        ultimas.addLast(new Quadro.Escrita(quem.nome(), registro.partition(), registro.offset()));
        if (ultimas.size() > ULTIMAS) {
            ultimas.removeFirst();
        }
    }

    Quadro.Contas agora() {
        return new Quadro.Contas(quantas, List.copyOf(ultimas));
    }
}
