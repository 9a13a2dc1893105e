package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import tools.jackson.databind.JsonNode;

/**
 * Um aluno-robô num laboratório de verdade: prevê pela API da página, age pelos botões dela (o {@code POST} que cada um faz) ou, se a ação só
 * se digita, num terminal, e olha o que ficou verde.
 */
final class Aluno {

    private static final Duration PRAZO = Duration.ofMinutes(3);

    /** De um pedido que leva 1 s. */
    private static final Duration HA_POUCO = Duration.ofMillis(400);

    /** O que se espera depois de cada passo, antes do seguinte. */
    private static final Map<String, List<Espera>> ESPERAS = Map.ofEntries(
            Map.entry("assincronia", List.of(Espera.nada())),
            Map.entry("desacoplamento", List.of(Espera.ver(1), Espera.ver(2), Espera.nada())),
            Map.entry("pagamento-morto", List.of(Espera.ver(1), Espera.ver(2), Espera.nada())),
            Map.entry(
                    "morte-no-meio",
                    List.of(
                            Espera.pedidoNaMao("estoque-service"),
                            Espera.semNinguem(EtapaDoPipeline.ESTOQUE),
                            Espera.nada())),
            Map.entry("segundo-estoque", List.of(Espera.emDia(EtapaDoPipeline.ESTOQUE), Espera.ver(1), Espera.nada())),
            Map.entry(
                    "quarto-estoque",
                    List.of(
                            Espera.emDia(EtapaDoPipeline.ESTOQUE),
                            Espera.membros(EtapaDoPipeline.ESTOQUE, 2),
                            Espera.ver(1),
                            Espera.ver(2),
                            Espera.nada())),
            Map.entry("ordem", List.of(Espera.nada())),
            Map.entry("chave-por-cliente", List.of(Espera.nada())),
            Map.entry(
                    "no-maximo-uma-vez",
                    List.of(
                            Espera.ver(1),
                            Espera.pedidoNaMao("estoque-service"),
                            Espera.semNinguem(EtapaDoPipeline.ESTOQUE),
                            Espera.nada())),
            Map.entry(
                    "ao-menos-uma-vez",
                    List.of(
                            Espera.ver(1),
                            Espera.aprovados(1),
                            Espera.semNinguem(EtapaDoPipeline.ESTOQUE),
                            Espera.nada())),
            Map.entry(
                    "id-fixo",
                    List.of(Espera.membros(EtapaDoPipeline.ESTOQUE, 1), Espera.ver(1), Espera.ver(2), Espera.nada())),
            Map.entry(
                    "leu-o-desfeito",
                    List.of(
                            Espera.membros(EtapaDoPipeline.ESTOQUE, 1),
                            Espera.ver(1),
                            Espera.ver(3),
                            Espera.nada(),
                            Espera.nada())),
            Map.entry(
                    "poll-demorado", List.of(Espera.membros(EtapaDoPipeline.ESTOQUE, 1), Espera.ver(2), Espera.nada())),
            Map.entry(
                    "registro-venenoso",
                    List.of(
                            Espera.membros(EtapaDoPipeline.ESTOQUE, 1),
                            Espera.ver(1),
                            Espera.ver(2),
                            Espera.verRepetindo(4, 2))),
            Map.entry("lag-um", List.of(Espera.ver(1), Espera.nada())),
            Map.entry(
                    "onde-acaba",
                    List.of(
                            Espera.ver(1),
                            Espera.ver(2),
                            Espera.semNinguem(EtapaDoPipeline.NOTIFICACAO),
                            Espera.nada())),
            Map.entry("reconstrucao", List.of(Espera.ver(1), Espera.ver(2), Espera.nada())),
            Map.entry(
                    "ler-a-propria-escrita",
                    List.of(Espera.pausado("saldo-service"), Espera.ver(2), Espera.nada(), Espera.nada())),
            Map.entry("remocao", List.of(Espera.ver(1), Espera.nada())),
            Map.entry("compactacao", List.of(Espera.nada(), Espera.ver(1), Espera.nada())),
            Map.entry("malformado", List.of(Espera.nada(), Espera.ver(2), Espera.nada())),
            Map.entry("ate-o-vazio", List.of(Espera.verInsistindo(1, "saldo-ate-o-vazio"))),
            Map.entry("com-grupo", List.of(Espera.ver(1), Espera.terminado("saldo-com-grupo"), Espera.nada())),
            Map.entry("em-float", List.of(Espera.nada())),
            Map.entry("duas-particoes", List.of(Espera.nada())),
            Map.entry("contas-delete", List.of(Espera.nada())),
            Map.entry("um-broker-morre", List.of(Espera.ver(1), Espera.ver(2), Espera.nada())));

