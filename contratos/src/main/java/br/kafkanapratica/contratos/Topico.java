package br.kafkanapratica.contratos;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Um tópico do sistema e as configurações com que ele tem de existir.
 *
 * <p>É a definição única: {@code create-topics.sh} é comparado com ela por um teste.
 *
 * @param nome o nome no Kafka
 * @param configuracoes as configurações do tópico, nos nomes do Kafka
 */
public record Topico(String nome, Map<String, String> configuracoes) {

    /** Os nomes como constantes: uma anotação não aceita outra coisa. */
    public static final class Nome {

        public static final String CONTAS = "contas";
        public static final String NOVOS_PEDIDOS = "novos_pedidos";
        public static final String PEDIDOS_APROVADOS = "pedidos_aprovados";
        public static final String PEDIDOS_CONCLUIDOS = "pedidos_concluidos";

        private Nome() {}
    }

    /** O que se acrescenta ao nome de um tópico para dar o da sua DLT. */
    public static final String SUFIXO_DA_DLT = "-dlt";

    /** Quantas partições cada tópico tem, quando não se pede outra coisa. */
    public static final int PARTICOES = 3;

    /** Saldos: a única fonte da verdade, por isso só {@code compact}. Os outros valores apressam a demonstração. */
    public static final Topico CONTAS = new Topico(
            Nome.CONTAS,
            Map.of("cleanup.policy", "compact", "segment.ms", "10000", "min.cleanable.dirty.ratio", "0.01"));

    public static final Topico NOVOS_PEDIDOS = fila(Nome.NOVOS_PEDIDOS, 7);
    public static final Topico PEDIDOS_APROVADOS = fila(Nome.PEDIDOS_APROVADOS, 7);
    public static final Topico PEDIDOS_CONCLUIDOS = fila(Nome.PEDIDOS_CONCLUIDOS, 7);

    /** Todos os tópicos, inclusive os de mensagens que não puderam ser processadas ({@code -dlt}). */
    public static List<Topico> todos() {
        var pipeline = List.of(NOVOS_PEDIDOS, PEDIDOS_APROVADOS, PEDIDOS_CONCLUIDOS);
        return Stream.of(Stream.of(CONTAS), pipeline.stream(), pipeline.stream().map(Topico::dlt))
                .flatMap(topicos -> topicos)
                .toList();
    }

    /**
     * O tópico que guarda, por 30 dias e byte por byte, o que deste nunca pôde ser processado. Aceita mensagens maiores: o
     * registro que mal coube no tópico de origem chega aqui com os headers que dizem a causa.
     */
    public Topico dlt() {
        var configuracoes = new HashMap<>(fila(nome, 30).configuracoes());
        configuracoes.put("max.message.bytes", "2097152");
        return new Topico(nome + SUFIXO_DA_DLT, Map.copyOf(configuracoes));
    }

    private static Topico fila(String nome, int dias) {
        var retencao = Long.toString(Duration.ofDays(dias).toMillis());
        return new Topico(nome, Map.of("cleanup.policy", "delete", "retention.ms", retencao));
    }
}
