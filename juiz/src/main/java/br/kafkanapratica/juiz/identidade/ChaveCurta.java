package br.kafkanapratica.juiz.identidade;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A identidade de um pedido em 128 bits: o próprio UUID, ou o começo do SHA-256 do que mais vier como chave.
 *
 * <p>Um registro sem chave não tem identidade própria: vale a posição em que ele chegou, que a DLT repete nos headers.
 */
public record ChaveCurta(long alta, long baixa) {

    private static final int TAMANHO_DO_UUID = 36;

    public static ChaveCurta de(byte[] chave) {
        if (chave.length == TAMANHO_DO_UUID) {
            var texto = new String(chave, StandardCharsets.ISO_8859_1);
            try {
                var uuid = UUID.fromString(texto);
                if (uuid.toString().equals(texto)) { // "1-1-1-1-1" também é aceito, e não é a mesma chave
                    return new ChaveCurta(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
                }
            } catch (IllegalArgumentException e) {
                return resumo(chave);
            }
        }
        return resumo(chave);
    }

    public static ChaveCurta semChave(String topico, long particao, long offset) {
        return resumo("sem chave, %s-%d, offset %d"
                .formatted(topico, particao, offset)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static ChaveCurta resumo(byte[] bytes) {
        try {
            var resumo = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new ChaveCurta(resumo.getLong(), resumo.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // toda JVM tem SHA-256
        }
    }
}
