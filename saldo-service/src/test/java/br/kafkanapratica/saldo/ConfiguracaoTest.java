package br.kafkanapratica.saldo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Uma configuração que não serve é recusada pelo nome, em português, e sem stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguracaoTest {

    @Test
    void oQueNaoSeEntendeERecusadoComONomeEOQueSeEspera(CapturedOutput saida) {
        recusa("--saldo.espera-maxima=abc");
        assertThat(saida)
                .contains(
                        "ERRO: o ajuste saldo.espera-maxima=abc (ou SALDO_ESPERAMAXIMA) não serve",
                        "escreva um tempo, como 500ms, 5s ou 1m");
        recusa("--saldo.pular=1-2");
        assertThat(saida).contains("saldo.pular", "um trecho se escreve <partição>:<de>-<até>, por exemplo 0:120-131");
        recusa("--saldo.pular=0:9-3");
        assertThat(saida).contains("o primeiro offset (9) passa do último (3)");
        recusa("--saldo.copia-intervalo=0s");
        assertThat(saida).contains("saldo.copia-intervalo=PT0S não serve: escreva um tempo maior que zero");
        recusa("--saldo.espera-maxima=-1s");
        assertThat(saida).contains("não serve: um tempo não pode ser negativo");
        recusa("--server.port=abc");
        assertThat(saida).contains("server.port=abc", "escreva um número inteiro");
        assertThat(saida).doesNotContain("\tat ");
    }

    @Test
    void oQueContradizUmaGarantiaERecusadoPeloNome(CapturedOutput saida) {
        recusa("--spring.kafka.consumer.isolation-level=read_uncommitted");
        assertThat(saida)
                .contains(
                        "ERRO: spring.kafka.consumer.isolation-level=read_uncommitted não pode ser",
                        "aqui vale read_committed")
                .doesNotContain("APPLICATION FAILED TO START", "Error starting Tomcat");
    }

    private static void recusa(String... argumentos) {
        var todos = Arrays.copyOf(argumentos, argumentos.length + 1);
        todos[argumentos.length] = "--spring.kafka.bootstrap-servers=localhost:1";
        assertThat(catchThrowable(() -> new SpringApplicationBuilder(SaldoServiceApplication.class)
                        .run(todos)
                        .close()))
                .isNotNull();
    }
}
