package br.kafkanapratica.juiz.saldos;

import java.time.Instant;

/**
 * De um início do serviço até a sua morte, ou até que o seu tópico seja recriado: nela o estado só anda para a frente.
 *
 * @param inicio antes de iniciar o processo: o que já estava confirmado tem de estar em toda resposta
 */
public record Vida(String nome, Instant inicio) {}
