package br.kafkanapratica.saldo.estado;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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

    static boolean legivel(String id) {
        return id.isEmpty() || !Character.isLowSurrogate(id.charAt(0));
    }

    /** O id como se pode escrever num JSON: o próprio, ou os bytes em hexadecimal. */
    static String paraExibir(String id) {
        if (legivel(id)) {
            return id;
        }
        var bytes = new byte[id.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (id.charAt(i) - ESCAPE);
        }
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
