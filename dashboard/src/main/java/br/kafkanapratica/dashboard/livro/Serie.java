package br.kafkanapratica.dashboard.livro;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quantos esperavam por cada etapa, segundo a segundo.
 *
 * @param desde em milissegundos desde 1970, o instante do primeiro valor de cada lista
 * @param notificacao nulo onde não se sabe
 */
public record Serie(long desde, List<Long> estoque, List<Long> pagamento, List<@Nullable Long> notificacao) {}
