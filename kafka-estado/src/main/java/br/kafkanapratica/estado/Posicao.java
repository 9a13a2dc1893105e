package br.kafkanapratica.estado;

import java.util.regex.Pattern;

/** Onde um registro está, escrito {@code <partição>:<offset>}: os dois números que o Kafka devolve a quem o escreveu. */
public record Posicao(int particao, long offset) {

    private static final Pattern FORMA = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /** De {@code <partição>:<offset>}; o Spring o usa para converter o parâmetro de uma requisição. */
    public static Posicao valueOf(String texto) {
        var partes = FORMA.matcher(texto);
        if (!partes.matches()) {
            throw new IllegalArgumentException("posicao se escreve <partição>:<offset>, por exemplo 0:12");
        }
        return new Posicao(Integer.parseInt(partes.group(1)), Long.parseLong(partes.group(2)));
    }

    @Override
    public String toString() {
        return particao + ":" + offset;
    }
}
