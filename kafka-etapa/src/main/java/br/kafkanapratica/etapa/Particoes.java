package br.kafkanapratica.etapa;

import java.util.Collection;
import java.util.List;
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
        // Primeiro: o que se sabe das que não são desta instância esquece-se a qualquer momento.
        novas.forEach(nova -> minhas.put(nova, consumidor));
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
        var largadas = larga(consumidor, cedidas);
        if (!largadas.isEmpty()) { // as perdidas passam por aqui também, depois de anunciadas
            anuncia("cedi %s; ".formatted(numeros(largadas)));
        }
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumidor, Collection<TopicPartition> perdidas) {
        var largadas = larga(consumidor, perdidas);
        if (!largadas.isEmpty()) {
            noGrupo = !minhas.isEmpty();
            anuncia("perdi %s (o grupo ficou sem notícias minhas); ".formatted(numeros(largadas)));
        }
    }

    /** Se o grupo já disse quais são as desta instância, ainda que nenhuma. */
    boolean noGrupo() {
        return noGrupo;
    }

    /** Se há mais instâncias que partições, esta pode ficar sem nenhuma. */
    boolean nenhuma() {
        return minhas.isEmpty();
    }

    /** O consumidor desta instância parou. */
    void saiu() {
        noGrupo = false;
    }

    /** As que eram mesmo deste consumidor. */
    private List<TopicPartition> larga(Consumer<?, ?> consumidor, Collection<TopicPartition> quais) {
        var dele = quais.stream()
                .filter(particao -> minhas.get(particao) == consumidor)
                .toList();
        dele.forEach(particao -> minhas.computeIfPresent(particao, (qual, dono) -> dono == consumidor ? null : dono));
        return dele;
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
