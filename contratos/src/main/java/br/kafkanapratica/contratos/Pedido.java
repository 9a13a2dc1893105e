package br.kafkanapratica.contratos;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * O que todo pedido tem, em qualquer ponto do pipeline. A chave do registro é o {@code id_pedido}.
 *
 * <p>Cada tópico tem o seu registro, imutável: em que etapa um pedido está se sabe pelo tópico, não por um campo de status.
 */
public sealed interface Pedido permits NovoPedido, PedidoAprovado, PedidoConcluido {

    /** Igual à chave do registro; nunca em branco. */
    String idPedido();

    String cliente();

    String produto();

    /** Unidades, pelo menos 1. */
    long quantidade();

    /** O que está errado num pedido que veio com esta chave, em português; vazio se nada. */
    default Optional<String> problema(byte @Nullable [] chave) {
        if (idPedido().isBlank()) {
            return Optional.of("id_pedido está em branco");
        }
        if (cliente().isBlank()) {
            return Optional.of("cliente está em branco");
        }
        if (produto().isBlank()) {
            return Optional.of("produto está em branco");
        }
        if (quantidade() < 1) {
            return Optional.of("quantidade é %d, e tem de ser pelo menos 1".formatted(quantidade()));
        }
        return Arrays.equals(chave, idPedido().getBytes(StandardCharsets.UTF_8))
                ? Optional.empty()
                : Optional.of("a chave não é igual ao id_pedido");
    }
}
