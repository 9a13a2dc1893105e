package br.kafkanapratica.experimentos;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** O que se mostra ao aluno: números como no Brasil. */
final class Frase {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    private Frase() {}

    /** Sem valores, o texto como está: o que veio de um tópico pode ter um {@code %}. */
    static String de(String texto, @Nullable Object... valores) {
        return valores.length == 0 ? texto : String.format(BRASIL, texto, valores);
    }
}
