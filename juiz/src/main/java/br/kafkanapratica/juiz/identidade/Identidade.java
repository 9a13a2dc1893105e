package br.kafkanapratica.juiz.identidade;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Quem um registro é.
 *
 * @param nome o que se mostra e se procura: o texto da chave, os bytes dela em hexadecimal se não é texto, ou
 *     {@code tópico-partição@offset} de quem não tem chave. Um nome longo termina em reticências.
 */
public record Identidade(ChaveCurta chave, String nome) {

    private static final int LETRAS = 80;
    private static final String RETICENCIAS = "…";

    public static Identidade de(byte @Nullable [] chave, String topico, long particao, long offset) {
        if (chave == null) {
            return new Identidade(
                    ChaveCurta.semChave(topico, particao, offset), "%s-%d@%d".formatted(topico, particao, offset));
        }
        return new Identidade(ChaveCurta.de(chave), curto(texto(chave)));
    }

    /** A chave inteira como texto. */
    public static String texto(byte[] chave) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(chave))
                    .toString();
        } catch (CharacterCodingException e) {
            return "0x" + HexFormat.of().formatHex(chave);
        }
    }

    /** O que se procura: um nome mostrado, sem as reticências. */
    public static String procurado(String nome) {
        return nome.length() > 1 && nome.endsWith(RETICENCIAS)
                ? nome.substring(0, nome.length() - RETICENCIAS.length())
                : nome;
    }

    private static String curto(String texto) {
        return texto.length() <= LETRAS ? texto : texto.substring(0, LETRAS) + RETICENCIAS;
    }
}
