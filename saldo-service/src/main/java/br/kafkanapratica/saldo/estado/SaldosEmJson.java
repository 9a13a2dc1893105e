package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.saldo.estado.compacto.Leitura;
import br.kafkanapratica.saldo.estado.compacto.Varredura;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Dos bytes da tabela para os bytes da resposta: o JSON que o Jackson escreveria, sem objetos no meio. Uma thread. */
final class SaldosEmJson {

    private static final Trecho ID = Trecho.de("{\"cliente_id\":\"");
    private static final Trecho SALDO = Trecho.de("\",\"saldo\":");
    private static final Trecho TIMESTAMP = Trecho.de(",\"timestamp\":\"");
    private static final Trecho FIM = Trecho.de("\"}");
    private static final byte[] @Nullable [] ESCAPES = new byte[256][];
    private static final int BLOCO = 1 << 16;

    /** Cabem nela os trechos fixos, um decimal comum e um timestamp comum: só o que pode ser maior pergunta se cabe. */
    private static final int FOLGA = 128;

    static {
        for (int i = 0; i < ' '; i++) {
            int curto = "\b\t\n\f\r".indexOf(i);
            var escape = curto < 0 ? "\\u%04X".formatted(i) : "\\" + "btnfr".charAt(curto);
            ESCAPES[i] = escape.getBytes(US_ASCII);
        }
        ESCAPES['"'] = new byte[] {'\\', '"'};
        ESCAPES['\\'] = new byte[] {'\\', '\\'};
    }

    private final OutputStream saida;
    private byte[] bytes = new byte[BLOCO + FOLGA];
    private int fim;
    private boolean primeiro = true;

    SaldosEmJson(OutputStream saida) {
        this.saida = saida;
    }

    /** O saldo em que a varredura está. */
    void escreve(Varredura conta) throws IOException {
        if (fim >= BLOCO) {
            termina();
        }
        if (!primeiro) {
            bytes[fim++] = ',';
        }
        primeiro = false;
        var registro = conta.valor();
        int cabecalho = registro.umByte();
        registro.inteiro(); // a partição
        int em = ID.copia(bytes, fim);
        em = texto(conta.dados(), conta.inicioDaChave(), conta.tamanhoDaChave(), em);
        em = SALDO.copia(bytes, em);
        em = saldo(registro, cabecalho, em);
        em = TIMESTAMP.copia(bytes, em);
        em = timestamp(registro, cabecalho, em);
        fim = FIM.copia(bytes, em);
    }

    void termina() throws IOException {
        saida.write(bytes, 0, fim);
        fim = 0;
    }

    // Os métodos abaixo escrevem a partir de em, e devolvem onde acabaram.

    private int saldo(Leitura registro, int cabecalho, int em) {
        int escala = (int) registro.comSinal();
        if (Formato.grande(cabecalho)) {
            var naoEscalado = new BigInteger(registro.bytes((int) registro.inteiro()));
            return decimal(new BigDecimal(naoEscalado, escala), em);
        }
        long naoEscalado = registro.comSinal();
        if (escala < 0 || escala > 6 || naoEscalado == Long.MIN_VALUE) { // acima disso pode haver expoente
            return decimal(BigDecimal.valueOf(naoEscalado, escala), em);
        }
        return decimal(naoEscalado, escala, em);
    }

    private int decimal(BigDecimal valor, int em) {
        var ascii = valor.toString().getBytes(US_ASCII);
        garante(em, ascii.length);
        return copia(ascii, em);
    }

    private int decimal(long naoEscalado, int escala, int em) {
        int fimDoNumero = em;
        if (naoEscalado < 0) {
            bytes[fimDoNumero++] = '-';
        }
        fimDoNumero = Digitos.escreve(Math.abs(naoEscalado), escala + 1, bytes, fimDoNumero);
        if (escala == 0) {
            return fimDoNumero;
        }
        for (int i = fimDoNumero; i > fimDoNumero - escala; i--) {
            bytes[i] = bytes[i - 1];
        }
        bytes[fimDoNumero - escala] = '.';
        return fimDoNumero + 1;
    }

    private int timestamp(Leitura registro, int cabecalho, int em) {
        if (Formato.forma(cabecalho) == Momento.TEXTO) {
            int tamanho = (int) registro.inteiro();
            return texto(registro.bytes(), registro.em(), tamanho, em);
        }
        return Momento.escreve(registro, Formato.forma(cabecalho), Formato.temFracao(cabecalho), bytes, em);
    }

    /** UTF-8 que já se sabe válido. */
    private int texto(byte[] utf8, int de, int tamanho, int em) {
        garante(em, tamanho * 6);
        int i = em;
        for (int j = de; j < de + tamanho; j++) {
            var escape = ESCAPES[utf8[j] & 0xFF];
            if (escape == null) {
                bytes[i++] = utf8[j];
            } else {
                i = copia(escape, i);
            }
        }
        return i;
    }

    private int copia(byte[] outros, int em) {
        System.arraycopy(outros, 0, bytes, em, outros.length);
        return em + outros.length;
    }

    /** Que caibam estes bytes e, depois deles, a folga. */
    private void garante(int em, int mais) {
        if (bytes.length - em < mais + FOLGA) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, em + mais + FOLGA));
        }
    }
}
