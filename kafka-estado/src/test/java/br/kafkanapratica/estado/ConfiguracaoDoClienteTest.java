package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Com um Admin de verdade, que recusa o que não combina. */
class ConfiguracaoDoClienteTest {

    private static final Map<String, String> CLIENTE = Map.of("bootstrap.servers", "localhost:1");

    /** O Spring Boot junta aos ajustes do Admin os de todos, como o request.timeout.ms que um Kafka gerenciado recomenda. */
    @ParameterizedTest
    @CsvSource({
        "request.timeout.ms, 30000, default.api.timeout.ms, 30000",
        "request.timeout.ms, 1000, default.api.timeout.ms, 3000",
        "default.api.timeout.ms, 1500, request.timeout.ms, 1500",
        "default.api.timeout.ms, 60000, request.timeout.ms, 2000"
    })
    void umPrazoDadoSozinhoNaoImpedeOAdmin(String dado, String valor, String outro, int fica) {
        var administracao = ConfiguracaoDoCliente.administracao(CLIENTE, Map.of(dado, valor));
        ObservadorDoKafka.abre(administracao, "t").close();
        assertThat(administracao).containsEntry(dado, valor).containsEntry(outro, fica);
    }
}
