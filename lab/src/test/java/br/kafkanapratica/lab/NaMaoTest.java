package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.controle.ProcessoVisto.Trabalho;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class NaMaoTest {

    private static final Instant AGORA = Instant.parse("2026-11-27T12:00:00Z");

    private final NaMao naMao = new NaMao(Clock.fixed(AGORA, ZoneOffset.UTC));

    @Test
    void oQueRecebeuAteDizerQueOFez() {
        naMao.accept("22:53:36.837 INFO  [ESTOQUE] Recebi pedido: a-1 (cliente_2, 1 × Produto-5), partição 0 [4eb9]");
        assertThat(naMao.agora()).isEqualTo(new Trabalho("a-1", AGORA));
        naMao.accept("22:53:37.000 INFO  [ESTOQUE] Pedido a-0 APROVADO. [4eb8]");
        assertThat(naMao.agora()).as("o anterior").isNotNull();
        naMao.accept("22:53:38.839 INFO  [ESTOQUE] Pedido a-1 APROVADO. [4eb9]");
        assertThat(naMao.agora()).isNull();
    }

    @Test
    void outraLinhaNaoDizNada() {
        naMao.accept("22:53:36.837 INFO  [ESTOQUE] No ar. Saúde e métricas: http://localhost:1/actuator (PID 1)");
        naMao.accept("isto cita [OUTRO] Recebi pedido: x");
        assertThat(naMao.agora()).isNull();
        naMao.accept("[NOTIFICACAO] Recebi pedido: b (cliente_1)");
        naMao.accept("[NOTIFICACAO] Pedido b de cliente_1 concluído: 1 × Produto-1");
        assertThat(naMao.agora()).isNull();
    }
}
