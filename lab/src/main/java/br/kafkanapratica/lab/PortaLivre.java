package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Portas que ninguém usa, para programas que precisam saber a sua antes de iniciar. */
public final class PortaLivre {

    private PortaLivre() {}

    public static int uma() {
        try (var soquete = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return soquete.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
