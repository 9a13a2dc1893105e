package br.kafkanapratica.saldo;

import static br.kafkanapratica.saldo.TopicoDeTeste.json;
import static br.kafkanapratica.saldo.TopicoDeTeste.posicao;
import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static br.kafkanapratica.testes.ClienteDeTeste.espera;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** O que se escreve aparece; o que está malformado é dito; o próximo bom conserta. */
class AoVivoIT {

    private static TopicoDeTeste topico;
    private static ServicoDeSaldos servico;

    /** A que vai esperar tudo o que pode: que o faça enquanto os outros testes andam. */
    private static CompletableFuture<HttpResponse<String>> semChegar;

    @BeforeAll
    static void inicia() {
        topico = new TopicoDeTeste(3);
        servico = topico.servico("--saldo.espera-maxima=10s").esperaPronto();
        semChegar = CompletableFuture.supplyAsync(
                () -> servico.get("/saldo/vivo?posicao=0:999999999"), tarefa -> new Thread(tarefa).start());
    }

    @AfterAll
    static void termina() {
        servico.close();
        topico.close();
    }

    @Test
    void quemEscreveLeOQueEscreveu() {
        for (int i = 0; i < 100; i++) {
            var escrito = topico.saldo("vivo", i + ".25");
            assertThat(servico.get("/saldo/vivo" + posicao(escrito)).body()).contains("\"saldo\":" + i + ".25");
        }
    }

    @Test
    void posicaoEsperaPorUmRegistroQueAindaVaiChegar() {
        var primeiro = topico.saldo("espera", "1.00");
        var caminho = "/saldo/espera?posicao=" + primeiro.partition() + ":" + (primeiro.offset() + 1);
        var resposta = CompletableFuture.supplyAsync(() -> servico.get(caminho));

        assertThat(resposta).as("ainda não há o que responder").isNotDone();
        espera(topico.kafka.envia(topico.nome, primeiro.partition(), bytes("espera"), bytes(json("espera", "2.00"))));
        assertThat(resposta)
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(r -> assertThat(r.body()).contains("2.00"));
    }

    @Test
    void posicaoQueNaoChegaDa503DepoisDaEsperaMaxima() {
        var resposta = semChegar.join();

        assertThat(resposta.statusCode()).isEqualTo(503);
        assertThat(resposta.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "0:", ":1", "-1:0", "0:-1", "1:2:3", "99999999999:0", "0:9999999999999999999"})
    void posicaoMalEscritaDa400(String posicao) {
        var resposta = servico.get("/saldo/vivo?posicao=" + ServicoDeSaldos.codifica(posicao));

        assertThat(resposta.statusCode()).isEqualTo(400);
        assertThat(resposta.body()).contains("posicao");
    }

    @Test
    void valorNuloRemoveOCliente() {
        topico.saldo("vai-embora", "1.00");
        var remocao = topico.escreve("vai-embora", null);

        var resposta = servico.get("/saldo/vai-embora" + posicao(remocao));
        assertThat(resposta.statusCode()).isEqualTo(404);
        assertThat(ServicoDeSaldos.le(resposta).get("error").asString()).isEqualTo("cliente não encontrado");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lixo",
                "",
                "{\"cliente_id\":\"ruim\",\"timestamp\":\"2025-10-14T15:20:57\"}",
                "{\"cliente_id\":\"ruim\",\"saldo\":\"1\",\"timestamp\":\"2025-10-14T15:20:57\"}",
                "{\"cliente_id\":\"outro\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}",
                "{\"cliente_id\":\"ruim\",\"saldo\":1,\"timestamp\":5}",
                "{\"cliente_id\":[],\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"
            })
    void registroMalformadoTornaOClienteCorrompidoEOProximoBomOConserta(String valor) {
        topico.saldo("ruim", "10.00");
        confereCorrompido(topico.escreve("ruim", valor));
    }

    @Test
    void umMegabyteDeLixoEUtf8InvalidoTambem() {
        var lixo = new byte[1_000_000];
        new Random(7).nextBytes(lixo);
        confereCorrompido(espera(topico.kafka.envia(topico.nome, null, bytes("ruim"), lixo)));
        confereCorrompido(espera(
                topico.kafka.envia(topico.nome, null, bytes("ruim"), new byte[] {'{', '"', (byte) 0xC3, '(', '"'})));
    }

    /** O mesmo que {@code kafkacat} ou um cliente em Python fazem: o JSON do contrato, com os espaços deles. */
    @Test
    void mensagensDeOutroProgramaValemComoAsNossas() {
        var valor =
                "{\"cliente_id\": \"outro-programa\", \"saldo\": 1234.5, \"timestamp\": \"2025-10-14T15:20:57.123456\","
                        + " \"agencia\": {\"numero\": 1}}";
        var escrito = topico.escreve("outro-programa", valor);

        assertThat(servico.get("/saldo/outro-programa" + posicao(escrito)).body())
                .isEqualTo("{\"cliente_id\":\"outro-programa\",\"saldo\":1234.5,"
                        + "\"timestamp\":\"2025-10-14T15:20:57.123456\"}");
    }

    /** A librdkafka (Python, Go, kcat) usa outro particionador: a mesma chave pode cair em outra partição. */
    @Test
    void aMesmaChaveEmOutraParticaoDecideAMaisNova() {
        var nosso = topico.saldo("dividido", "1.00");
        int outra = (nosso.partition() + 1) % 3;
        var deFora = espera(topico.kafka.envia(topico.nome, outra, bytes("dividido"), bytes(json("dividido", "2.00"))));
        assertThat(servico.get("/saldo/dividido" + posicao(deFora)).body()).contains("2.00");

        var remocao = topico.escreve("dividido", null);
        assertThat(servico.get("/saldo/dividido" + posicao(remocao)).statusCode())
                .isEqualTo(404);
    }

    private static void confereCorrompido(RecordMetadata registro) {
        var resposta = servico.get("/saldo/ruim" + posicao(registro));
        assertThat(resposta.statusCode()).isEqualTo(409);
        assertThat(resposta.headers().firstValue("Content-Type")).contains("application/problem+json");
        var corpo = ServicoDeSaldos.le(resposta);
        assertThat(corpo.get("causa").asString()).isNotBlank();
        assertThat(corpo.get("particao").asInt()).isEqualTo(registro.partition());
        assertThat(corpo.get("offset").asLong()).isEqualTo(registro.offset());

        var todos = servico.json("/saldos");
        assertThat(todos.get("corrompidos").asInt()).isEqualTo(1);
        assertThat(todos.get("clientes").valueStream())
                .noneMatch(cliente -> cliente.get("cliente_id").asString().equals("ruim"));
        var corrompido = servico.json("/saldos/corrompidos").get("clientes").get(0);
        assertThat(corrompido.get("cliente_id").asString()).isEqualTo("ruim");
        assertThat(corrompido.get("causa")).isEqualTo(corpo.get("causa"));
        assertThat(corrompido.get("offset").asLong()).isEqualTo(registro.offset());

        var bom = topico.saldo("ruim", "11.00");
        assertThat(servico.get("/saldo/ruim" + posicao(bom)).body()).contains("11.00");
        assertThat(servico.json("/saldos").get("corrompidos").asInt()).isZero();
    }
}
