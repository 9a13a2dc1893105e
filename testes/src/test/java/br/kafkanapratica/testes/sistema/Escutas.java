package br.kafkanapratica.testes.sistema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Onde um processo escuta, segundo o Linux ({@code /proc}). */
final class Escutas {

    private static final String ESCUTANDO = "0A";

    private Escutas() {}

    static Set<InetSocketAddress> de(ProcessHandle processo) {
        var soquetes = soquetes(processo);
        return Stream.of("tcp", "tcp6")
                .flatMap(tabela -> linhas(Path.of("/proc/net", tabela)))
                .map(linha -> linha.strip().split("\\s+"))
                .filter(campos -> campos[3].equals(ESCUTANDO) && soquetes.contains("socket:[" + campos[9] + "]"))
                .map(campos -> endereco(campos[1]))
                .collect(Collectors.toSet());
    }

    static boolean alguemEscuta(int porta) {
        try (var soquete = new Socket(InetAddress.getLoopbackAddress(), porta)) {
            return soquete.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<String> soquetes(ProcessHandle processo) {
        try (var descritores = Files.list(Path.of("/proc", Long.toString(processo.pid()), "fd"))) {
            return descritores.map(Escutas::destino).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String destino(Path descritor) {
        try {
            return Files.readSymbolicLink(descritor).toString();
        } catch (IOException e) {
            return ""; // fechado entre uma leitura e outra
        }
    }

    private static Stream<String> linhas(Path tabela) {
        try {
            return Files.exists(tabela) ? Files.readAllLines(tabela).stream().skip(1) : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code 0100007F:2384}: palavras de 32 bits com os bytes ao contrário; um IPv6 tem quatro delas. */
    private static InetSocketAddress endereco(String campo) {
        var partes = campo.split(":");
        var bytes = HexFormat.of().parseHex(partes[0]);
        var endereco = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            endereco[i] = bytes[i / 4 * 4 + 3 - i % 4];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(endereco), Integer.parseInt(partes[1], 16));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(campo, e);
        }
    }
}
