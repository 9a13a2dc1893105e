package br.kafkanapratica.testes.base;

/**
 * Quanto de uma mesma coisa um teste repete: pouco no {@code ./mvnw test} e no {@code ./mvnw verify}, que se rodam a cada
 * mudança, e muito no perfil {@code completo}.
 */
public final class Volume {

    private static final boolean COMPLETO = "completo".equals(System.getProperty("volume"));

    private Volume() {}

    public static boolean completo() {
        return COMPLETO;
    }

    public static int de(int sempre, int completo) {
        return COMPLETO ? completo : sempre;
    }
}
