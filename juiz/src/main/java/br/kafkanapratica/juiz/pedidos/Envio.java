package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Um envio a {@code novos_pedidos}, e o que foi dele.
 *
 * @param id a chave
 * @param marca o que distingue este de outro pedido com a mesma chave, igual à {@link Registro#marca} dele; vazia, se as chaves não se
 *     repetem
 * @param lugar o que o broker respondeu; nulo se não respondeu
 * @param inicio antes do envio
 * @param fim depois da resposta, ou de desistir dela
 */
public record Envio(
        String id,
        String marca,
        Resultado resultado,
        @Nullable Lugar lugar,
        Instant inicio,
        Instant fim) {

    public static Envio confirmado(String id, Lugar lugar, Instant inicio, Instant fim) {
        return new Envio(id, "", Resultado.CONFIRMADO, lugar, inicio, fim);
    }

    public static Envio desconhecido(String id, Instant inicio, Instant fim) {
        return new Envio(id, "", Resultado.DESCONHECIDO, null, inicio, fim);
    }

    public Envio comMarca(String nova) {
        return new Envio(id, nova, resultado, lugar, inicio, fim);
    }
}
