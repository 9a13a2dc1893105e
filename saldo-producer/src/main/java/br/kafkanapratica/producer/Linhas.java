package br.kafkanapratica.producer;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * As linhas de um texto. Só o LF termina uma (um CR solto no meio é estrago, e partir a linha ali faria um valor de meio
 * valor), e de uma linha sem fim só se guarda o começo.
 */
final class Linhas {

    /** Em {@code char}s: muitas vezes o que cabe num saldo. */
    static final int MAIOR = 10_000;

    private final Reader texto;
    private long numero;
    private boolean longaDemais;

    /** @param texto já com buffer: é lido um caractere por vez */
    Linhas(Reader texto) {
        this.texto = texto;
    }

    /** A próxima, sem o fim de linha; null depois da última. */
    @Nullable
    String proxima() throws IOException {
        var linha = new StringBuilder();
        longaDemais = false;
        int caractere = texto.read();
        if (caractere < 0) {
            return null;
        }
        numero++;
        for (; caractere >= 0 && caractere != '\n'; caractere = texto.read()) {
            if (linha.length() < MAIOR) {
                linha.append((char) caractere);
            } else {
                longaDemais = true;
            }
        }
        int ultimo = linha.length() - 1;
        if (!longaDemais && ultimo >= 0 && linha.charAt(ultimo) == '\r') {
            linha.setLength(ultimo);
        }
        return linha.toString();
    }

    /** O da última devolvida; a primeira é a 1. */
    long numero() {
        return numero;
    }

    /** Se a última devolvida passava de {@link #MAIOR}. */
    boolean longaDemais() {
        return longaDemais;
    }
}
