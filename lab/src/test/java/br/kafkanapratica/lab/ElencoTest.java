package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.experimentos.controle.Armadilha;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void oTempoDeTrabalhoPedidoTomaOLugarDoQueVeioDoAmbienteEmQualquerGrafia() {
        var elenco = new Elenco(RAIZ, Portas.PADRAO, Map.of("ESTOQUE_TEMPO_PROCESSAMENTO", "1s", "ETAPA_ESPERA", "2s"));
        assertThat(elenco.comTempo("estoque-service", "10s").comando("estoque-service"))
                .startsWith("ESTOQUE_TEMPO_PROCESSAMENTO=10s ETAPA_ESPERA=2s ")
                .doesNotContain("TEMPOPROCESSAMENTO");
        assertThat(elenco.comTempo("pagamento-service", "10s").comando("pagamento-service"))
                .startsWith("ETAPA_ESPERA=2s PAGAMENTO_TEMPOPROCESSAMENTO=10s ");
        assertThat(Elenco.ETAPAS.stream().filter(Elenco::temTempoDeTrabalho))
                .containsExactly("estoque-service", "pagamento-service");
    }

    @Test
    void trazidoDeVoltaOBrokerTemOsDadosQueTinha(@TempDir Path raiz) throws IOException {
        zip(Files.createDirectories(raiz.resolve("broker-local/target")).resolve("broker-local.jar"));
        var elenco = new Elenco(raiz, new Portas(9092, 5001, 8080, 3), Map.of());
        var antes = elenco.brokers(true).get(1);
        var deVolta = elenco.programa("broker-2");
        assertThat(antes.comando()).contains("--limpar");
        assertThat(deVolta.comando())
                .doesNotContain("--limpar")
                .containsSubsequence("--brokers", "3", "--id", "2")
                .hasSize(antes.comando().size() - 1);
    }

    @Test
    void aArmadilhaRodaComOAmbienteDoCertoESemOJarDizComoOConstruir(@TempDir Path raiz) throws IOException {
        var elenco = new Elenco(raiz, new Portas(19092, 5001, 8080), Map.of("ESTOQUE_TEMPOPROCESSAMENTO", "1s"));
        assertThatThrownBy(() -> elenco.armadilha(Armadilha.ESTOQUE_ID_FIXO))
                .hasMessageContaining("sh mvnw -DskipTests -pl armadilhas -am package");
        zip(Files.createDirectories(raiz.resolve("armadilhas/target")).resolve("armadilhas.jar"));
        var armadilha = elenco.armadilha(Armadilha.ESTOQUE_ID_FIXO);
        assertThat(armadilha.comando()).endsWith("estoque-id-fixo");
        assertThat(armadilha.ambiente())
                .containsEntry("ESTOQUE_TEMPOPROCESSAMENTO", "1s")
                .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:19092");
        assertThat(elenco.armadilha(Armadilha.SALDO_COM_GRUPO).ambiente())
                .containsOnlyKeys("SPRING_KAFKA_BOOTSTRAP_SERVERS");
        var roteiro = new RoteiroDoLab(elenco, Marca.de(raiz), Map::of);
        var saldo = Instancia.de(Armadilha.SALDO_COM_GRUPO);
        assertThat(roteiro.porta(saldo)).isEqualTo(5002);
        assertThat(roteiro.programa(saldo).ambiente()).containsEntry("SERVER_PORT", "5002");
        assertThat(roteiro.comando(saldo)).startsWith("SERVER_PORT=5002 SPRING_KAFKA");
        assertThat(elenco.comando(Armadilha.ESTOQUE_ID_FIXO))
                .contains("ESTOQUE_TEMPOPROCESSAMENTO=1s SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 ")
                .endsWith(" -jar armadilhas/target/armadilhas.jar estoque-id-fixo");
    }

    @Test
    void oQueSoODashboardSabeNaoVaiANenhumaLinhaDeComando(@TempDir Path raiz) throws IOException {
        zip(Files.createDirectories(raiz.resolve("dashboard/target")).resolve("dashboard.jar"));
        var elenco = new Elenco(raiz, Portas.PADRAO, Map.of());
        var roteiro = new RoteiroDoLab(elenco, Marca.de(raiz), () -> Map.of("DASHBOARD_LAB_CHAVE", "segredo"));
        var dashboard = Instancia.de("dashboard");
        assertThat(roteiro.programa(dashboard).ambiente()).containsEntry("DASHBOARD_LAB_CHAVE", "segredo");
        assertThat(roteiro.programa(dashboard).comando()).noneMatch(parte -> parte.contains("segredo"));
        assertThat(roteiro.comando(dashboard)).doesNotContain("segredo");
        assertThat(Ambiente.passa("DASHBOARD_LAB_CHAVE")).isFalse();
    }

    /** O bastante para ser um jar. */
    private static void zip(Path jar) throws IOException {
        try (var saida = new ZipOutputStream(Files.newOutputStream(jar))) {
            saida.putNextEntry(new ZipEntry("nada"));
        }
    }

    @Test
    void asConfiguracoesDeQuemIniciouVaoNoComandoDeQuemFazCasoDelas() {
        var elenco = new Elenco(RAIZ, Portas.PADRAO, Map.of("PAGAMENTO_FALHAS", "0.5", "ETAPA_ESPERA", "2 s'"));
        assertThat(elenco.comando("pagamento-service")).startsWith("ETAPA_ESPERA='2 s'\\''' PAGAMENTO_FALHAS=0.5 ");
        assertThat(elenco.comando("estoque-service")).doesNotContain("PAGAMENTO");
        assertThat(elenco.comando("dashboard")).doesNotContain("ETAPA");
    }
}