    private final URI pagina;
    private final String chave;
    private final ClienteDeTeste kafka;
    private final Path raiz;
    private final CookieManager biscoitos = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(biscoitos).build();

    /**
     * @param pagina o endereço do dashboard
     * @param chave a do laboratório
     * @param kafka para esperar pelo que se vê no broker
     * @param raiz onde se digitam os comandos
     */
    Aluno(URI pagina, String chave, ClienteDeTeste kafka, Path raiz) {
        this.kafka = kafka;
        this.pagina = pagina;
        this.chave = chave;
        this.raiz = raiz;
        pede("GET", "/", null);
    }

    void faz(Experimento experimento) {
        preve(experimento);
        for (int i = 0; i < experimento.passos().size(); i++) {
            age(experimento, i);
            espera(experimento, i);
        }
        esperaTudo(experimento);
    }

    /** O que um aluno espera ver depois deste passo. */
    void espera(Experimento experimento, int passo) {
        ESPERAS.get(experimento.id()).get(passo).depois(this, experimento);
    }

    /** O que se fizer com um pedido de antes não conta para o experimento que começa: espera-se que não haja nenhum. */
    void recomeca(Experimento experimento) {
        Espera.emDia(EtapaDoPipeline.ESTOQUE).depois(this, experimento);
        pede("POST", "/api/experimentos/" + experimento.id() + "/recomeco", "{}");
    }

    /** E espera que se olhe uma vez: quem lê o que há de fazer leva mais do que isso. */
    void preve(Experimento experimento) {
        recomeca(experimento);
        pede("POST", "/api/experimentos/" + experimento.id(), "{\"previsao\":\"a\"}");
        await().atMost(PRAZO).until(() -> olhou(experimento));
    }

    void esperaTudo(Experimento experimento) {
        await().atMost(PRAZO)
                .failFast(() -> !responde())
                .untilAsserted(() -> assertThat(faltas(experimento))
                        .as("%s", experimento.id())
                        .isEmpty());
        assertThat(estado(experimento).path("terminou").asString()).isNotEmpty();
    }

    /** Quem tem partições em cada grupo, como o Kafka o conta. */
    List<Set<String>> grupos() {
        return Stream.of(EtapaDoPipeline.values()).map(this::grupo).toList();
    }

