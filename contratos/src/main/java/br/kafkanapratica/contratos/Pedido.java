package br.kafkanapratica.contratos;

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
}
