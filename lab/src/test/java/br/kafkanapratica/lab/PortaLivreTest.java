package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortaLivreTest {

    /** Entre a escolha e o início do programa passam segundos: dois processos de testes escolhiam a mesma. */
    @Test
    void aEscolhidaNinguemMaisEscolhe_eOProgramaEscutaNela() throws IOException {
        int primeira = PortaLivre.seguidas(2);
        for (int porta = primeira; porta <= primeira + 1; porta++) {
            int esta = porta;
            assertThatThrownBy(() -> new DatagramSocket(esta, InetAddress.getLoopbackAddress()))
                    .isInstanceOf(BindException.class);
            try (var soquete = new ServerSocket(esta, 1, InetAddress.getLoopbackAddress())) {
                assertThat(soquete.getLocalPort()).isEqualTo(esta);
            }
        }
    }
}