    private Set<String> grupo(EtapaDoPipeline etapa) {
        return ClienteDeTeste.espera(kafka.admin()
                        .describeConsumerGroups(List.of(etapa.grupo()))
                        .describedGroups()
                        .get(etapa.grupo()))
                .members()
                .stream()
                .filter(membro -> !membro.assignment().topicPartitions().isEmpty())
                .map(MemberDescription::consumerId)
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, OffsetAndMetadata> gravados(String grupo) {
        return ClienteDeTeste.espera(
                kafka.admin().listConsumerGroupOffsets(grupo).partitionsToOffsetAndMetadata());
    }

    private long fim(Topico topico) {
        var pedidos = IntStream.range(0, Topico.PARTICOES)
                .boxed()
                .collect(Collectors.toMap(
                        particao -> new TopicPartition(topico.nome(), particao), particao -> OffsetSpec.latest()));
        return ClienteDeTeste.espera(kafka.admin().listOffsets(pedidos).all()).values().stream()
                .mapToLong(fim -> fim.offset())
                .sum();
    }

    /** Os tópicos de entrada do estoque não têm marcas: o que falta é o que o grupo não gravou. */
    private long falta(EtapaDoPipeline etapa) {
        return fim(etapa.entrada())
                - gravados(etapa.grupo()).values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum();
    }

    private Stream<JsonNode> programas() {
        return StreamSupport.stream(
                pede("GET", "/api/lab", null).path("processos").spliterator(), false);
    }

    /** Se a página já diz o que falta. */
    boolean olhou(Experimento experimento) {
        return verificacoes(experimento).stream()
                .noneMatch(verificacao -> verificacao.path("falta").asString().isEmpty()
                        && verificacao.path("prova").isNull());
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
                .map(verificacao -> verificacao.path("prova").path("onde").asString(""))
                .filter(onde -> !onde.isEmpty())
                .toList();
    }

    JsonNode estado(Experimento experimento) {
        return pede("GET", "/api/experimentos/" + experimento.id(), null);
    }

    /** O que a visão Tópicos diz. */
    String topicos() {
        return resposta("GET", "/api/topicos", null).body();
    }

    /** O botão do passo, que tem de ser aceito; sem botão, o comando. */
    void age(Experimento experimento, int passo) {
        if (experimento.passos().get(passo).acao().botao().isPresent()) {
            assertThat(tenta(experimento, passo)).isEqualTo(200);
        } else {
            digita(experimento, passo);
        }
    }

    /** O botão do passo, e o status da resposta. */
    int tenta(Experimento experimento, int passo) {
        var botao = experimento.passos().get(passo).acao().botao().orElseThrow();
        return resposta("POST", "/" + botao.caminho(), ServicoEmJar.JSON.writeValueAsString(botao.corpo()))
                .statusCode();
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
        var resposta = resposta(metodo, caminho, corpo);
        assertThat(resposta.statusCode())
                .as("%s %s: %s", metodo, caminho, resposta.body())
                .isEqualTo(200);
        return resposta.body().startsWith("{")
                ? ServicoEmJar.JSON.readTree(resposta.body())
                : ServicoEmJar.JSON.nullNode();
    }

    private HttpResponse<String> resposta(String metodo, String caminho, String corpo) {
        try {
            var pedido = HttpRequest.newBuilder(pagina.resolve(caminho))
                    .timeout(PRAZO)
                    .header("Content-Type", "application/json")
                    .header("X-Lab-Chave", chave)
                    .header("X-XSRF-TOKEN", token())
                    .method(metodo, corpo == null ? BodyPublishers.noBody() : BodyPublishers.ofString(corpo))
                    .build();
            return http.send(pedido, BodyHandlers.ofString());
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

        /** Ver esta verificação, fazendo outra vez este passo se ela não vem: os pedidos caem em partições à sorte. */
        static Espera verRepetindo(int qual, int passo) {
            return (aluno, experimento) -> await().atMost(PRAZO)
                    .pollInterval(Duration.ofSeconds(20))
                    .until(() -> {
                        boolean visto = !aluno.falta(experimento, qual);
                        if (!visto) {
                            aluno.age(experimento, passo);
                        }
                        return visto;
                    });
        }

        /** O programa disse há pouco que recebeu um pedido, e ainda não que o fez: há tempo de o matar antes que o faça. */
        static Espera pedidoNaMao(String papel) {
            return (aluno, experimento) -> await().atMost(PRAZO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> aluno.programas()
                            .anyMatch(programa -> programa.path("papel")
                                            .asString()
                                            .equals(papel)
                                    && programa.path("estado").asString().equals("no-ar")
                                    && programa.path("naMao").isObject()
                                    && Instant.parse(programa.path("naMao")
                                                    .path("desde")
                                                    .asString())
                                            .isAfter(Instant.now().minus(HA_POUCO))));
        }

        static Espera pausado(String nome) {
            return estado(nome, "pausado");
        }

        static Espera terminado(String nome) {
            return estado(nome, "terminado");
        }

        private static Espera estado(String nome, String estado) {
            return (aluno, experimento) -> await().atMost(PRAZO)
                    .until(() -> aluno.programas()
                            .anyMatch(programa -> programa.path("nome")
                                            .asString()
                                            .equals(nome)
                                    && programa.path("estado").asString().equals(estado)));
        }

        /** Tantos membros com partições. */
        static Espera membros(EtapaDoPipeline etapa, int quantos) {
            return (aluno, experimento) ->
                    await().atMost(PRAZO).until(() -> aluno.grupo(etapa).size() == quantos);
        }

        static Espera semNinguem(EtapaDoPipeline etapa) {
            return membros(etapa, 0);
        }

        /** A etapa fez tudo o que entrou. */
        static Espera emDia(EtapaDoPipeline etapa) {
            return (aluno, experimento) -> await().atMost(PRAZO).until(() -> aluno.falta(etapa) == 0);
        }

        /** Tantos pedidos novos já têm uma aprovação. */
        static Espera aprovados(int quantos) {
            return (aluno, experimento) -> {
                long antes = aluno.fim(Topico.PEDIDOS_APROVADOS);
                await().atMost(PRAZO)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> aluno.fim(Topico.PEDIDOS_APROVADOS) >= antes + quantos);
            };
        }

        static Espera nada() {
            return (aluno, experimento) -> {};
        }
    }
}
