package br.kafkanapratica.contratos;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;

/**
 * O saldo de um cliente: o valor de cada registro do tópico {@link Topico#CONTAS}, cuja chave é o {@code cliente_id}.
 *
 * @param clienteId igual à chave do registro
 * @param saldo em reais, decimal exato, com a escala com que foi escrito ({@code 150.00} continua {@code 150.00})
 * @param timestamp quando o saldo passou a valer: ISO-8601, com ou sem offset, devolvido como veio
 */
@JsonPropertyOrder({"cliente_id", "saldo", "timestamp"})
public record Saldo(@JsonProperty("cliente_id") String clienteId, BigDecimal saldo, String timestamp) {}
