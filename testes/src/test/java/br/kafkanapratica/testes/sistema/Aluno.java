package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import tools.jackson.databind.JsonNode;

/**
 * Um aluno-robô num laboratório de verdade: prevê pela API da página, age pelos botões dela (o {@code POST} que cada um faz) ou, se a ação só
 * se digita, num terminal, e olha o que ficou verde.
 */
final class Aluno {

    private static final Duration PRAZO = Duration.ofMinutes(3);

    private final URI pagina;
    private final String chave;
    private final String kafka;
    private final Path raiz;
    private final CookieManager biscoitos = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(biscoitos).build();

    /**
     * @param pagina o endereço do dashboard
     * @param chave a do laboratório
     * @param kafka os bootstrap servers
     * @param raiz onde se digitam os comandos
     */
    Aluno(URI pagina, String chave, String kafka, Path raiz) {
        this.kafka = kafka;
        this.pagina = pagina;
        this.chave = chave;
        this.raiz = raiz;
        pede("GET", "/", null);
    }

    /** @param espera o que se espera depois de cada passo, antes do seguinte */
    void faz(Experimento experimento, List<Espera> espera) {
        preve(experimento);
        for (int i = 0; i < experimento.passos().size(); i++) {
            age(experimento, i);
            espera.get(i).depois(this, experimento);
        }
        esperaTudo(experimento);
    }

    void recomeca(Experimento experimento) {
        pede("POST", "/api/experimentos/" + experimento.id() + "/recomeco", "{}");
    }

    void preve(Experimento experimento) {
        recomeca(experimento);
        pede("POST", "/api/experimentos/" + experimento.id(), "{\"previsao\":\"a\"}");
    }

    void esperaTudo(Experimento experimento) {
        await().atMost(PRAZO)
                .failFast(() -> !responde())
                .untilAsserted(() -> assertThat(faltas(experimento))
                        .as("%s", experimento.id())
                        .isEmpty());
        assertThat(estado(experimento).path("terminou").asString()).isNotEmpty();
    }

    /** Quem está em cada grupo, como o Kafka o conta. */
    List<Set<String>> grupos() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
            var nomes = Stream.of(EtapaDoPipeline.values())
                    .map(EtapaDoPipeline::grupo)
                    .toList();
            return admin.describeConsumerGroups(nomes).all().get().values().stream()
                    .map(grupo -> grupo.members().stream()
                            .filter(membro ->
                                    !membro.assignment().topicPartitions().isEmpty())
                            .map(MemberDescription::consumerId)
                            .collect(Collectors.toSet()))
                    .toList();
        }
    }

    private boolean responde() {
        return pede("GET", "/api/lab", null).isObject();
    }

    /** O que a página diz que falta. */
    List<String> faltas(Experimento experimento) {
        return verificacoes(experimento).stream()
                .filter(verificacao -> verificacao.path("prova").isNull())
                .map(verificacao -> verificacao.path("texto").asString() + " "
                        + verificacao.path("falta").asString())
                .toList();
    }

    private boolean falta(Experimento experimento, int qual) {
        return verificacoes(experimento).get(qual - 1).path("prova").isNull();
    }

    List<JsonNode> verificacoes(Experimento experimento) {
        return StreamSupport.stream(estado(experimento).path("verificacoes").spliterator(), false)
                .toList();
    }

    /** Os registros que as provas citam. */
    List<String> lugares(Experimento experimento) {
        return verificacoes(experimento).stream()
                .flatMap(verificacao -> StreamSupport.stream(
                        verificacao.path("prova").path("lugares").spliterator(), false))
                .map(JsonNode::asString)
                .toList();
    }

    JsonNode estado(Experimento experimento) {
        return pede("GET", "/api/experimentos/" + experimento.id(), null);
    }

    private void age(Experimento experimento, int passo) {
        var botao = experimento.passos().get(passo).acao().botao();
        if (botao.isPresent()) {
            pede(
                    "POST",
                    "/" + botao.get().caminho(),
                    ServicoEmJar.JSON.writeValueAsString(botao.get().corpo()));
        } else {
            digita(experimento, passo);
        }
    }

    /** Num terminal, o comando como a página o mostra, com as portas deste laboratório. */
    void digita(Experimento experimento, int passo) {
        digita(estado(experimento).path("passos").get(passo).path("comando").asString());
    }

    private void digita(String comando) {
        var execucao =
                Execucao.de(new Programa("bash", List.of("bash", "-c", comando), Execucao.ambiente(Map.of()), raiz));
        assertThat(execucao.codigo()).as("%s: %s", comando, execucao.saida()).isZero();
    }

    private JsonNode pede(String metodo, String caminho, String corpo) {
        try {
            var pedido = HttpRequest.newBuilder(pagina.resolve(caminho))
                    .timeout(PRAZO)
                    .header("Content-Type", "application/json")
                    .header("X-Lab-Chave", chave)
                    .header("X-XSRF-TOKEN", token())
                    .method(metodo, corpo == null ? BodyPublishers.noBody() : BodyPublishers.ofString(corpo))
                    .build();
            var resposta = http.send(pedido, BodyHandlers.ofString());
            assertThat(resposta.statusCode())
                    .as("%s %s: %s", metodo, caminho, resposta.body())
                    .isEqualTo(200);
            return resposta.body().startsWith("{")
                    ? ServicoEmJar.JSON.readTree(resposta.body())
                    : ServicoEmJar.JSON.nullNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token() {
        return biscoitos.getCookieStore().getCookies().stream()
                .filter(biscoito -> biscoito.getName().equals("XSRF-TOKEN"))
                .map(biscoito -> biscoito.getValue())
                .findFirst()
                .orElse("");
    }

    /** O que um aluno espera antes do passo seguinte. */
    interface Espera {

        void depois(Aluno aluno, Experimento experimento);

        /** Ver esta verificação, pela ordem, de 1 em diante. */
        static Espera ver(int qual) {
            return (aluno, experimento) -> await().atMost(PRAZO).until(() -> !aluno.falta(experimento, qual));
        }

        /** Ver esta verificação; a armadilha, que às vezes acerta, é tirada e iniciada outra vez até errar. */
        static Espera verInsistindo(int qual, String armadilha) {
            return (aluno, experimento) -> {
                for (int vez = 0; vez < 10 && aluno.falta(experimento, qual); vez++) {
                    await().atMost(PRAZO).pollDelay(Duration.ofSeconds(10)).until(() -> true);
                    if (aluno.falta(experimento, qual)) {
                        aluno.pede("POST", "/api/lab/certo", "{\"programa\":\"" + armadilha + "\"}");
                        aluno.pede("POST", "/api/lab/armadilha", "{\"programa\":\"" + armadilha + "\"}");
                    }
                }
            };
        }

        /** Um tempo, que é do que o experimento fala: o estoque tem um pedido na mão. */
        static Espera segundos(int quantos) {
            return (aluno, experimento) ->
                    await().pollDelay(Duration.ofSeconds(quantos)).atMost(PRAZO).until(() -> true);
        }

        static Espera nada() {
            return (aluno, experimento) -> {};
        }
    }
}
