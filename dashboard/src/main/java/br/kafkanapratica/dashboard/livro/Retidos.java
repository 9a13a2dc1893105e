package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.dashboard.leitura.RegistroLido;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** O que já se leu e é de depois do corte que se espera: fica aqui até um corte que o inclua. Para uma thread por vez. */
final class Retidos {

    private static final int BASTANTES = 50_000;

    private final Map<TopicPartition, Deque<RegistroLido>> porParticao = new HashMap<>();
    private int quantos;

    void guarda(RegistroLido lido) {
        porParticao.computeIfAbsent(lido.particao(), nova -> new ArrayDeque<>()).addLast(lido);
        quantos++;
    }

    /** Entrega, na ordem de cada partição, os anteriores a estes fins. */
    void entrega(Map<TopicPartition, Long> fins, Consumer<RegistroLido> aQuem) {
        porParticao.forEach((particao, fila) -> {
            long fim = fins.getOrDefault(particao, 0L);
            while (!fila.isEmpty() && fila.getFirst().offset() < fim) {
                quantos--;
                aQuem.accept(fila.removeFirst());
            }
        });
    }

    /** Ler mais só faria esperar mais na memória. */
    boolean bastam() {
        return quantos >= BASTANTES;
    }
}
