package br.kafkanapratica.lab;

import java.security.SecureRandom;
import java.util.Base64;

/** O segredo que a página tem de mostrar para mandar no laboratório. Vive enquanto o laboratório vive, e não se escreve em disco. */
final class Chave {

    private static final int BYTES = 24;

    private Chave() {}

    static String nova() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
