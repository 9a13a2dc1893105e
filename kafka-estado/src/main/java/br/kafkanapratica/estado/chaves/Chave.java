package br.kafkanapratica.estado.chaves;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A chave de um registro como texto, sem que duas chaves diferentes virem o mesmo texto.
 *
 * <p>Bytes que não são UTF-8 viram caracteres que nenhum UTF-8 válido produz (surrogates soltos, como o
 * {@code surrogateescape} do Python): trocá-los por {@code U+FFFD} juntaria chaves distintas.
 */
public final class Chave {

    private static final char ESCAPE = 0xDC00;

    private Chave() {}

    /** O texto destes bytes: em UTF-8, o que eles dizem. */
    public static String texto(byte[] chave) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(chave))
                    .toString();
        } catch (CharacterCodingException e) {
            var escapados = new StringBuilder(chave.length);
            for (byte b : chave) {
                escapados.append((char) (ESCAPE + (b & 0xFF)));
            }
            return escapados.toString();
        }
    }

    /** Os bytes de que {@link #texto} faz este texto; {@code null} se não há. */
    public static byte @Nullable [] bytes(String texto) {
        var chave = legivel(texto) ? texto.getBytes(StandardCharsets.UTF_8) : escapados(texto);
        boolean simples = texto.chars().noneMatch(letra -> Character.isSurrogate((char) letra));
        return simples || texto(chave).equals(texto) ? chave : null;
    }

    /** Se os bytes eram UTF-8. */
    public static boolean legivel(String texto) {
        return texto.isEmpty() || !Character.isLowSurrogate(texto.charAt(0));
    }

    /** A chave como se pode escrever num JSON: o próprio texto, ou os bytes em hexadecimal. */
    public static String paraExibir(String texto) {
        return legivel(texto) ? texto : "0x" + HexFormat.of().formatHex(escapados(texto));
    }

    private static byte[] escapados(String texto) {
        var bytes = new byte[texto.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (texto.charAt(i) - ESCAPE);
        }
        return bytes;
    }
}
