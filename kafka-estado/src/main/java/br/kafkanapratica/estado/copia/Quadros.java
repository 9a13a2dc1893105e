package br.kafkanapratica.estado.copia;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * O arquivo é uma sequência de quadros: cabeçalho (tipo, tamanho e a soma disto), corpo, e a soma dos dois.
 * Cada soma começa na do quadro anterior, e a primeira na versão deste formato: um quadro trocado de lugar, repetido, que falte ou que venha de outro arquivo não passa.
 */
final class Quadros {

    static final byte ETIQUETA = 1;
    static final byte BLOCO = 2;
    static final byte FECHO = 3;

    private static final int VERSAO = 0x4B4E5032;
    private static final int CABECALHO = 1 + 4;
    private static final int SOMA = 4;

    /** @param bytes um array que se volta a usar */
    record Quadro(byte tipo, byte[] bytes, int tamanho) {

        DataInputStream corpo() {
            return new DataInputStream(new ByteArrayInputStream(bytes, 0, tamanho));
        }
    }

    private final FileChannel canal;
    private final ByteBuffer cabecalho = ByteBuffer.allocate(CABECALHO + SOMA);
    private final ByteBuffer somaDoCorpo = ByteBuffer.allocate(SOMA);
    private final ByteBuffer anterior = ByteBuffer.allocate(SOMA).putInt(0, VERSAO);
    private byte[] corpo = new byte[1 << 16];

    Quadros(FileChannel canal) {
        this.canal = canal;
    }

    interface Gravavel {
        void grava(DataOutputStream saida) throws IOException;
    }

    void escreve(byte tipo, Gravavel conteudo) throws IOException {
        var bytes = new ByteArrayOutputStream();
        conteudo.grava(new DataOutputStream(bytes));
        escreve(tipo, bytes.toByteArray(), bytes.size());
    }

    void escreve(byte tipo, byte[] bytes, int tamanho) throws IOException {
        cabecalho.clear().put(tipo).putInt(tamanho);
        var soma = soma();
        cabecalho.putInt((int) soma.getValue()).flip();
        soma.update(bytes, 0, tamanho);
        somaDoCorpo.clear().putInt(encadeia(soma)).flip();
        var partes = new ByteBuffer[] {cabecalho, ByteBuffer.wrap(bytes, 0, tamanho), somaDoCorpo};
        while (somaDoCorpo.hasRemaining()) {
            canal.write(partes);
        }
    }

    /** O quadro seguinte; o corpo vale até o próximo. */
    Quadro le() throws IOException, CopiaRecusada {
        enche(cabecalho.clear());
        cabecalho.flip();
        var soma = soma();
        byte tipo = cabecalho.get();
        int tamanho = cabecalho.getInt();
        if (cabecalho.getInt() != (int) soma.getValue()) {
            throw danificada();
        }
        if (corpo.length < tamanho) {
            corpo = new byte[tamanho];
        }
        enche(ByteBuffer.wrap(corpo, 0, tamanho));
        soma.update(corpo, 0, tamanho);
        enche(somaDoCorpo.clear());
        if (somaDoCorpo.flip().getInt() != encadeia(soma)) {
            throw danificada();
        }
        return new Quadro(tipo, corpo, tamanho);
    }

    private CRC32C soma() {
        var soma = new CRC32C();
        soma.update(anterior.array());
        soma.update(cabecalho.array(), 0, CABECALHO);
        return soma;
    }

    private int encadeia(CRC32C soma) {
        int valor = (int) soma.getValue();
        anterior.putInt(0, valor);
        return valor;
    }

    void exigeOFim() throws IOException, CopiaRecusada {
        if (canal.position() != canal.size()) {
            throw danificada();
        }
    }

    private void enche(ByteBuffer buffer) throws IOException, CopiaRecusada {
        while (buffer.hasRemaining()) {
            if (canal.read(buffer) < 0) {
                throw danificada();
            }
        }
    }

    static CopiaRecusada danificada() {
        return new CopiaRecusada("o arquivo está danificado ou incompleto");
    }

    static void grava(DataOutputStream saida, Map<Integer, Long> mapa) throws IOException {
        saida.writeInt(mapa.size());
        for (var entrada : mapa.entrySet()) {
            saida.writeInt(entrada.getKey());
            saida.writeLong(entrada.getValue());
        }
    }

    static Map<Integer, Long> mapa(DataInputStream entrada) throws IOException {
        int quantas = entrada.readInt();
        var mapa = new HashMap<Integer, Long>();
        for (int i = 0; i < quantas; i++) {
            mapa.put(entrada.readInt(), entrada.readLong());
        }
        return mapa;
    }
}
