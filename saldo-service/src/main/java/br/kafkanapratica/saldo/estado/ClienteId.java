package br.kafkanapratica.saldo.estado;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A chave de um registro como texto, sem que duas chaves diferentes virem o mesmo cliente.
 *
 * <p>Bytes que não são UTF-8 viram caracteres que nenhum UTF-8 válido produz (surrogates soltos, como o
 * {@code surrogateescape} do Python): trocá-los por {@code U+FFFD} juntaria clientes distintos.
 */
final class ClienteId {

    private static final char ESCAPE = 0xDC00;

    private ClienteId() {}

    static String de(byte[] chave) {
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

    /** Os bytes de que {@link #de} faz este texto; {@code null} se não há. */
    static byte @Nullable [] chave(String id) {
        var chave = legivel(id) ? id.getBytes(StandardCharsets.UTF_8) : bytes(id);
        boolean simples = id.chars().noneMatch(letra -> Character.isSurrogate((char) letra));
        return simples || de(chave).equals(id) ? chave : null;
    }

    static boolean legivel(String id) {
        return id.isEmpty() || !Character.isLowSurrogate(id.charAt(0));
    }

    /** O id como se pode escrever num JSON: o próprio, ou os bytes em hexadecimal. */
    static String paraExibir(String id) {
        if (legivel(id)) {
            return id;
        }
        return "0x" + HexFormat.of().formatHex(bytes(id));
    }

    private static byte[] bytes(String escapados) {
        var bytes = new byte[escapados.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (escapados.charAt(i) - ESCAPE);
        }
        return bytes;
    }
}
