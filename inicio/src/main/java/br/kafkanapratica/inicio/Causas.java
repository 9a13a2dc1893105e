package br.kafkanapratica.inicio;

import org.jspecify.annotations.Nullable;

/** As causas de uma exceção, da mais próxima à primeira de todas. */
final class Causas {

    private Causas() {}

    static <T extends Throwable> @Nullable T acha(Throwable falha, Class<T> tipo) {
        for (Throwable causa = falha; causa != null; causa = causa.getCause()) {
            if (tipo.isInstance(causa)) {
                return tipo.cast(causa);
            }
        }
        return null;
    }

    static Throwable raiz(Throwable falha) {
        var causa = falha.getCause();
        return causa == null ? falha : raiz(causa);
    }
}
