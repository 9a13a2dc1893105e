package br.kafkanapratica.lab;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** O que há em cada porta deste computador. */
final class ExameDaPorta {

    private static final short API_VERSIONS = 18;
    private static final int CORRELACAO = 0x4b6e61;
    private static final int CONEXAO_MS = 500;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private ExameDaPorta() {}

    /**
     * Se um programa nosso não conseguiria esta porta, ou não seria ele quem se acharia em {@code localhost}.
     *
     * @throws IllegalStateException se o sistema não a dá a este usuário
     */
    static boolean ocupada(int porta) throws IOException {
        if (atende("127.0.0.1", porta) || atende("::1", porta)) {
            return true;
        }
        try (var soquete = new ServerSocket()) {
            soquete.setReuseAddress(true); // como os programas: uma conexão antiga em TIME_WAIT não ocupa a porta
            soquete.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), porta));
            return false;
        } catch (BindException e) {
            if (String.valueOf(e.getMessage()).contains("Permission denied")) {
                throw new IllegalStateException(
                        "o sistema não dá a porta %d a quem não é root: escolha uma acima de 1023.".formatted(porta));
            }
            return true;
        }
    }

    /**
     * No macOS escuta-se em 127.0.0.1 até numa porta que outro já tem em todos os endereços; e o {@code localhost} de um navegador é, antes
     * de 127.0.0.1, o ::1.
     */
    private static boolean atende(String endereco, int porta) {
        try (var soquete = new Socket()) {
            soquete.connect(new InetSocketAddress(InetAddress.getByName(endereco), porta), CONEXAO_MS);
            return soquete.getLocalPort() != porta; // sem ninguém lá, o sistema pode ligá-lo a si mesmo
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Pergunta as versões do protocolo, que qualquer Kafka responde; o que não é um mostra logo que não entendeu.
     *
     * @param prazo quanto esperar de quem aceita a conexão e se cala
     */
    static boolean ehUmKafka(int porta, Duration prazo) {
        try (var soquete = new Socket()) {
            int milissegundos = Math.toIntExact(prazo.toMillis());
            soquete.connect(new InetSocketAddress(InetAddress.getByName("localhost"), porta), milissegundos);
            soquete.setSoTimeout(milissegundos);
            var saida = new DataOutputStream(soquete.getOutputStream());
            saida.writeInt(10); // o tamanho do que segue
            saida.writeShort(API_VERSIONS);
            saida.writeShort(0);
            saida.writeInt(CORRELACAO);
            saida.writeShort(-1); // sem client.id
            saida.flush();
            var entrada = new DataInputStream(soquete.getInputStream());
            entrada.readInt();
            return entrada.readInt() == CORRELACAO;
        } catch (IOException e) {
            return false;
        }
    }

    /** O readiness do actuator; quem demora ou ainda não atende não está pronto. */
    static boolean pronto(int porta, Duration prazo) {
        try {
            return get(porta, "/actuator/health/readiness", prazo).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    static HttpResponse<String> get(int porta, String caminho, Duration prazo) throws IOException {
        try {
            var pedido = HttpRequest.newBuilder(URI.create("http://localhost:" + porta + caminho))
                    .timeout(prazo)
                    .build();
            return HTTP.send(pedido, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
