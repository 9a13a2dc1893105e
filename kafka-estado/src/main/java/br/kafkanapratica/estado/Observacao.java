package br.kafkanapratica.estado;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** O que se viu do tópico, de fora. */
sealed interface Observacao {

    /** O broker não respondeu. */
    record SemContato(String erro) implements Observacao {}

    /** Respondeu, mas com um erro. Pode passar. */
    record Recusa(String erro) implements Observacao {}

    /**
     * Não deixa fazer o que se pediu. Pode passar.
     *
     * @param operacao a que falta, com o nome que tem numa ACL
     */
    record SemPermissao(String operacao, String erro) implements Observacao {}

    /** Nenhum broker no ar tem estas partições: não se sabe até onde vão. Pode passar. */
    record SemLider(List<Integer> particoes) implements Observacao {}

    record Ausente() implements Observacao {}

    /** Existe, mas a {@code cleanup.policy} não é só {@code compact}. */
    record PoliticaErrada(String politica) implements Observacao {}

    /**
     * @param id muda quando o tópico é apagado e recriado
     * @param inicio o primeiro offset de cada partição
     * @param fim o próximo offset a escrever em cada partição, inclusive o que está em transações abertas
     * @param estavel até onde se lê em {@code read_committed}: o fim, ou o começo da primeira transação aberta
     * @param epocas a época do líder de cada partição: só cresce, a menos que o broker volte de uma cópia
     * @param retencaoDasRemocoes por quanto tempo, no mínimo, um tombstone que o limpador já viu continua no log
     */
    record Topico(
            Uuid id,
            Map<TopicPartition, Long> inicio,
            Map<TopicPartition, Long> fim,
            Map<TopicPartition, Long> estavel,
            Map<TopicPartition, Integer> epocas,
            Duration retencaoDasRemocoes)
            implements Observacao {

        /** A parte da retenção de que não se depende: os relógios não são o mesmo, e ler a cauda leva tempo. */
        private static final double MARGEM = 0.9;

        /** Se nenhuma remoção escrita há este tanto, ou depois, pode já ter saído do log. */
        boolean aindaTemAsRemocoesDe(Duration haQuanto) {
            return haQuanto.toMillis() < retencaoDasRemocoes.toMillis() * MARGEM;
        }
    }
}
