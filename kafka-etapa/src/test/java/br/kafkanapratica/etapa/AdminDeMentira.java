package br.kafkanapratica.etapa;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/** Os tópicos de um Kafka, e se ele responde. */
final class AdminDeMentira {

    private static final Node NO = new Node(1, "localhost", 9092);

    /** O nome e quantas partições tem. */
    final Map<String, Integer> topicos = new ConcurrentHashMap<>();

    final Map<String, Map<String, String>> configuracoes = new ConcurrentHashMap<>();
    volatile boolean responde = true;

    /** O que responde a tudo, se não é nula. */
    volatile @Nullable RuntimeException recusa;

    /** Quantas vezes a resposta ainda não chega a tempo. */
    volatile int demoras;

    Admin admin() {
        return Procurador.de(Admin.class, null, (metodo, argumentos) -> switch (metodo) {
            case "describeTopics" -> descricoes(nomes(argumentos[0]));
            case "describeConfigs" -> new Configuracoes(recursos(argumentos[0]));
            case "close" -> null;
            default -> throw new AssertionError(metodo);
        });
    }

    private Descricoes descricoes(Collection<String> nomes) {
        boolean respondia = responde;
        responde = respondia && demoras-- <= 0;
        var descricoes = new Descricoes(nomes);
        responde = respondia;
        return descricoes;
    }

    private <T> KafkaFuture<T> resposta(T valor) {
        if (recusa != null) {
            return falha(recusa);
        }
        return responde ? KafkaFuture.completedFuture(valor) : falha(new TimeoutException("sem resposta"));
    }

    private static <T> KafkaFuture<T> falha(Exception erro) {
        var futuro = new KafkaFutureImpl<T>();
        futuro.completeExceptionally(erro);
        return futuro;
    }

    @SuppressWarnings("unchecked")
    private static Collection<String> nomes(Object argumento) {
        return (Collection<String>) argumento;
    }

    @SuppressWarnings("unchecked")
    private static Collection<ConfigResource> recursos(Object argumento) {
        return (Collection<ConfigResource>) argumento;
    }

    private KafkaFuture<TopicDescription> descricao(String nome) {
        var particoes = topicos.get(nome);
        if (nome.contains(" ")) {
            return falha(new InvalidTopicException(nome));
        }
        if (responde && particoes == null) {
            return falha(new UnknownTopicOrPartitionException(nome));
        }
        return resposta(new TopicDescription(
                nome,
                false,
                java.util.stream.IntStream.range(0, particoes == null ? 0 : particoes)
                        .mapToObj(numero -> new TopicPartitionInfo(numero, NO, List.of(NO), List.of(NO)))
                        .toList()));
    }

    private Config configuracao(String topico) {
        return new Config(configuracoes.getOrDefault(topico, Map.of()).entrySet().stream()
                .map(ajuste -> new ConfigEntry(ajuste.getKey(), ajuste.getValue()))
                .toList());
    }

    private final class Descricoes extends DescribeTopicsResult {
        Descricoes(Collection<String> nomes) {
            super(null, paraCada(nomes, AdminDeMentira.this::descricao));
        }
    }

    private final class Configuracoes extends DescribeConfigsResult {
        Configuracoes(Collection<ConfigResource> recursos) {
            super(paraCada(recursos, recurso -> resposta(configuracao(recurso.name()))));
        }
    }

    private static <K, V> Map<K, V> paraCada(Collection<K> chaves, java.util.function.Function<K, V> valor) {
        var mapa = new HashMap<K, V>();
        Set.copyOf(chaves).forEach(chave -> mapa.put(chave, valor.apply(chave)));
        return mapa;
    }
}
