package br.kafkanapratica.estado;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** O que já se viu e leu de um log, e se o que se vê agora ainda é ele: um log não volta atrás nem perde partições. Uma thread. */
final class LogVisto {

    /** Vistas seguidas sem uma partição que já houve: poucas são de um broker que ainda não soube dela; tantas, de um que voltou de uma cópia. */
    private static final int FALTAS_QUE_PROVAM = 60;

    private final Uuid id;
    private final Motivo motivo;
    private final Map<TopicPartition, Long> inicios;
    private final Map<TopicPartition, Long> fins = new HashMap<>();
    private final Map<TopicPartition, Integer> epocas = new HashMap<>();
    private int semAsNovas;

    LogVisto(Observacao.Topico topico, Motivo motivo) {
        this.id = topico.id();
        this.motivo = motivo;
        this.inicios = new HashMap<>(topico.inicio());
    }

    Uuid id() {
        return id;
    }

    /** Onde cada partição que se lê começava. */
    Map<TopicPartition, Long> inicios() {
        return inicios;
    }

    /** @param lidas até onde se leu: também isso o log já teve */
    void anota(Observacao.Topico topico, Map<TopicPartition, Long> lidas) {
        topico.fim().forEach((particao, fim) -> fins.merge(particao, fim, Math::max));
        lidas.forEach((particao, posicao) -> fins.merge(particao, posicao, Math::max));
        topico.epocas().forEach((particao, epoca) -> epocas.merge(particao, epoca, Math::max));
    }

    /** As partições que surgiram, e onde começam. */
    Map<TopicPartition, Long> inclui(Observacao.Topico topico) {
        var novas = new HashMap<>(topico.inicio());
        novas.keySet().removeAll(inicios.keySet());
        inicios.putAll(novas);
        return novas;
    }

    /** Visto por um broker que ainda não soube das partições mais novas: o mesmo tópico nunca as perde. */
    boolean aindaSemAsNovas(Observacao.Topico topico) {
        return !topico.inicio().keySet().containsAll(inicios.keySet());
    }

    /** Por que o que se vê já não é o mesmo log; vazio se é. */
    Optional<String> desmentidoPor(Observacao.Topico topico) {
        semAsNovas = aindaSemAsNovas(topico) ? semAsNovas + 1 : 0;
        if (semAsNovas == FALTAS_QUE_PROVAM) {
            return Optional.of(motivo.perdeuParticoes());
        }
        boolean outro = !topico.id().equals(id)
                || inicios.entrySet().stream()
                        .anyMatch(
                                primeiro -> topico.inicio().getOrDefault(primeiro.getKey(), 0L) > primeiro.getValue());
        return outro ? Optional.of(motivo.recriado()) : voltouAtras(topico).or(() -> outraEpoca(topico));
    }

    /**
     * O que se viu e leu é de antes desta observação ter sido pedida; por isso um fim menor não é o de um log que cresceu
     * enquanto isso.
     */
    private Optional<String> voltouAtras(Observacao.Topico topico) {
        return topico.fim().entrySet().stream()
                .filter(fim -> fim.getValue() < fins.getOrDefault(fim.getKey(), 0L))
                .findFirst()
                .map(fim -> motivo.voltouAtras(
                        fim.getKey().partition(), fins.getOrDefault(fim.getKey(), 0L), fim.getValue()));
    }

    private Optional<String> outraEpoca(Observacao.Topico topico) {
        return topico.epocas().entrySet().stream()
                .filter(epoca -> epoca.getValue() < epocas.getOrDefault(epoca.getKey(), 0))
                .findFirst()
                .map(epoca -> motivo.outraEpoca(epoca.getKey().partition()));
    }
}
