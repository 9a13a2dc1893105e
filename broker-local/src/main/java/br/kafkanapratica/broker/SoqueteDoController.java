package br.kafkanapratica.broker;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * O soquete em que escuta o controller de um broker sozinho, que só conversa com este mesmo processo: qualquer porta serve, e muda a cada
 * início. Fica aberto desde que se escolhe até o Kafka o receber: uma porta só conferida e largada, das que o sistema dá a quem se
 * conecta, outro processo podia tomar no meio, e o broker não iniciava.
 */
final class SoqueteDoController implements ServerSocketFactory, Closeable {

    private static final int FILA = 50;
    private static final int DO_SISTEMA = -1;

    private final ServerSocketChannel aberto;

    private SoqueteDoController(ServerSocketChannel aberto) {
        this.aberto = aberto;
    }

    /** @param menos a do broker, que ainda não a ocupa */
    static SoqueteDoController emQualquerPorta(int menos) throws IOException {
        var soquete = new SoqueteDoController(INSTANCE.openServerSocket(
                "", new InetSocketAddress(ConfiguracaoDoBroker.LOOPBACK, 0), FILA, DO_SISTEMA));
        if (soquete.porta() != menos) {
            return soquete;
        }
        try (soquete) {
            return emQualquerPorta(menos); // com esta ainda aberta, sai outra
        }
    }

    int porta() {
        return aberto.socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(String listener, InetSocketAddress onde, int fila, int buffer)
            throws IOException {
        return onde.getPort() == porta() ? aberto : INSTANCE.openServerSocket(listener, onde, fila, buffer);
    }

    /** Para quem não chegou a iniciar o Kafka, que fecha o que recebeu. */
    @Override
    public void close() throws IOException {
        aberto.close();
    }
}
