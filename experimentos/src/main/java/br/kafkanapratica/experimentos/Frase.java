package br.kafkanapratica.experimentos;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** O que se mostra ao aluno: números como no Brasil, e a hora daqui. */
final class Frase {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");
    private static final DateTimeFormatter HORA = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Frase() {}

    /** Sem valores, o texto como está: o que veio de um tópico pode ter um {@code %}. */
    static String de(String texto, @Nullable Object... valores) {
        return valores.length == 0
                ? texto
                : String.format(
                        BRASIL, texto, Arrays.stream(valores).map(Frase::daqui).toArray());
    }

    private static @Nullable Object daqui(@Nullable Object valor) {
        return valor instanceof Instant quando ? HORA.format(quando.atZone(ZoneId.systemDefault())) : valor;
    }
}
