package br.kafkanapratica.contratos;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** Um pedido feito, à espera do estoque: o valor de {@link Topico#NOVOS_PEDIDOS}. Os campos são os de {@link Pedido}. */
@JsonPropertyOrder({"id_pedido", "cliente", "produto", "quantidade"})
public record NovoPedido(@JsonProperty("id_pedido") String idPedido, String cliente, String produto, long quantidade)
        implements Pedido {}
