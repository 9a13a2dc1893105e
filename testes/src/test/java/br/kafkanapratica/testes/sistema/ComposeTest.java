package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private static final String NO_CONTEINER =
            "process.roles|advertised.*|controller.*|inter.broker.*|listener.*|log.dirs|heap.opts";

    /** O broker em contêiner tem de se comportar como o broker-local: os prazos do curso e dos testes são os mesmos. */
    @Test
    void oBrokerDoComposeTemAsEscolhasDoBrokerLocal() throws IOException {
        assertThat(doCompose()).isNotEmpty().isEqualTo(doBrokerLocal());
    }

    /** Um módulo novo que o .dockerignore não conhece só falharia no build das imagens. */
    @Test
    void todoModuloEntraNoBuildDasImagens() throws IOException {
        var dentro = Files.readAllLines(BrokerDeTeste.raiz().resolve(".dockerignore"));
        var pom = Files.readString(BrokerDeTeste.raiz().resolve("pom.xml"));
        var modulos = Pattern.compile("<module>([a-z/-]+)</module>")
                .matcher(pom.substring(0, pom.indexOf("</modules>")))
                .results()
                .map(modulo -> modulo.group(1))
                .toList();

        assertThat(modulos).contains("testes", "kafka-etapa");
        assertThat(dentro)
                .containsAll(modulos.stream()
                        .map(modulo -> modulo.matches("testes|exemplos/.*") ? "!" + modulo + "/pom.xml" : "!" + modulo)
                        .toList());
    }

    /** Um /tmp de onde não se executa nada, e os codecs carregados de onde ele não importa. */
    @Test
    void oTmpDosConteineresNaoTemExecEOsCodecsVaoNaImagem() throws IOException {
        var compose = Files.readString(BrokerDeTeste.raiz().resolve("docker-compose.yml"));
        var receita = Files.readString(BrokerDeTeste.raiz().resolve("Dockerfile"));

        assertThat(compose).contains("/tmp:rw,noexec,nosuid,nodev,size=");
        assertThat(receita)
                .contains("-DZstdNativePath=", "-Dorg.xerial.snappy.lib.path=", "-Djava.library.path=")
                .contains("java ${OPCOES_DA_JVM} ${CODECS} -XX:AOTCache=");
    }

    /** As outras, o compose ignora calado. */
    @Test
    void asVariaveisQueOComposePassaSaoAsQueODocumentoDiz() throws IOException {
        var passadas = Pattern.compile("\\$\\{([A-Z_]+):-")
                .matcher(Files.readString(BrokerDeTeste.raiz().resolve("docker-compose.yml")))
                .results()
                .map(variavel -> "`" + variavel.group(1) + "`")
                .toList();
        var doc = Files.readString(BrokerDeTeste.raiz().resolve("docs/como-fazer/docker.md"));
        var frase =
                Pattern.compile("(?s)O compose só passa aos contêineres (.*?):").matcher(doc);

        assertThat(frase.find()).isTrue();
        assertThat(Pattern.compile("`[A-Z_]+`").matcher(frase.group(1)).results())
                .extracting(MatchResult::group)
                .containsExactlyInAnyOrderElementsOf(passadas);
    }

    /** Os comandos que os programas do cluster aconselham, a quem está fora dos contêineres, são os dele. */
    @Test
    void noClusterOsConselhosSaoOsDoCluster() throws IOException {
        var cluster = Files.readString(BrokerDeTeste.raiz().resolve("docker-compose.cluster.yml"));
        var enderecos = Pattern.compile("FORA://(localhost:\\d+)")
                .matcher(cluster + Files.readString(BrokerDeTeste.raiz().resolve("docker-compose.yml")))
                .results()
                .map(endereco -> endereco.group(1))
                .sorted()
                .collect(Collectors.joining(","));
        var comando =
                Pattern.compile("COMANDO_DO_COMPOSE: (docker compose [^#]+) #").matcher(cluster);

        assertThat(cluster).contains("DASHBOARD_KAFKANOSCOMANDOS: " + enderecos + " ");
        assertThat(comando.find()).isTrue();
        assertThat(BrokerDeTeste.raiz().resolve("docs/como-fazer/docker.md"))
                .content()
                .contains("alias cluster='" + comando.group(1) + "'");
        assertThat(cluster).contains("#   " + comando.group(1) + " up -d");
    }

    private static Map<String, String> doCompose() throws IOException {
        var opcoes = new TreeMap<String, String>();
        for (var linha : Files.readAllLines(BrokerDeTeste.raiz().resolve("docker/broker.env"))) {
            if (linha.startsWith("KAFKA_")) {
                var par = linha.substring("KAFKA_".length()).split("=", 2);
                opcoes.put(par[0].toLowerCase(Locale.ROOT).replace('_', '.'), par[1]);
            }
        }
        opcoes.keySet().removeIf(opcao -> opcao.matches(NO_CONTEINER));
        return opcoes;
    }

    private static Map<String, String> doBrokerLocal() throws IOException {
        var fonte = Files.readString(BrokerDeTeste.raiz()
                        .resolve("broker-local/src/main/java/br/kafkanapratica/broker/ConfiguracaoDoBroker.java"))
                .replaceFirst(
                        "(?s) DE_ALGUNS = .*?;\n", ""); // o do compose é um só; os três, docker-compose.cluster.yml
        var opcoes = new TreeMap<String, String>();
        var opcao = Pattern.compile(
                        "Map\\.entry\\(\\s*\"([a-z.]+)\",\\s*(?:\"([^\"]*)\"|Integer\\.toString\\(([\\d* ]+)\\))")
                .matcher(fonte);
        while (opcao.find()) {
            opcoes.put(opcao.group(1), opcao.group(2) != null ? opcao.group(2) : produto(opcao.group(3)));
        }
        opcoes.keySet().removeIf(nome -> nome.matches(NO_CONTEINER));
        return opcoes;
    }

    private static String produto(String fatores) {
        long produto = 1;
        for (var fator : fatores.split("\\*")) {
            produto *= Long.parseLong(fator.strip());
        }
        return Long.toString(produto);
    }
}
