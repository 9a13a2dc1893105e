package br.kafkanapratica.benchmarks.saldos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** Uma conexão mantida aberta, com o mínimo de HTTP/1.1: quem mede não pode custar mais do que quem é medido. Uma thread. */
final class ConexaoHttp implements AutoCloseable {

    private final int porta;
    private final byte[] bloco = new byte[1 << 16];
    private Socket soquete = new Socket();
    private InputStream entrada = InputStream.nullInputStream();
    private OutputStream saida = OutputStream.nullOutputStream();
    private boolean despedida;
    private int status;

    ConexaoHttp(int porta) throws IOException {
        this.porta = porta;
        abre();
    }

    private void abre() throws IOException {
        soquete.close();
        soquete = new Socket(InetAddress.getLoopbackAddress(), porta);
        soquete.setTcpNoDelay(true);
        entrada = new BufferedInputStream(soquete.getInputStream(), 1 << 16);
        saida = soquete.getOutputStream();
        despedida = false;
    }

    int status() {
        return status;
    }

    /** O corpo, que tem de ser pequeno. */
    String texto(String caminho) throws IOException {
        var corpo = new StringBuilder();
        get(caminho, quantos -> corpo.append(new String(bloco, 0, quantos, ISO_8859_1)));
        return corpo.toString();
    }

    /** Quantos bytes tem o corpo. */
    long baixa(String caminho) throws IOException {
        return baixa(caminho, lidos -> {});
    }

    long baixa(String caminho, Pedaco aoLer) throws IOException {
        var total = new long[1];
        get(caminho, quantos -> {
            total[0] += quantos;
            aoLer.leu(total[0]);
        });
        return total[0];
    }

    interface Pedaco {
        void leu(long quantos) throws IOException;
    }

    private void get(String caminho, PedacoInteiro pedaco) throws IOException {
        if (despedida) {
            abre(); // o Tomcat fecha uma conexão depois de cem pedidos
        }
        saida.write(("GET " + caminho + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));
        status = Integer.parseInt(linha().substring(9, 12));
        long tamanho = 0;
        boolean emPedacos = false;
        for (String linha; !(linha = linha()).isEmpty(); ) {
            var minuscula = linha.toLowerCase(Locale.ROOT);
            if (minuscula.startsWith("content-length:")) {
                tamanho = Long.parseLong(linha.substring(15).trim());
            }
            despedida |= minuscula.equals("connection: close");
            emPedacos |= minuscula.equals("transfer-encoding: chunked");
        }
        if (!emPedacos) {
            le(tamanho, pedaco);
            return;
        }
        for (long quantos; (quantos = Long.parseLong(linha(), 16)) > 0; linha()) {
            le(quantos, pedaco);
        }
        linha();
    }

    private interface PedacoInteiro {
        void leu(int quantos) throws IOException;
    }

    private void le(long quantos, PedacoInteiro pedaco) throws IOException {
        for (long faltam = quantos; faltam > 0; ) {
            int lidos = entrada.read(bloco, 0, (int) Math.min(faltam, bloco.length));
            if (lidos < 0) {
                throw new IOException("a resposta acabou antes do fim");
            }
            faltam -= lidos;
            pedaco.leu(lidos);
        }
    }

    private String linha() throws IOException {
        var linha = new StringBuilder(40);
        for (int b; (b = entrada.read()) != '\n'; ) {
            if (b < 0) {
                throw new IOException("a conexão acabou");
            }
            if (b != '\r') {
                linha.append((char) b);
            }
        }
        return linha.toString();
    }

    @Override
    public void close() throws IOException {
        soquete.close();
    }
}
