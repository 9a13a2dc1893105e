package br.kafkanapratica.dashboard.alertas;

import java.time.Instant;

/** @param entraESai se quem entrou desde então saiu, mais de uma vez */
public record Parada(Instant desde, boolean entraESai) {}
