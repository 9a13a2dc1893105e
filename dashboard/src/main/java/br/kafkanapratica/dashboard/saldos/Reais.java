package br.kafkanapratica.dashboard.saldos;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Um valor escrito à brasileira, e só assim: {@code 1234,56}, {@code 1.234,56}, {@code R$ 1.234,56}, {@code -10}. */
final class Reais {

    private static final Pattern FORMA =
            Pattern.compile("(?:R\\$\\s*)?(-?(?:\\d{1,15}|\\d{1,3}(?:\\.\\d{3}){1,4})(?:,\\d{1,2})?)");

    private Reais() {}

    /** O valor exato, com duas casas; vazio se não está nesta forma. */
    static Optional<BigDecimal> de(String texto) {
        var partes = FORMA.matcher(texto.strip());
        return partes.matches()
                ? Optional.of(new BigDecimal(partes.group(1).replace(".", "").replace(',', '.')).setScale(2))
                : Optional.empty();
    }
}
