package br.kafkanapratica.juiz.saldos;

import java.time.Instant;

/** O que {@code /actuator/health/readiness} disse. */
public record Prontidao(String vida, boolean pronto, Instant inicio, Instant fim) {}
