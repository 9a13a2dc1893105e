package br.kafkanapratica.estado;

import java.time.Instant;

/**
 * Por que uma partição não anda, embora haja o que ler nela.
 *
 * @param offset de onde não se passa
 * @param motivo em português, com o que se pode fazer
 * @param desde quando se percebeu
 */
public record Impedimento(int particao, long offset, String motivo, Instant desde) {}
