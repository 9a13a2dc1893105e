package br.kafkanapratica.experimentos.fatos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.ProcessoVisto.Estado;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AvisosLidosTest {

    private static final Instant AGORA = Instant.parse("2026-11-27T12:00:00Z");
    private static final String DE_A = "12:00:00.001 INFO  [NOTIFICACAO] Pedido a de Ana concluído: 1 × Produto-1 [t]";

    private final Map<String, List<String>> escrito = new HashMap<>();
    private final AvisosLidos avisos = new AvisosLidos(new Laboratorio() {
        @Override
        public List<ProcessoVisto> processos() {
            return List.of();
        }

        @Override
        public List<String> linhas(String programa, int quantas) {
            return escrito.getOrDefault(programa, List.of());
        }
    });

    @Test
    void cadaLinhaUmaVezESoDosPedidosDoExperimento() {
        escrito.put(
                "notificacao-service",
                List.of(
                        DE_A,
                        "12:00:00.001 INFO  [NOTIFICACAO] Recebi pedido: a (Ana)",
                        DE_A.replace("Pedido a", "Pedido z")));
        assertThat(le(1)).extracting(Aviso::pedido).containsExactly("a");
        assertThat(le(1)).hasSize(1);
    }

    @Test
    void oSegundoProcessoEONovoAvisoContam() {
        escrito.put("notificacao-service", List.of(DE_A));
        le(1);
        escrito.put("notificacao-service", List.of(DE_A.replace(" [t]", " (reenvio) [u]")));
        assertThat(le(2))
                .extracting(Aviso::pedido, Aviso::reenvio)
                .containsExactly(tuple("a", false), tuple("a", true));
    }

    private List<Aviso> le(long pid) {
        var processo = new ProcessoVisto(
                "notificacao-service", "notificacao-service", pid, Estado.NO_AR, AGORA, null, false, null, 0, null);
        return avisos.le(List.of(processo), Set.of("a", "b"), AGORA);
    }
}
