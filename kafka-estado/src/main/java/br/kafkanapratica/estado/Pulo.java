package br.kafkanapratica.estado;

import java.util.regex.Pattern;

/**
 * Um trecho que quem opera decidiu perder, se não se deixar ler: {@code <partição>:<de>-<até>}. O que se lê nunca é pulado.
 *
 * @param de o primeiro offset
 * @param ate o último
 */
public record Pulo(int particao, long de, long ate) {

    private static final Pattern FORMA = Pattern.compile("(\\d{1,9}):(\\d{1,18})-(\\d{1,18})");

    public Pulo {
        if (de > ate) {
            throw new IllegalArgumentException("o primeiro offset (%d) passa do último (%d)".formatted(de, ate));
        }
    }

    /** De {@code <partição>:<de>-<até>}; o Spring o usa para converter um ajuste. */
    public static Pulo valueOf(String texto) {
        var partes = FORMA.matcher(texto.strip());
        if (!partes.matches()) {
            throw new IllegalArgumentException("um trecho se escreve <partição>:<de>-<até>, por exemplo 0:120-131");
        }
        return new Pulo(
                Integer.parseInt(partes.group(1)), Long.parseLong(partes.group(2)), Long.parseLong(partes.group(3)));
    }

    public boolean inclui(int outraParticao, long offset) {
        return outraParticao == particao && offset >= de && offset <= ate;
    }

    @Override
    public String toString() {
        return particao + ":" + de + "-" + ate;
    }
}
