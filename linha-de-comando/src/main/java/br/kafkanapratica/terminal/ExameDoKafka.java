package br.kafkanapratica.terminal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Por que as confirmações não vêm: se há broker, se há tópico, se as partições têm líder. Para uma só thread, menos {@link #acompanha}. */
final class ExameDoKafka implements Supplier<Sintoma> {

    private static final String THREAD_DE_REDE = "kafka-producer-network-thread";
    private static final int PRAZO_MS = 3_000;

    private final Map<String, Object> configuracao;
    private final Destino destino;
    private volatile @Nullable Producer<?, ?> producer;

    /** @param configuracao a do {@link Admin} */
    ExameDoKafka(Map<String, Object> configuracao, Destino destino) {
        this.configuracao = configuracao;
        this.destino = destino;
    }

    @Override
    public Sintoma get() {
        if (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(THREAD_DE_REDE))) {
            return Sintoma.CLIENTE_MORTO;
        }
        return switch (Alcance.de(destino.servidores())) {
            // O endereço pode ser o do broker morto de um cluster, e os outros, que o producer conhece, estão no ar.
            case RECUSA -> conectado() ? Sintoma.SEM_LIDER : Sintoma.NADA_ATENDE;
            case MUDO -> Sintoma.MUDO;
            case ACEITA -> doTopico();
        };
    }

    /** O producer de que se esperam respostas. */
    <P extends Producer<?, ?>> P acompanha(P novo) {
        producer = novo;
        return novo;
    }

    private boolean conectado() {
        var atual = producer;
        return atual != null
                && atual.metrics().values().stream()
                        .filter(metrica -> metrica.metricName().name().equals("connection-count")
                                && metrica.metricName().group().equals("producer-metrics"))
                        .anyMatch(metrica ->
                                metrica.metricValue() instanceof Number quantas && quantas.doubleValue() > 0);
    }

    private Sintoma doTopico() {
        try (var admin = Admin.create(configuracao)) {
            var topico = admin.describeTopics(
                            List.of(destino.topico()), new DescribeTopicsOptions().timeoutMs(PRAZO_MS))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next();
            if (!temLider(topico)) {
                return Sintoma.SEM_LIDER;
            }
            return temReplicas(topico, emDiaExigidas(admin)) ? Sintoma.LENTO : Sintoma.SEM_REPLICAS;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException ? Sintoma.TOPICO_SUMIU : Sintoma.MUDO;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sintoma.MUDO;
        }
    }

    /** Quem pode escrever nem sempre pode ver as configurações: então não se sabe que faltem. */
    private int emDiaExigidas(Admin admin) throws InterruptedException {
        var recurso = new ConfigResource(ConfigResource.Type.TOPIC, destino.topico());
        try {
            var ajustes = admin.describeConfigs(List.of(recurso), new DescribeConfigsOptions().timeoutMs(PRAZO_MS))
                    .values()
                    .get(recurso);
            var ajuste = ajustes == null ? null : ajustes.get().get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
            return ajuste == null ? 1 : Integer.parseInt(ajuste.value());
        } catch (ExecutionException e) {
            return 1;
        }
    }

    /** O broker as recusaria a quem quer acks=all, e o cliente repete calado. De mais réplicas do que há, nunca se precisa. */
    static boolean temReplicas(TopicDescription topico, int exigidas) {
        return topico.partitions().stream()
                .allMatch(particao -> particao.isr().size()
                        >= Math.min(exigidas, particao.replicas().size()));
    }

    private static boolean temLider(TopicDescription topico) {
        return topico.partitions().stream()
                .allMatch(particao ->
                        particao.leader() != null && !particao.leader().isEmpty());
    }
}
