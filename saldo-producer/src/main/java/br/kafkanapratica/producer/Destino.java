package br.kafkanapratica.producer;

/**
 * Para onde os saldos vão.
 *
 * @param servidores o endereço do Kafka, como aparece nas mensagens
 */
record Destino(String topico, String servidores) {}
