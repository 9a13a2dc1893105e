package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** O que as tabelas da referência dizem, e o que os programas no ar dizem de si: os endereços da API, as métricas, as opções. */
final class Referencia {

    private static final Path RAIZ = BrokerDeTeste.raiz();
    private static final Pattern ENDERECO = Pattern.compile("`GET (/[^`?]*)(?:\\?([^`]*))?`");
    private static final Pattern PARAMETRO = Pattern.compile("(\\w+)=");
    private static final Pattern CODIGO = Pattern.compile("\\b[2-5]\\d\\d\\b");
    private static final Pattern OPCAO = Pattern.compile("--[a-z]+(?:-[a-z]+)*");
    private static final Pattern OPCAO_NA_AJUDA = Pattern.compile("(?m)(?:\\[|^ {2,8}(?:-\\w, )?)(" + OPCAO + ")");
    private static final Pattern METRICA = Pattern.compile("`(saldo\\.[a-z.]+)`");

    /** As que todo programa tem, ou que só os scripts usam. */
    private static final Set<String> DE_TODOS = Set.of("--help", "--ajuda", "--raiz", "--cor", "--version");

    private Referencia() {}

    /** Cada endereço com os seus parâmetros e códigos de resposta, pela tabela. */
    static Map<String, Set<String>> enderecosDoDocumento() {
        var enderecos = new TreeMap<String, Set<String>>();
        for (var linha : documento("api.md").celulas()) {
            var endereco = ENDERECO.matcher(linha.get(0));
            if (endereco.matches()) {
                var diz = enderecos.computeIfAbsent(endereco.group(1), novo -> new TreeSet<>());
                diz.addAll(achados(PARAMETRO, endereco.group(2), 1));
                diz.addAll(achados(CODIGO, linha.get(1).replaceAll("`[^`]*`", ""), 0));
            } else if (linha.get(0).startsWith("qualquer um deles")) {
                enderecos.values().forEach(diz -> diz.addAll(achados(CODIGO, linha.get(1), 0)));
            }
        }
        return enderecos;
    }

    /** O mesmo, pelo OpenAPI que o saldo-service gera. */
    static Map<String, Set<String>> enderecosDe(int porta) throws IOException {
        var enderecos = new TreeMap<String, Set<String>>();
        for (var caminho : le(porta, "/v3/api-docs").get("paths").properties()) {
            var get = caminho.getValue().get("get");
            var diz = new TreeSet<>(get.get("responses").propertyNames());
            for (var parametro : get.path("parameters")) {
                if (parametro.get("in").asString().equals("query")) {
                    diz.add(parametro.get("name").asString());
                }
            }
            enderecos.put(caminho.getKey(), diz);
        }
        return enderecos;
    }

    static Set<String> metricasDoDocumento() {
        return documento("api.md").celulas().stream()
                .flatMap(linha -> achados(METRICA, linha.get(0), 1).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> metricasDe(int porta) throws IOException {
        return le(porta, "/actuator/metrics")
                .get("names")
                .valueStream()
                .map(JsonNode::asString)
                .filter(nome -> nome.startsWith("saldo."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Os comandos que têm tabela de opções, como ela os escreve. */
    static Stream<String> comandos() {
        return Stream.of(
                "./start.sh", "./create-topics.sh", "broker-local.jar", "saldo-producer.jar", "pedidos-producer.jar");
    }

    static Set<String> opcoesDoDocumento(String comando) {
        return documento("configuracao.md").tabelas().stream()
                .filter(tabela -> tabela.get(0).get(0).equals("`" + comando + "`"))
                .flatMap(tabela -> tabela.stream().flatMap(linha -> achados(OPCAO, linha.get(0), 0).stream()))
                .filter(opcao -> !DE_TODOS.contains(opcao))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> opcoesDe(String ajuda) {
        return achados(OPCAO_NA_AJUDA, ajuda, 1).stream()
                .filter(opcao -> !DE_TODOS.contains(opcao))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Documento documento(String nome) {
        return Documento.de(RAIZ, RAIZ.resolve("docs/referencia").resolve(nome));
    }

    private static Collection<String> achados(Pattern o, @Nullable String onde, int grupo) {
        return onde == null
                ? Set.of()
                : o.matcher(onde)
                        .results()
                        .map((MatchResult achado) -> achado.group(grupo))
                        .toList();
    }

    private static JsonNode le(int porta, String caminho) throws IOException {
        try {
            var resposta = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + porta + caminho))
                                    .build(),
                            BodyHandlers.ofString());
            return JsonMapper.shared().readTree(resposta.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
