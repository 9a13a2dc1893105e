package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.identidade.Identidade;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Um registro de um tópico dos pedidos, ou da DLT de um.
 *
 * @param marca o que distingue este de outro pedido com a mesma chave, o mesmo em todos os tópicos; vazia, se as chaves não se repetem
 * @param origem na DLT, de onde veio; nulo, se não se sabe
 * @param visto quando quem lê {@code read_committed} o viu ou, na falta disso, o timestamp dele
 */
public record Registro(
        Lugar lugar,
        Identidade quem,
        String marca,
        Estado estado,
        @Nullable Lugar origem,
        Instant visto) {

    /** Um confirmado, com esta chave. */
    public static Registro de(String chave, Lugar lugar, Instant visto) {
        var quem =
                Identidade.de(chave.getBytes(StandardCharsets.UTF_8), lugar.topico(), lugar.particao(), lugar.offset());
        return new Registro(lugar, quem, "", Estado.CONFIRMADO, null, visto);
    }

    public Registro comMarca(String nova) {
        return new Registro(lugar, quem, nova, estado, origem, visto);
    }

    public Registro comEstado(Estado novo) {
        return new Registro(lugar, quem, marca, novo, origem, visto);
    }

    public Registro comOrigem(Lugar deOnde) {
        return new Registro(lugar, quem, marca, estado, deOnde, visto);
    }

    /** Visto por um leitor {@code read_committed} neste instante: mais certo do que o timestamp, que é de antes do commit. */
    public Registro vistoEm(Instant instante) {
        return new Registro(lugar, quem, marca, estado, origem, instante);
    }
}
