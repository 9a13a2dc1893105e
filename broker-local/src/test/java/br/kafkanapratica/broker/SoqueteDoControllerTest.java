package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class SoqueteDoControllerTest {

    @Test
    void aPortaEscolhidaNinguemMaisToma_eEQueOKafkaRecebe() throws IOException {
        try (var soquete = SoqueteDoController.emQualquerPorta(9092)) {
            assertThatThrownBy(() -> new ServerSocket(soquete.porta(), 1, InetAddress.getLoopbackAddress()))
                    .isInstanceOf(BindException.class);

            var doKafka = soquete.openServerSocket("CONTROLLER", em(soquete.porta()), 50, 1024);
            assertThat(doKafka.getLocalAddress()).isEqualTo(em(soquete.porta()));
            assertThat(doKafka.isBlocking())
                    .as("o Acceptor o regista num Selector")
                    .isFalse();
            try (var doBroker = soquete.openServerSocket("PLAINTEXT", em(0), 50, 1024)) {
                assertThat(doBroker.getLocalAddress()).isNotEqualTo(em(soquete.porta()));
            }
        }
    }

    private static InetSocketAddress em(int porta) {
        return new InetSocketAddress(ConfiguracaoDoBroker.LOOPBACK, porta);
    }
}
