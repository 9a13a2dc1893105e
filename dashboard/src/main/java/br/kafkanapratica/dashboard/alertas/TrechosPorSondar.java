package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** O que não se lê, e o que talvez não se leia: o que falta saber, e a quem se diz. Pode ser usado de várias threads. */
public interface TrechosPorSondar {

    /** Os trechos que não se leem, e que ainda não se sabe até onde vão. */
    List<TrechoIlegivel> porSondar();

    /** @param proximo o primeiro offset que se lê depois do trecho */
    void sondado(TrechoIlegivel trecho, long proximo);

    /**
     * Onde alguém está parado há um pedido que já se leu, e que talvez não se leia mais.
     *
     * @return o primeiro offset que espera, por partição
     */
    Map<TopicPartition, Long> porConferir();

    /** @param trecho o que não se leu a partir do offset; vazio se se leu */
    void conferido(TopicPartition particao, long offset, Optional<TrechoIlegivel> trecho);
}
