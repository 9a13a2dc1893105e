package br.kafkanapratica.etapa;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/** As partições desta instância, ditas numa linha a cada rebalance. Lida de qualquer thread. */
final class Particoes implements ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Particoes.class);

    private final String rotulo;
    private final Trechos trechos;
    private final Escrita escrita;
    private final java.util.function.Consumer<Collection<TopicPartition>> aoReceber;
    /** De que consumidor é cada uma: um que para tarde não leva as que já são de outro. */
    private final Map<TopicPartition, Consumer<?, ?>> minhas = new ConcurrentHashMap<>();

    private volatile boolean noGrupo;

    /** @param aoReceber o que mais quer saber quais partições chegaram */
    Particoes(
            String rotulo,
            Trechos trechos,
            Escrita escrita,
            java.util.function.Consumer<Collection<TopicPartition>> aoReceber) {
        this.rotulo = rotulo;
        this.trechos = trechos;
        this.escrita = escrita;
        this.aoReceber = aoReceber;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumidor, Collection<TopicPartition> novas) {
        novas.forEach(nova -> minhas.put(
                nova,
                consumidor)); // primeiro: o que se sabe das que não são desta instância esquece-se a qualquer momento
        trechos.pausa(consumidor, novas);
        escrita.pendencias().recebe(consumidor, novas);
        aoReceber.accept(novas);
        if (!novas.isEmpty() || !noGrupo) { // depois de ceder uma partição vem uma chamada sem novas
            noGrupo = true;
            anuncia("");
        }
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumidor, Collection<TopicPartition> cedidas) {
        if (larga(consumidor, cedidas)) { // as perdidas passam por aqui também, depois de anunciadas
            anuncia("cedi %s; ".formatted(numeros(cedidas)));
        }
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumidor, Collection<TopicPartition> perdidas) {
        if (larga(consumidor, perdidas)) {
            noGrupo = false;
            anuncia("perdi %s (o grupo ficou sem notícias minhas); ".formatted(numeros(perdidas)));
        }
    }

    /** Se o grupo já disse quais são as desta instância, ainda que nenhuma. */
    boolean noGrupo() {
        return noGrupo;
    }

    /** O consumidor desta instância parou. */
    void saiu() {
        noGrupo = false;
    }

    private boolean larga(Consumer<?, ?> consumidor, Collection<TopicPartition> quais) {
        boolean alguma = false;
        for (var particao : quais) {
            alguma |= minhas.get(particao) == consumidor;
            minhas.computeIfPresent(particao, (qual, dono) -> dono == consumidor ? null : dono);
        }
        return alguma;
    }

    boolean minha(TopicPartition particao) {
        return minhas.containsKey(particao);
    }

    /** Por exemplo {@code "novos_pedidos 0, 2"}, ou {@code "nenhuma"}. */
    String descricao() {
        return minhas.isEmpty()
                ? "nenhuma"
                : minhas.keySet().stream()
                        .collect(Collectors.groupingBy(TopicPartition::topic, TreeMap::new, Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(topico -> topico.getKey() + " " + numeros(topico.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private void anuncia(String oQueHouve) {
        log.info("[{}] Rebalance: {}partições minhas agora: {}", rotulo, oQueHouve, descricao());
    }

    private static String numeros(Collection<TopicPartition> particoes) {
        return particoes.stream()
                .map(TopicPartition::partition)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
