package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As tabelas da referência são as do código: as configurações, com o padrão e a variável de ambiente; os tópicos. */
class ReferenciaTest {

    private static final Path RAIZ = BrokerDeTeste.raiz();
    private static final Path METADADOS = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

    private static final Pattern ENTRE_CRASES = Pattern.compile("`([^`]+)`");

    /** O que o laboratório diz ao dashboard que inicia, e ninguém escreve. */
    private static final String SO_DO_LABORATORIO = "dashboard.lab.";

    @Test
    void asConfiguracoesSaoAsDoCodigo() throws IOException {
        var doCodigo = doCodigo();
        assertThat(doCodigo).as("o que o build diz das configurações").hasSizeGreaterThan(30);
        var dosDocumentos = new TreeMap<String, String>();
        configuracoes().forEach(linha -> dosDocumentos.put(semCrases(linha.get(0)), padrao(linha.get(2))));
        assertThat(dosDocumentos).containsExactlyInAnyOrderEntriesOf(doCodigo);
    }

    @Test
    void aVariavelDeAmbienteEADaPropriedade() {
        assertThat(configuracoes())
                .allSatisfy(linha -> assertThat(linha.get(1))
                        .startsWith("`"
                                + semCrases(linha.get(0))
                                        .replace("-", "")
                                        .replace('.', '_')
                                        .toUpperCase(Locale.ROOT)
                                + "`"));
    }

    @Test
    void osTopicosSaoOsDoContrato() {
        var doDocumento = new HashMap<String, Map<String, String>>();
        for (var linha : celulas()) {
            if (linha.get(1).startsWith("`cleanup.policy=")) {
                var configuracoes = entreCrases(linha.get(1)).stream()
                        .map(par -> par.split("="))
                        .collect(Collectors.toMap(par -> par[0], par -> par[1]));
                nomes(linha.get(0)).forEach(nome -> doDocumento.put(nome, configuracoes));
            }
        }
        assertThat(doDocumento)
                .containsExactlyInAnyOrderEntriesOf(
                        Topico.todos().stream().collect(Collectors.toMap(Topico::nome, Topico::configuracoes)));
    }

    /** {@code <tópico>-dlt} é a de cada fila. */
    private static List<String> nomes(String celula) {
        return celula.contains("<tópico>")
                ? Stream.of(Topico.NOVOS_PEDIDOS, Topico.PEDIDOS_APROVADOS, Topico.PEDIDOS_CONCLUIDOS)
                        .map(topico -> topico.dlt().nome())
                        .toList()
                : entreCrases(celula);
    }

    private static Map<String, String> doCodigo() throws IOException {
        var configuracoes = new TreeMap<String, String>();
        try (var modulos = Files.list(RAIZ)) {
            for (var metadados : modulos.map(modulo -> modulo.resolve(METADADOS))
                    .filter(Files::exists)
                    .toList()) {
                for (var propriedade : JsonMapper.shared()
                        .readTree(Files.readString(metadados))
                        .get("properties")) {
                    configuracoes.put(propriedade.get("name").asString(), padrao(propriedade.get("defaultValue")));
                }
            }
        }
        configuracoes.keySet().removeIf(nome -> nome.startsWith(SO_DO_LABORATORIO));
        return configuracoes;
    }

    /** Propriedade, variável, padrão, o que é. */
    private static List<List<String>> configuracoes() {
        return celulas().stream()
                .filter(linha ->
                        linha.get(0).matches("`(saldo|etapa|dashboard|estoque|pagamento|kafka\\.estado)\\.[a-z.-]+`"))
                .toList();
    }

    private static List<List<String>> celulas() {
        return Documento.de(RAIZ, RAIZ.resolve("docs/referencia/configuracao.md"))
                .celulas();
    }

    /** O de uma lista vem como {@code [a, b]}. */
    private static String padrao(@Nullable JsonNode valor) {
        return valor == null
                ? ""
                : valor.asString().replaceFirst("^\\[(.*)]$", "$1").replace(", ", ",");
    }

    /** Sem crases é uma palavra: {@code nenhum}, {@code o nome do programa}. */
    private static String padrao(String celula) {
        return celula.startsWith("`") ? entreCrases(celula).get(0).replace(", ", ",") : "";
    }

    private static String semCrases(String celula) {
        return celula.replace("`", "");
    }

    private static List<String> entreCrases(String celula) {
        return ENTRE_CRASES
                .matcher(celula)
                .results()
                .map(pedaco -> pedaco.group(1))
                .toList();
    }
}
