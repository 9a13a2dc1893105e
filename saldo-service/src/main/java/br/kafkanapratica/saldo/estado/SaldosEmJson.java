package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.saldo.estado.compacto.Leitura;
import br.kafkanapratica.saldo.estado.compacto.Varredura;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Dos bytes da tabela para os bytes da resposta: o JSON que o Jackson escreveria, sem objetos no meio. Uma thread. */
final class SaldosEmJson {

    private static final byte[] ID = "{\"cliente_id\":\"".getBytes(US_ASCII);
    private static final byte[] SALDO = "\",\"saldo\":".getBytes(US_ASCII);
    private static final byte[] TIMESTAMP = ",\"timestamp\":\"".getBytes(US_ASCII);
    private static final byte[] FIM = "\"}".getBytes(US_ASCII);
    private static final byte[][] CONTROLES = new byte[' '][];
    private static final int BLOCO = 1 << 14;
    private static final int MAIOR_LONG = 20;

    static {
        for (int i = 0; i < ' '; i++) {
            int curto = "\b\t\n\f\r".indexOf(i);
            var escape = curto < 0 ? "\\u%04X".formatted(i) : "\\" + "btnfr".charAt(curto);
            CONTROLES[i] = escape.getBytes(US_ASCII);
        }
    }

    private final OutputStream saida;
    private byte[] bytes = new byte[BLOCO];
    private int fim;
    private boolean primeiro = true;

    SaldosEmJson(OutputStream saida) {
        this.saida = saida;
    }

    /** O saldo em que a varredura está. */
    void escreve(Varredura conta) throws IOException {
        if (fim >= BLOCO / 2) {
            termina();
        }
        if (!primeiro) {
            garante(1);
            bytes[fim++] = ',';
        }
        primeiro = false;
        var registro = conta.valor();
        int cabecalho = registro.umByte();
        registro.inteiro(); // a partição, o offset e o tempo
        registro.inteiro();
        registro.inteiro();
        copia(ID);
        texto(conta.dados(), conta.inicioDaChave(), conta.tamanhoDaChave());
        copia(SALDO);
        saldo(registro, cabecalho);
        copia(TIMESTAMP);
        timestamp(registro, cabecalho);
        copia(FIM);
    }

    void termina() throws IOException {
        saida.write(bytes, 0, fim);
        fim = 0;
    }

    private void saldo(Leitura registro, int cabecalho) {
        int escala = (int) registro.comSinal();
        if (Formato.grande(cabecalho)) {
            var naoEscalado = new BigInteger(registro.bytes((int) registro.inteiro()));
            copia(new BigDecimal(naoEscalado, escala).toString().getBytes(US_ASCII));
            return;
        }
        long naoEscalado = registro.comSinal();
        if (escala < 0 || escala > 6 || naoEscalado == Long.MIN_VALUE) { // acima disso pode haver expoente
            copia(BigDecimal.valueOf(naoEscalado, escala).toString().getBytes(US_ASCII));
            return;
        }
        decimal(naoEscalado, escala);
    }

    /** Dos dígitos menos significativos para os mais; ao menos um antes do ponto. */
    private void decimal(long naoEscalado, int escala) {
        garante(MAIOR_LONG + 2);
        long resta = Math.abs(naoEscalado);
        int digitos = 1;
        for (long limite = 10; digitos < MAIOR_LONG - 1 && resta >= limite; limite *= 10) {
            digitos++;
        }
        digitos = Math.max(digitos, escala + 1);
        if (naoEscalado < 0) {
            bytes[fim++] = '-';
        }
        int ultimo = fim + digitos + (escala > 0 ? 1 : 0);
        fim = ultimo;
        for (int i = 0; i < digitos; i++) {
            if (i == escala && escala > 0) {
                bytes[--ultimo] = '.';
            }
            bytes[--ultimo] = (byte) ('0' + resta % 10);
            resta /= 10;
        }
    }

    private void timestamp(Leitura registro, int cabecalho) {
        if (Formato.forma(cabecalho) == Momento.TEXTO) {
            int tamanho = (int) registro.inteiro();
            texto(registro.bytes(), registro.em(), tamanho);
            return;
        }
        garante(Momento.TAMANHO_MAXIMO);
        fim = Momento.escreve(registro, Formato.forma(cabecalho), Formato.temFracao(cabecalho), bytes, fim);
    }

    /** UTF-8 que já se sabe válido. */
    private void texto(byte[] utf8, int de, int tamanho) {
        garante(tamanho * 6);
        for (int i = de; i < de + tamanho; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\') {
                bytes[fim++] = '\\';
                bytes[fim++] = b;
            } else if (b >= 0 && b < ' ') {
                copia(CONTROLES[b]);
            } else {
                bytes[fim++] = b;
            }
        }
    }

    private void copia(byte[] outros) {
        garante(outros.length);
        System.arraycopy(outros, 0, bytes, fim, outros.length);
        fim += outros.length;
    }

    private void garante(int mais) {
        if (bytes.length - fim < mais) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, fim + mais));
        }
    }
}
