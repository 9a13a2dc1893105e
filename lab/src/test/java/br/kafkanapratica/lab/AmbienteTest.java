package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbienteTest {

    /** As que o laboratório dá ele mesmo, conforme as portas, e as que o documento diz que não passam. */
    private static final Pattern DO_LABORATORIO = Pattern.compile(
            "SPRING_KAFKA_BOOTSTRAP_SERVERS|SERVER_\\w+|SALDO_CORSORIGENS|DASHBOARD_(SALDOSERVICE|PASTADOLOG)"
                    + "|DASHBOARD_(KAFKANOSCOMANDOS|SALDOSERVICEDAQUI)|PEDIDOS_TOPICO"
                    // de outros programas, com as bibliotecas
                    + "|ETAPA_(ROTULO|METRICAS|SUFIXODLT|SOCONEXAO)|KAFKA_ESTADO_\\w+");

    private static final Pattern VARIAVEL = Pattern.compile("`([A-Z]+_[A-Z_]+|PARTICOES|REPLICAS)`");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SERVER_PORT",
                "SERVER_ADDRESS",
                "SPRING_APPLICATION_JSON",
                "SPRING_PROFILES_ACTIVE",
                "SPRING_CONFIG_LOCATION",
                "MANAGEMENT_SERVER_PORT",
                "LOGGING_LEVEL_ROOT",
                "LOGGING_FILE_NAME",
                "DEBUG",
                "TRACE",
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "_JAVA_OPTIONS",
                "CLASSPATH",
                "KAFKA_OPTS",
                "KAFKA_HEAP_OPTS",
                "BASH_ENV",
                "SALDO_CORSORIGENS",
                "SALDO_CORS_ORIGENS",
                "DASHBOARD_SALDO_SERVICE"
            })
    void oQueMudariaUmProgramaFica(String variavel) {
        assertThat(Ambiente.passa(variavel)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "HOME", "LC_ALL", "TZ", "PAGAMENTO_FALHAS", "ESTOQUE_TEMPO_PROCESSAMENTO"})
    void oDoSistemaEAsConfiguracoesDocumentadasPassamEmQualquerGrafiaDoSpring(String variavel) {
        assertThat(Ambiente.passa(variavel)).isTrue();
    }

    @Test
    void dizOQueFicouSeAlguemPoderiaContarComIsso() {
        assertThat(Ambiente.ignoradas(Map.of("SERVER_PORT", "1", "PAGAMENTO_FALHAS", "0.5", "EDITOR", "vi")))
                .containsExactly("SERVER_PORT");
    }

    @Test
    void asConfiguracoesSaoAsDocumentadas() throws IOException {
        var secao = Files.readString(Path.of("../docs/referencia/configuracao.md"));
        var documentadas = new TreeSet<String>();
        secao.lines()
                .filter(linha -> linha.startsWith("| `"))
                .forEach(linha -> VARIAVEL.matcher(linha)
                        .results()
                        .map(achada -> achada.group(1))
                        .filter(nome -> !DO_LABORATORIO.matcher(nome).matches()
                                && !nome.matches(
                                        "JAVA_HOME|NO_COLOR|MAVEN_\\w+|SPRING_KAFKA_PRODUCER_\\w+")) // dos producers
                        .forEach(documentadas::add));
        assertThat(documentadas).containsExactlyInAnyOrderElementsOf(Ambiente.CONFIGURACOES);
    }
}
