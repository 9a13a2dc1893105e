package exemplo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.context.EmbeddedKafka;

/** O programa inteiro, num Kafka de verdade dentro do teste. Quem escreve lê logo o que escreveu, com {@code ?posicao=}. */
@EmbeddedKafka(partitions = 1)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "spring.kafka.bootstrap-servers=${spring.embedded.kafka.brokers}")
class InterruptoresIT {

    @TestConfiguration(proxyBeanMethods = false)
    static class Topico {
        @Bean
        NewTopic interruptoresCompactado() {
            return TopicBuilder.name("interruptores")
                    .partitions(2)
                    .replicas(1)
                    .compact()
                    .build();
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Value("${local.server.port}")
    private int porta;

    @BeforeEach
    void esperaPronto() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/actuator/health/readiness").statusCode() == 200);
    }

    @Test
    void oUltimoRegistroDecide() throws Exception {
        escreve("pix", "{\"ligado\":false}");
        var posicao = escreve("pix", "{\"ligado\":true,\"porQue\":\"lançamento\"}");
        var resposta = get("/interruptores/pix?posicao=" + posicao);
        assertThat(resposta.statusCode()).isEqualTo(200);
        assertThat(resposta.body()).isEqualTo("{\"ligado\":true,\"porQue\":\"lançamento\"}");
    }

    @Test
    void umRegistroMalformadoNaoDeixaVerOAnterior() throws Exception {
        escreve("boleto", "{\"ligado\":true}");
        var posicao = escreve("boleto", "{\"ligado\":");
        assertThat(get("/interruptores/boleto?posicao=" + posicao).statusCode()).isEqualTo(409);
        posicao = escreve("boleto", "{}");
        var resposta = get("/interruptores/boleto?posicao=" + posicao);
        assertThat(resposta.statusCode()).isEqualTo(409);
        assertThat(resposta.body()).contains("ligado ausente");
    }

    @Test
    void aParticaoQueNaoExisteERecusadaSemEsperar() throws Exception {
        var resposta = get("/interruptores/pix?posicao=7:0");
        assertThat(resposta.statusCode()).isEqualTo(400);
        assertThat(resposta.body()).contains("a partição 7 não existe");
    }

    @Test
    void oQueSeRemoveuNaoHa() throws Exception {
        escreve("ted", "{\"ligado\":true}");
        var posicao = escreve("ted", null);
        assertThat(get("/interruptores/ted?posicao=" + posicao).statusCode()).isEqualTo(404);
    }

    private String escreve(String nome, String valor) throws Exception {
        var onde = kafka.send("interruptores", nome, valor).get().getRecordMetadata();
        return onde.partition() + ":" + onde.offset();
    }

    private HttpResponse<String> get(String caminho) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + porta + caminho))
                        .build(),
                BodyHandlers.ofString());
    }
}
