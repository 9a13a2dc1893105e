package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TresBrokersTest {

    private static final Portas TRES = new Portas(9092, 5001, 8080, 3);

    @TempDir
    private Path raiz;

    @Test
    void osClientesConhecemOsTres() {
        assertThat(TRES.servidores()).isEqualTo("localhost:9092,localhost:9093,localhost:9094");
        assertThat(TRES.doKafka()).containsExactly(9092, 9093, 9094, 9095, 9096, 9097);
        assertThat(Portas.PADRAO.servidores()).isEqualTo("localhost:9092");
        assertThat(Portas.PADRAO.doKafka()).containsExactly(9092);
    }

    @Test
    void nenhumaPortaServeADois() {
        TRES.confereValores();
        assertThatThrownBy(() -> new Portas(9092, 9096, 8080, 3).confereValores())
                .hasMessageContaining("--porta-kafka (com --brokers 3) e --porta-saldo são a mesma porta, 9096");
        assertThatThrownBy(() -> new Portas(65531, 5001, 8080, 3).confereValores())
                .hasMessageContaining("--porta-kafka vai de 1 a 65535");
        assertThatThrownBy(() -> new Portas(9092, 5001, 8080, 2).confereValores())
                .hasMessage("--brokers é 1 ou 3; veio 2.");
    }

    @Test
    void oComandoQueTrazUmDeVoltaDizQualEDeQuantos() {
        assertThat(new Elenco(raiz, TRES, Map.of()).comando("broker-2"))
                .endsWith("-jar broker-local/target/broker-local.jar --brokers 3 --id 2");
        assertThat(new Elenco(raiz, new Portas(19092, 5001, 8080, 3), Map.of()).comando("broker-3"))
                .endsWith("-jar broker-local/target/broker-local.jar --brokers 3 --id 3 --porta 19092");
    }

    @Test
    void osDadosDeUmNumeroDeBrokersNaoServemAOutro() throws Exception {
        var dados = DadosDoBroker.de(raiz);
        assertThatCode(() -> dados.confere(Portas.PADRAO, "")).doesNotThrowAnyException();
        assertThatCode(() -> dados.confere(TRES, "")).doesNotThrowAnyException();

        Files.createDirectories(raiz.resolve("dados/kafka/log"));
        Files.createFile(raiz.resolve("dados/kafka/log/meta.properties"));
        assertThatCode(() -> dados.confere(Portas.PADRAO, "")).doesNotThrowAnyException();
        assertThatThrownBy(() -> dados.confere(TRES, ""))
                .hasMessageContaining("são de um broker, e você pede 3 brokers")
                .hasMessageContaining("mv dados/kafka dados/kafka-de-1 && ./start.sh --brokers 3");

        Files.writeString(raiz.resolve("dados/kafka/cluster"), "brokers=3\ncluster.id=abc\n");
        assertThatCode(() -> dados.confere(TRES, "")).doesNotThrowAnyException();
        assertThatThrownBy(() -> dados.confere(Portas.PADRAO, ""))
                .hasMessageContaining("Para usá-los como são: ./start.sh --brokers 3.")
                .hasMessageContaining("./start.sh --limpar");
    }

    /** Noutras portas há outro laboratório; e numa pasta que já há, o mv poria uma dentro da outra. */
    @Test
    void osComandosQueSeSugeremTemAsPortasPedidasEUmaPastaNova() throws Exception {
        Files.createDirectories(raiz.resolve("dados/kafka/log"));
        Files.createFile(raiz.resolve("dados/kafka/log/meta.properties"));
        Files.createDirectories(raiz.resolve("dados/kafka-de-1"));
        assertThatThrownBy(() -> DadosDoBroker.de(raiz).confere(new Portas(10092, 6001, 9080, 3), " --lentidao 2"))
                .hasMessageContaining("Para usá-los como são: ./start.sh --porta-kafka 10092 --porta-saldo 6001"
                        + " --porta-dashboard 9080 --lentidao 2.")
                .hasMessageContaining("mv dados/kafka dados/kafka-de-1-2 && ./start.sh --brokers 3 --porta-kafka 10092"
                        + " --porta-saldo 6001 --porta-dashboard 9080 --lentidao 2.")
                .hasMessageContaining("--lentidao 2 --limpar");
    }
}
