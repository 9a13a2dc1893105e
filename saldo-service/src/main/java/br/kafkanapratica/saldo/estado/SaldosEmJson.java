package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.compacto.Compacto;
import br.kafkanapratica.estado.compacto.Cursor;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Dos bytes da tabela para os bytes da resposta: o JSON que o Jackson escreveria, sem objetos no meio. Uma thread. */
final class SaldosEmJson implements Compacto.Visita {

    private static final TextoFixo ID = TextoFixo.de("{\"cliente_id\":\"");
    private static final TextoFixo SALDO = TextoFixo.de("\",\"saldo\":");
    private static final TextoFixo TIMESTAMP = TextoFixo.de(",\"timestamp\":\"");
    private static final TextoFixo FIM = TextoFixo.de("\"}");
    private static final byte[] @Nullable [] ESCAPES = new byte[256][];
    private static final int BLOCO = 1 << 16;

    /** Um saldo comum, sem que o array cresça. */
    private static final int UM = 256;

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
    private byte[] bytes;
    private int fim;
    private boolean primeiro = true;

    SaldosEmJson(OutputStream saida) {
        this(saida, BLOCO);
    }

    private SaldosEmJson(OutputStream saida, int bloco) {
        this.saida = saida;
        this.bytes = new byte[bloco + FOLGA];
    }

    /** Só o de um cliente, sem os colchetes; nulo se ele não tem saldo. */
    static byte @Nullable [] um(Compacto<Saldo> contas, String clienteId) throws IOException {
        var json = new SaldosEmJson(OutputStream.nullOutputStream(), UM);
        return contas.visita(clienteId, json) ? Arrays.copyOfRange(json.bytes, 1, json.fim) : null;
    }

    @Override
    public void valido(byte[] dados, int inicioDaChave, int tamanhoDaChave, int marcas, Cursor valor)
            throws IOException {
        if (fim >= BLOCO) {
            esvazia();
        }
        bytes[fim++] = (byte) (primeiro ? '[' : ',');
        primeiro = false;
        int posicao = ID.copia(bytes, fim);
        posicao = texto(dados, inicioDaChave, tamanhoDaChave, posicao);
        posicao = SALDO.copia(bytes, posicao);
        posicao = saldo(valor, marcas, posicao);
        posicao = TIMESTAMP.copia(bytes, posicao);
        posicao = timestamp(valor, marcas, posicao);
        fim = FIM.copia(bytes, posicao);
    }

    void termina() throws IOException {
        if (primeiro) {
            bytes[fim++] = '[';
        }
        bytes[fim++] = ']';
        esvazia();
    }

    private void esvazia() throws IOException {
        saida.write(bytes, 0, fim);
        fim = 0;
    }

    // Os métodos abaixo escrevem a partir da posição, e devolvem onde acabaram.

    private int saldo(Cursor registro, int marcas, int posicao) {
        int escala = (int) registro.comSinal();
        if (CodecDeSaldo.grande(marcas)) {
            var naoEscalado = new BigInteger(registro.texto());
            return decimal(new BigDecimal(naoEscalado, escala), posicao);
        }
        long naoEscalado = registro.comSinal();
        if (escala < 0 || escala > 6 || naoEscalado == Long.MIN_VALUE) { // acima disso pode haver expoente
            return decimal(BigDecimal.valueOf(naoEscalado, escala), posicao);
        }
        return decimal(naoEscalado, escala, posicao);
    }

    private int decimal(BigDecimal valor, int posicao) {
        var ascii = valor.toString().getBytes(US_ASCII);
        garante(posicao, ascii.length);
        return copia(ascii, posicao);
    }

    private int decimal(long naoEscalado, int escala, int posicao) {
        int fimDoNumero = posicao;
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

    private int timestamp(Cursor registro, int marcas, int posicao) {
        if (CodecDeSaldo.forma(marcas) == Momento.TEXTO) {
            int tamanho = (int) registro.inteiro();
            return texto(registro.bytes(), registro.posicao(), tamanho, posicao);
        }
        return Momento.escreve(registro, CodecDeSaldo.forma(marcas), CodecDeSaldo.temFracao(marcas), bytes, posicao);
    }

    /** UTF-8 que já se sabe válido. */
    private int texto(byte[] utf8, int de, int tamanho, int posicao) {
        garante(posicao, tamanho * 6);
        int i = posicao;
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

    private int copia(byte[] outros, int posicao) {
        System.arraycopy(outros, 0, bytes, posicao, outros.length);
        return posicao + outros.length;
    }

    /** Que caibam estes bytes e, depois deles, a folga. */
    private void garante(int posicao, int mais) {
        if (bytes.length - posicao < mais + FOLGA) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, posicao + mais + FOLGA));
        }
    }
}
