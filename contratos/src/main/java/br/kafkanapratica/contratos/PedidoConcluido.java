package br.kafkanapratica.contratos;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Um pedido pago, à espera da notificação: o valor de {@link Topico#PEDIDOS_CONCLUIDOS}.
 *
 * @param aprovadoEm quando o estoque o aprovou: ISO-8601 com offset
 * @param pagoEm quando o pagamento passou: ISO-8601 com offset
 */
@JsonPropertyOrder({"id_pedido", "cliente", "produto", "quantidade", "aprovado_em", "pago_em"})
public record PedidoConcluido(
        @JsonProperty("id_pedido") String idPedido,
        String cliente,
        String produto,
        long quantidade,
        @JsonProperty("aprovado_em") String aprovadoEm,
        @JsonProperty("pago_em") String pagoEm)
        implements Pedido {}
