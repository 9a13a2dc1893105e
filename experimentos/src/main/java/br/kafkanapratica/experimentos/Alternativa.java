package br.kafkanapratica.experimentos;

/**
 * Uma previsão que o aluno pode fazer.
 *
 * @param letra {@code a}, {@code b}…
 * @param porque por que está certa, ou errada; mostrado depois do experimento
 */
public record Alternativa(String letra, String texto, boolean certa, String porque) {}
