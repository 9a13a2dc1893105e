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
        assertThat(le()).extracting(Aviso::pedido).containsExactly("a");
        assertThat(le()).hasSize(1);
    }

    @Test
    void oSegundoAvisoConta() {
        escrito.put("notificacao-service", List.of(DE_A));
        le();
        escrito.put("notificacao-service", List.of(DE_A.replace(" [t]", " (reenvio) [u]")));
        assertThat(le()).extracting(Aviso::pedido, Aviso::reenvio).containsExactly(tuple("a", false), tuple("a", true));
    }

    @Test
    void oDaArmadilhaNaoContaDuasVezesPorTerONomeDoCerto() {
        escrito.put("notificacao-service", List.of(DE_A));
        escrito.put("notificacao-auto-commit", List.of(DE_A));
        var processos = List.of(
                processo("notificacao-service", Estado.TERMINADO, false),
                processo("notificacao-auto-commit", Estado.NO_AR, true));
        assertThat(avisos.le(processos, Set.of("a"), AGORA))
                .extracting(Aviso::programa)
                .containsExactly("notificacao-auto-commit");
    }

    private List<Aviso> le() {
        return avisos.le(List.of(processo("notificacao-service", Estado.NO_AR, false)), Set.of("a", "b"), AGORA);
    }

    private static ProcessoVisto processo(String nome, Estado estado, boolean armadilha) {
        return new ProcessoVisto(nome, "notificacao-service", 1, estado, AGORA, null, armadilha, null, 0, null);
    }
}
