package br.kafkanapratica.etapa;

import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Os comandos que as mensagens citam, prontos para colar. De fábrica são os das ferramentas do Apache Kafka; quem tem outras dá
 * um bean deste tipo. Chamada de várias threads.
 */
public interface ComandosDoKafka {

    /**
     * Uma ferramenta do Kafka.
     *
     * @param nome sem {@code kafka-} na frente: {@code topics}, {@code configs}, {@code acls}, {@code consumer-groups}, {@code features};
     *     de uma que não se conheça, serve o comando {@linkplain #deFabrica de fábrica}
     */
    String ferramenta(String nome, String argumentos);

    /**
     * O que cria estes tópicos.
     *
     * @param topicos de cada um, o que tem de diferente de um de fábrica, como a ferramenta o pede; vazio se nada
     */
    default String cria(SortedMap<String, String> topicos) {
        return topicos.entrySet().stream()
                .map(topico -> ferramenta(
                        "topics",
                        "--create --topic %s %s"
                                .formatted(topico.getKey(), topico.getValue())
                                .strip()))
                .collect(Collectors.joining(" && "));
    }

    /** O que fazer quando o Kafka não responde. */
    default String semKafka() {
        return "Confira o endereço (spring.kafka.bootstrap-servers) e se esse Kafka está no ar";
    }

    /** O que refaz o estado de um grupo que o broker não consegue carregar, se há. */
    default Optional<String> recuperaGrupos() {
        return Optional.empty();
    }

    /** @param servidores os bootstrap servers */
    static ComandosDoKafka deFabrica(String servidores) {
        return (nome, argumentos) -> "kafka-%s.sh --bootstrap-server %s %s".formatted(nome, servidores, argumentos);
    }
}
