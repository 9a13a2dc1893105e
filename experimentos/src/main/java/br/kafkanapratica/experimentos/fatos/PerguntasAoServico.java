package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.experimentos.fatos.Servico.Impressao;
import br.kafkanapratica.experimentos.fatos.Servico.Resposta;
import br.kafkanapratica.experimentos.fatos.Servico.Situacao;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** O saldo-service, ou quem responde como ele, pelo que diz a qualquer um. De uma thread. */
final class PerguntasAoServico {

    private static final Duration PRAZO = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final int RECONSTRUINDO = 503;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PRAZO)
            .build();
    private final JsonMapper json = new JsonMapper();

    Servico pergunta(URI endereco, Collection<String> clientes) throws InterruptedException {
        try {
            var todos = pede(endereco, "/saldos?limite=1");
            if (todos.statusCode() != OK) {
                return new Servico(
                        todos.statusCode() == RECONSTRUINDO ? Situacao.RECONSTRUINDO : Situacao.FORA_DO_AR,
                        null,
                        null,
                        Map.of());
            }
            var corpo = json.readTree(todos.body());
            var respostas = new HashMap<String, Resposta>();
            for (var cliente : clientes) {
                respostas.put(cliente, resposta(endereco, cliente));
            }
            return new Servico(Situacao.PRONTO, numero(corpo, "total"), impressao(endereco), respostas);
        } catch (HttpTimeoutException e) {
            return Servico.CALADO;
        } catch (IOException | JacksonException e) {
            return Servico.FORA;
        }
    }

    private @Nullable Impressao impressao(URI endereco) throws IOException, InterruptedException {
        var resposta = pede(endereco, "/saldos/impressao");
        if (resposta.statusCode() != OK) {
            return null;
        }
        var corpo = json.readTree(resposta.body());
        var posicoes = new HashMap<Integer, Long>();
        corpo.path("posicoes")
                .properties()
                .forEach(posicao -> posicoes.put(
                        Integer.valueOf(posicao.getKey()), posicao.getValue().asLong()));
        return new Impressao(corpo.path("impressao").asString(), posicoes);
    }

    private Resposta resposta(URI endereco, String cliente) throws IOException, InterruptedException {
        var resposta = pede(
                endereco,
                "/saldo/" + URLEncoder.encode(cliente, StandardCharsets.UTF_8).replace("+", "%20"));
        var saldo = json.readTree(resposta.body()).path("saldo");
        return new Resposta(resposta.statusCode(), saldo.isMissingNode() ? null : saldo.asString());
    }

    private static @Nullable Long numero(JsonNode corpo, String campo) {
        var numero = corpo.path(campo);
        return numero.isNumber() ? numero.asLong() : null;
    }

    private HttpResponse<String> pede(URI endereco, String caminho) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(endereco.resolve(caminho)).timeout(PRAZO).build(), BodyHandlers.ofString());
    }
}
