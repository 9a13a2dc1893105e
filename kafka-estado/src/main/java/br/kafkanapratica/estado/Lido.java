package br.kafkanapratica.estado;

import org.jspecify.annotations.Nullable;

/**
 * Um registro lido do tópico, com chave: sem ela não há de quem seja, e nem chega aqui.
 *
 * @param tempo o timestamp do registro no Kafka, em milissegundos desde 1970
 * @param valor nulo numa remoção (tombstone)
 */
@SuppressWarnings("ArrayRecordComponent") // são os bytes do log, que ninguém compara nem copia
public record Lido(int particao, long offset, long tempo, byte[] chave, byte @Nullable [] valor) {}
