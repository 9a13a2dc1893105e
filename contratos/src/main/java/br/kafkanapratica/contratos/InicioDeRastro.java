package br.kafkanapratica.contratos;

import java.util.concurrent.ThreadLocalRandom;

/**
 * O começo de um rastro (W3C Trace Context): o header que quem faz um pedido põe nele, e que as etapas passam adiante. Liga tudo o que
 * houve com o pedido.
 */
public final class InicioDeRastro {

    public static final String HEADER = "traceparent";

    private InicioDeRastro() {}

    /** O valor do header, em ASCII: um trace id e um span id novos, ao acaso. */
    public static String novo() {
        return "00-%016x%016x-%016x-01".formatted(acaso(), acaso(), acaso());
    }

    /** Nunca zero: um id só de zeros não vale. */
    private static long acaso() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }
}
