package br.kafkanapratica.etapa;

import br.kafkanapratica.contratos.Pedido;

/**
 * Um pedido que chegou a uma etapa.
 *
 * @param particao de onde veio
 * @param mostra se cabe uma linha por pedido no terminal; num lote grande, só os primeiros têm
 */
public record Recebido<E extends Pedido>(E pedido, int particao, boolean mostra) {}
