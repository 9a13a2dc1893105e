package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.time.Instant;
import java.util.Map;

/**
 * O offset que o grupo da etapa tem gravado numa partição da entrada, visto num instante.
 *
 * @param fins o fim ({@code read_uncommitted}) de cada partição de cada tópico de resultados, perguntado <b>depois</b> do offset;
 *     a chave é {@code tópico-partição}. Vazio se não se perguntou: decidem então os relógios, com a paciência do juiz por folga.
 */
public record Gravacao(EtapaDoPipeline etapa, int particao, long offset, Instant quando, Map<String, Long> fins) {

    public Gravacao {
        fins = Map.copyOf(fins);
    }

    public Gravacao(EtapaDoPipeline etapa, int particao, long offset, Instant quando) {
        this(etapa, particao, offset, quando, Map.of());
    }
}
