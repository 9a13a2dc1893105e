package br.kafkanapratica.experimentos;

/** Uma coisa a fazer, na ordem: por que a fazer, e como. */
public record Passo(String texto, Acao acao) {}
