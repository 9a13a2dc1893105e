package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Quatrocentos pedidos de 2 s à espera, com o prazo entre dois {@code poll()} de fábrica (5 min), aqui na mesma proporção: 40 ms
 * e 6 s. Um {@code poll()} traz todos: trabalhá-los antes do próximo levaria mais de duas vezes o prazo.
 */
@Tag("completo")
class FilaGrandeIT {

    private static final String[] NA_MESMA_PROPORCAO = {
        "--estoque.tempo-processamento=40ms", "--spring.kafka.consumer.properties.max.poll.interval.ms=6000"
    };
    private static final int PEDIDOS = 400;
    private static final Duration PRAZO = Duration.ofMinutes(2);

    @Test
    void umaFilaGrandeNaoExpulsaOConsumidorDoGrupo() {
        try (var pipeline = new Pipeline()) {
            var ids = pipeline.envia(PEDIDOS);
            var estoque = pipeline.pronto("estoque-service", NA_MESMA_PROPORCAO);
            pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, PEDIDOS, PRAZO);

            assertThat(pipeline.ids(Topico.PEDIDOS_APROVADOS)).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(Pipeline.linhas(estoque, linha -> linha.contains("Rebalance")))
                    .as("só o do início")
                    .hasSize(1);
            assertThat(Pipeline.linhas(estoque, FilaGrandeIT::oLoteVolta)).isEmpty();
        }
    }

    /** O mesmo, com o {@code poll()} inteiro num lote só: se este não fosse expulso, o de cima nada provaria. */
    @Test
    void semLoteCurtoOConsumidorEExpulso() {
        try (var pipeline = new Pipeline()) {
            pipeline.envia(PEDIDOS);
            var argumentos = new String[] {NA_MESMA_PROPORCAO[0], NA_MESMA_PROPORCAO[1], "--etapa.lote=1h"};
            var estoque = pipeline.pronto("estoque-service", argumentos);

            estoque.esperaLinha(linha -> linha.contains("perdi ") || oLoteVolta(linha), PRAZO);
        }
    }

    private static boolean oLoteVolta(String linha) {
        return linha.contains("não se confirmou") || linha.contains("O grupo tirou as partições a esta instância");
    }
}
