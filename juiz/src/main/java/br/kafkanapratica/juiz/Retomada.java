package br.kafkanapratica.juiz;

import java.time.Duration;

/**
 * Quanto se esperou, depois de uma falha, pelo primeiro avanço do que ela segurava.
 *
 * @param id o pedido que esperava, ou a instância que não respondia
 * @param onde a partição da entrada, ou a vida do serviço
 */
public record Retomada(Falha falha, String id, String onde, Duration demora) {}
