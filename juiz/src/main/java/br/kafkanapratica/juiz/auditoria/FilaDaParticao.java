package br.kafkanapratica.juiz.auditoria;

import java.util.List;

/**
 * Uma partição vista por quem a lê, no instante de um corte.
 *
 * @param esperando pedidos sem resultado, do offset gravado em diante
 * @param desde o offset em que o grupo está: o do primeiro que espera, ou o que vem depois do último
 * @param registros quantos há de {@code desde} até o fim; os outros offsets são marcas de transação e registros desfeitos
 * @param primeiros os primeiros que esperam, pelo nome
 */
public record FilaDaParticao(long esperando, long desde, long registros, List<String> primeiros) {

    public static final FilaDaParticao NENHUMA = new FilaDaParticao(0, 0, 0, List.of());
}
