package br.kafkanapratica.contratos;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Um pedido com estoque, à espera do pagamento: o valor de {@link Topico#PEDIDOS_APROVADOS}.
 *
 * @param aprovadoEm quando o estoque o aprovou: ISO-8601 com offset, passado adiante como veio
 */
@JsonPropertyOrder({"id_pedido", "cliente", "produto", "quantidade", "aprovado_em"})
public record PedidoAprovado(
        @JsonProperty("id_pedido") String idPedido,
        String cliente,
        String produto,
        long quantidade,
        @JsonProperty("aprovado_em") String aprovadoEm)
        implements Pedido {}
