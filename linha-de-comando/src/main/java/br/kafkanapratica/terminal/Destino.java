package br.kafkanapratica.terminal;

/**
 * Para onde as mensagens vão.
 *
 * @param servidores o endereço do Kafka, como aparece nas mensagens
 */
public record Destino(String topico, String servidores) {}
