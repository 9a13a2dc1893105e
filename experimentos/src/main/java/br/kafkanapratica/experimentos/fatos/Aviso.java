package br.kafkanapratica.experimentos.fatos;

import java.time.Instant;

/**
 * Um aviso que saiu para um cliente. Não está em tópico nenhum: é pelo que o programa escreve que se sabe dele, e só de programas do
 * laboratório.
 *
 * @param quando se viu
 * @param programa o que avisou
 * @param reenvio se ele mesmo diz que pode ser o segundo
 */
public record Aviso(String pedido, Instant quando, String programa, boolean reenvio) {}
