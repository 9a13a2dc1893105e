package br.kafkanapratica.lab;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Portas que ninguém usa, para programas que precisam saber a sua antes de iniciar. Até este processo acabar, um soquete UDP com o mesmo
 * número a reserva: outro processo que escolha por aqui não a escolhe, e o programa a que se destina escuta em TCP. Pode ser usada de
 * várias threads.
 */
public final class PortaLivre {

    /**
     * Abaixo das que o sistema dá a quem se conecta (32768 em diante no Linux): uma destas poderia ser tomada por uma conexão
     * qualquer antes que o programa a ocupe, ou enquanto um broker está fora do ar.
     */
    private static final int PRIMEIRA = 20_000;

    private static final int ULTIMA = 32_767;
    private static final int TENTATIVAS = 1_000;

    private static final Queue<DatagramSocket> RESERVAS = new ConcurrentLinkedQueue<>();

    private PortaLivre() {}

    public static int uma() {
        return seguidas(1);
    }

    /** A primeira de tantas seguidas. */
    public static int seguidas(int quantas) {
        for (int tentativa = 0; tentativa < TENTATIVAS; tentativa++) {
            int primeira = ThreadLocalRandom.current().nextInt(PRIMEIRA, ULTIMA + 2 - quantas);
            var reservas = new ArrayList<DatagramSocket>();
            try {
                for (int i = 0; i < quantas; i++) {
                    reservas.add(reserva(primeira + i));
                }
                RESERVAS.addAll(reservas);
                return primeira;
            } catch (IOException e) { // uma está ocupada: outras
                reservas.forEach(DatagramSocket::close);
            }
        }
        throw new IllegalStateException("nenhuma porta livre entre %d e %d".formatted(PRIMEIRA, ULTIMA));
    }

    private static DatagramSocket reserva(int porta) throws IOException {
        var reserva = new DatagramSocket(porta, InetAddress.getLoopbackAddress());
        try (var soquete = new ServerSocket(porta, 1, InetAddress.getLoopbackAddress())) {
            return reserva;
        } catch (IOException e) {
            reserva.close();
            throw e;
        }
    }
}
