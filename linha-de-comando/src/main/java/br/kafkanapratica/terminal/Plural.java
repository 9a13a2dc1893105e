package br.kafkanapratica.terminal;

import java.util.Locale;

/** "1 linha", "2 linhas": o número com a palavra que concorda com ele. */
public final class Plural {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    private Plural() {}

    /** O número sem pontos: {@code 1000 linhas}. */
    public static String de(long quantos, String um, String muitos) {
        return quantos + " " + (quantos == 1 ? um : muitos);
    }

    /** O número com pontos: {@code 1.000 pedidos}. */
    public static String comPontos(long quantos, String um, String muitos) {
        return String.format(BRASIL, "%,d %s", quantos, quantos == 1 ? um : muitos);
    }
}
