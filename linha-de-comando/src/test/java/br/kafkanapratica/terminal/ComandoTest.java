package br.kafkanapratica.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** O que quer que aconteça, uma linha em português e um código de saída que não é zero. */
@ExtendWith(OutputCaptureExtension.class)
class ComandoTest {

    @Test
    void umaFalhaPrevistaDizAMensagemDela(CapturedOutput tela) {
        assertThat(roda(() -> {
                    throw new FalhaNoKafka("não deu");
                }))
                .isEqualTo(1);
        assertThat(tela.getErr()).isEqualTo("ERRO: não deu\n");
    }

    @Test
    void umErroDaJvmTambem(CapturedOutput tela) {
        assertThat(roda(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isEqualTo(1);
        assertThat(tela.getErr().lines()).singleElement().asString().startsWith("ERRO: faltou memória");
    }

    @Test
    void oQueNinguemPreviuDizSoAPrimeiraLinha(CapturedOutput tela) {
        assertThat(roda(() -> {
                    throw new IllegalStateException(new ArithmeticException("um\ndois"));
                }))
                .isEqualTo(1);
        assertThat(tela.getErr()).isEqualTo("ERRO: inesperado: java.lang.ArithmeticException: um\n");
    }

    @Test
    void aConfiguracaoQueNaoServeEDitaPeloNome(CapturedOutput tela) {
        var configuracao = new MapConfigurationPropertySource(Map.of("spring.kafka.producer.retries", "abc"));

        assertThat(roda(() -> {
                    new Binder(configuracao).bind("spring.kafka.producer.retries", Integer.class);
                    return 0;
                }))
                .isEqualTo(1);
        assertThat(tela.getErr().lines())
                .singleElement()
                .asString()
                .startsWith("ERRO: a configuração spring.kafka.producer.retries não aceita o valor \"abc\"");
    }

    @Test
    void aConfiguracaoDoKafkaTambem(CapturedOutput tela) {
        assertThat(roda(() -> {
                    throw new IllegalStateException(new ConfigException("linger.ms", "abc", "Not a number"));
                }))
                .isEqualTo(1);
        assertThat(tela.getErr())
                .isEqualTo("ERRO: a configuração linger.ms do cliente do Kafka não aceita o valor \"abc\"\n");
    }

    @Test
    void umArgumentoComArrobaEOQueEsta() {
        var comando = new ComArgumento();
        assertThat(Comando.executa(comando, "@@maria")).isZero();
        assertThat(comando.argumento).isEqualTo("@@maria");
    }

    @Command(name = "programa")
    private static final class ComArgumento implements Callable<Integer> {
        @Parameters
        private String argumento;

        @Override
        public Integer call() {
            return 0;
        }
    }

    private static int roda(Callable<Integer> acao) {
        return Comando.executa(new Programa(acao));
    }

    @Command(name = "programa")
    private static final class Programa implements Callable<Integer> {
        private final Callable<Integer> acao;

        private Programa(Callable<Integer> acao) {
            this.acao = acao;
        }

        @Override
        public Integer call() throws Exception {
            return acao.call();
        }
    }
}
