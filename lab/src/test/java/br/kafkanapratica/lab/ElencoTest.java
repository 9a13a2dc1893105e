package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElencoTest {

    private static final Path RAIZ = Path.of("/raiz");

    @Test
    void deFabricaOComandoEOQueEstaNoCurso() {
        var elenco = new Elenco(RAIZ, Portas.PADRAO, Map.of());
        for (var modulo : new String[] {"broker-local", "saldo-service", "pagamento-service", "dashboard"}) {
            assertThat(elenco.comando(modulo))
                    .startsWith(elenco.ferramentas().replaceAll(" -jar .*", ""))
                    .endsWith("-jar %1$s/target/%1$s.jar".formatted(modulo));
        }
    }

    @Test
    void comOutrasPortasOComandoAsLevaInclusiveAPaginaQuePodeConsultarOServico() {
        var elenco = new Elenco(RAIZ, new Portas(19092, 15001, 18080), Map.of());
        assertThat(elenco.comando("saldo-service"))
                .startsWith("SALDO_CORSORIGENS=http://localhost:18080,http://127.0.0.1:18080 SERVER_PORT=15001 "
                        + "SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 ");
        assertThat(elenco.comando("dashboard"))
                .startsWith(
                        "DASHBOARD_SALDOSERVICE=http://localhost:15001 SERVER_PORT=18080 SPRING_KAFKA_BOOTSTRAP_SERVERS=");
        assertThat(elenco.comando("broker-local")).endsWith(".jar --porta 19092");
        assertThat(elenco.ferramentas()).startsWith("SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 ");
    }

    @Test
    void asConfiguracoesDeQuemIniciouVaoNoComandoDeQuemFazCasoDelas() {
        var elenco = new Elenco(RAIZ, Portas.PADRAO, Map.of("PAGAMENTO_FALHAS", "0.5", "ETAPA_ESPERA", "2 s'"));
        assertThat(elenco.comando("pagamento-service")).startsWith("ETAPA_ESPERA='2 s'\\''' PAGAMENTO_FALHAS=0.5 ");
        assertThat(elenco.comando("estoque-service")).doesNotContain("PAGAMENTO");
        assertThat(elenco.comando("dashboard")).doesNotContain("ETAPA");
    }
}
