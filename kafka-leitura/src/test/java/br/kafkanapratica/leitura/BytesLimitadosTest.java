package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Como o consumidor chama: a chave e o valor de cada registro, e o interceptor depois de cada poll(). */
class BytesLimitadosTest {

    private final BytesLimitados chaves = new BytesLimitados();
    private final BytesLimitados valores = new BytesLimitados();
    private final BytesLimitados interceptor = new BytesLimitados();

    @BeforeEach
    void comeca() {
        configura();
        entrega();
    }

    private void configura() {
        chaves.configure(Map.of(BytesLimitados.LIMITE, "100"), true);
        valores.configure(Map.of(BytesLimitados.LIMITE, "100"), false);
    }

    @Test
    void passadoOLimiteOSeguinteEsperaPeloProximoPoll() {
        assertThat(aceita(10, 50)).isTrue();
        assertThat(aceita(10, 50)).isTrue(); // o que passa do limite é o último
        assertThat(aceita(1, 1)).isFalse();
        assertThat(aceita(1, 1)).isFalse();
        entrega();
        assertThat(aceita(1, 1)).isTrue();
    }

    @Test
    void oPrimeiroPassaPorMaiorQueSejam_aChaveOuOValor() {
        assertThat(aceita(500, 500)).isTrue();
        assertThat(aceita(1, 1)).isFalse();
    }

    @Test
    void registrosSemValorTambemContam() {
        assertThat(aceita(60, null)).isTrue();
        assertThat(aceita(60, null)).isTrue();
        assertThat(aceita(60, null)).isFalse();
    }

    @Test
    void headersContam() {
        var headers = new RecordHeaders().add("h", new byte[200]);
        assertThat(chaves.deserialize("t", headers, ByteBuffer.allocate(1))).hasSize(1);
        assertThat(valores.deserialize("t", headers, ByteBuffer.allocate(1))).hasSize(1);
        assertThat(aceita(1, 1)).isFalse();
    }

    @Test
    void headersDeUmRegistroSemChaveTambem() {
        valores.deserialize("t", new RecordHeaders().add("h", new byte[200]), ByteBuffer.allocate(1));
        assertThat(aceita(1, 1)).isFalse();
    }

    @Test
    void osBytesSaoOsQueVieram() {
        var dados = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
        assertThat(valores.deserialize("t", new RecordHeaders(), dados)).containsExactly(1, 2, 3);
    }

    @Test
    void umConsumidorNovoComecaDoZero_semOQueUmPollInterrompidoContou() {
        assertThat(aceita(500, 500)).isTrue();
        configura();
        assertThat(aceita(1, 1)).isTrue();
    }

    /** Quem procura o fim de um trecho que não cabe usa o mesmo consumidor, e tomaria por trecho tudo o que vem depois. */
    @Test
    void oQueNaoCoubeNaMemoriaNaoDeixaOPollSeguinteCheio(@TempDir Path pasta) throws IOException {
        try (var arquivo = FileChannel.open(
                pasta.resolve("esparso"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            var maiorQueQualquerArray = arquivo.map(FileChannel.MapMode.READ_WRITE, 0, Integer.MAX_VALUE);
            assertThatThrownBy(() -> valores.deserialize("t", new RecordHeaders(), maiorQueQualquerArray))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("não cabem na memória");
        }
        assertThat(aceita(1, 1)).isTrue();
    }

    private boolean aceita(int chave, @Nullable Integer valor) {
        try {
            chaves.deserialize("t", new RecordHeaders(), ByteBuffer.allocate(chave));
            if (valor != null) {
                valores.deserialize("t", new RecordHeaders(), ByteBuffer.allocate(valor));
            }
            return true;
        } catch (SerializationException e) {
            return false;
        }
    }

    private void entrega() {
        interceptor.onConsume(ConsumerRecords.empty());
    }
}
