package br.kafkanapratica.experimentos;

import br.kafkanapratica.experimentos.fatos.Fatos;
import java.util.function.Function;

/**
 * O que tem de ter acontecido.
 *
 * @param texto o que o aluno deve ver
 * @param regra função pura do que se viu; uma vez feita, está feita
 */
public record Verificacao(String texto, Function<Fatos, Conclusao> regra) {}
