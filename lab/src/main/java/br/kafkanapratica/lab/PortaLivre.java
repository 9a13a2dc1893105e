package br.kafkanapratica.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Portas que ninguém usa, para programas que precisam saber a sua antes de iniciar. */
public final class PortaLivre {

    /**
     * Abaixo das que o sistema dá a quem se conecta (32768 em diante no Linux): uma destas poderia ser tomada por uma conexão
     * qualquer antes que o programa a ocupe, ou enquanto um broker está fora do ar.
     */
    private static final int PRIMEIRA = 20_000;

    private static final int ULTIMA = 32_767;
    private static final int TENTATIVAS = 1_000;

    private PortaLivre() {}

    public static int uma() {
        for (int tentativa = 0; tentativa < TENTATIVAS; tentativa++) {
            int porta = ThreadLocalRandom.current().nextInt(PRIMEIRA, ULTIMA + 1);
            try (var soquete = new ServerSocket(porta, 1, InetAddress.getLoopbackAddress())) {
                return soquete.getLocalPort();
            } catch (IOException e) {
                // Ocupada: outra.
            }
        }
        throw new IllegalStateException("nenhuma porta livre entre %d e %d".formatted(PRIMEIRA, ULTIMA));
    }
}
