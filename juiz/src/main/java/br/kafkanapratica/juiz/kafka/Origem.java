package br.kafkanapratica.juiz.kafka;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.identidade.Identidade;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Quem é um registro da DLT: o da chave ou, sem chave, aquele cuja posição os headers dizem. Aceita qualquer header. */
public final class Origem {

    private static final int MAIOR_NUMERO = 20;
    private static final int MAIOR_NOME = 249;

    private Origem() {}

    /** Fora da DLT, ou sem os headers, um registro sem chave é só ele mesmo. */
    public static Identidade de(ConsumerRecord<byte[], byte[]> registro) {
        var topico = texto(registro.headers(), HeaderDaDlt.TOPICO, MAIOR_NOME);
        var particao = numero(registro.headers(), HeaderDaDlt.PARTICAO);
        var offset = numero(registro.headers(), HeaderDaDlt.OFFSET);
        return topico == null || particao == null || offset == null
                ? Identidade.de(registro.key(), registro.topic(), registro.partition(), registro.offset())
                : Identidade.de(registro.key(), topico, particao, offset);
    }

    /** O lugar que os headers dizem, ou nulo. */
    static @Nullable Lugar lugar(ConsumerRecord<byte[], byte[]> registro) {
        var topico = texto(registro.headers(), HeaderDaDlt.TOPICO, MAIOR_NOME);
        var particao = numero(registro.headers(), HeaderDaDlt.PARTICAO);
        var offset = numero(registro.headers(), HeaderDaDlt.OFFSET);
        return topico == null || particao == null || offset == null || particao > Integer.MAX_VALUE
                ? null
                : new Lugar(topico, particao.intValue(), offset);
    }

    private static @Nullable Long numero(Headers headers, String nome) {
        var texto = texto(headers, nome, MAIOR_NUMERO);
        try {
            return texto == null ? null : Long.valueOf(texto);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String texto(Headers headers, String nome, int maximo) {
        var header = headers.lastHeader(nome);
        byte @Nullable [] valor = header == null ? null : header.value();
        return valor == null || valor.length > maximo ? null : new String(valor, StandardCharsets.UTF_8);
    }
}
