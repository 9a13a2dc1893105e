package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.contratos.RegistroDeContas;
import java.util.Arrays;

/**
 * O JSON que os programas de verdade escrevem, lido sem criar um objeto: os três campos na ordem do contrato, id em ASCII sem
 * escapes, decimal de até 18 dígitos sem expoente, timestamp na forma de {@link Momento}. Só diz "sim" ao que o RegistroDeContas também aceitaria, com o mesmo resultado. Ao resto diz "não sei", e é ele que decide. Uma thread.
 */
final class LeituraRapida {

    private static final byte[] CLIENTE_ID = "\"cliente_id\":".getBytes(US_ASCII);
    private static final byte[] SALDO = "\"saldo\":".getBytes(US_ASCII);
    private static final byte[] TIMESTAMP = "\"timestamp\":".getBytes(US_ASCII);
    private static final int DIGITOS = 18;

    private final Momento momento = new Momento();
    private byte[] json = new byte[0];
    private int posicao;
    private long naoEscalado;
    private int escala;

    long naoEscalado() {
        return naoEscalado;
    }

    int escala() {
        return escala;
    }

    Momento momento() {
        return momento;
    }

    boolean le(byte[] chave, byte[] valor) {
        json = valor;
        posicao = 0;
        return valor.length <= RegistroDeContas.MAIOR_VALOR
                && simples(chave)
                && byteEm('{')
                && nome(CLIENTE_ID)
                && texto(chave)
                && virgula()
                && nome(SALDO)
                && numero()
                && virgula()
                && nome(TIMESTAMP)
                && timestamp()
                && byteEm('}')
                && posicao == json.length;
    }

    /** ASCII visível, sem o que o JSON escapa, e não só espaços. */
    private static boolean simples(byte[] chave) {
        boolean visivel = false;
        for (byte b : chave) {
            if (b < ' ' || b == 0x7F || b == '"' || b == '\\') {
                return false;
            }
            visivel |= b != ' ';
        }
        return visivel;
    }

    private boolean byteEm(int qual) {
        return posicao < json.length && json[posicao++] == qual;
    }

    private boolean nome(byte[] nome) {
        return igual(nome) && espaco();
    }

    private boolean igual(byte[] trecho) {
        int de = posicao;
        posicao += trecho.length;
        return posicao <= json.length && Arrays.equals(json, de, posicao, trecho, 0, trecho.length);
    }

    /** Um espaço, como o {@code json.dumps} do Python põe, ou nenhum. */
    private boolean espaco() {
        if (posicao < json.length && json[posicao] == ' ') {
            posicao++;
        }
        return true;
    }

    private boolean virgula() {
        return byteEm(',') && espaco();
    }

    private boolean texto(byte[] esperado) {
        return byteEm('"') && igual(esperado) && byteEm('"');
    }

    private boolean numero() {
        boolean negativo = posicao < json.length && json[posicao] == '-';
        int inteiros = negativo ? posicao + 1 : posicao;
        naoEscalado = 0;
        escala = 0;
        int fim = digitos(inteiros);
        if (fim == inteiros || json[inteiros] == '0' && fim > inteiros + 1) {
            return false;
        }
        int digitos = fim - inteiros;
        if (fim < json.length && json[fim] == '.') {
            int decimais = fim + 1;
            fim = digitos(decimais);
            escala = fim - decimais;
            if (escala == 0) {
                return false;
            }
            digitos += escala;
        }
        if (negativo) {
            naoEscalado = -naoEscalado;
        }
        posicao = fim;
        return digitos <= DIGITOS;
    }

    private int digitos(int de) {
        int i = de;
        for (; i < json.length && json[i] >= '0' && json[i] <= '9'; i++) {
            naoEscalado = naoEscalado * 10 + json[i] - '0';
        }
        return i;
    }

    private boolean timestamp() {
        if (!byteEm('"')) {
            return false;
        }
        int de = posicao;
        while (posicao < json.length && json[posicao] != '"') {
            posicao++;
        }
        return posicao < json.length && momento.le(json, de, posicao++);
    }
}
