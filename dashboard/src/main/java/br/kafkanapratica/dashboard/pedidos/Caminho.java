package br.kafkanapratica.dashboard.pedidos;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param id o nome do pedido, ou o que se procurou se não se achou um só
 * @param comecamAssim quando não há um pedido com este nome exato, e sim vários que começam assim: os primeiros deles
 * @param completo falso se o prazo da busca acabou antes do log
 */
record Caminho(String id, List<Passagem> passagens, List<String> comecamAssim, boolean completo) {

    /**
     * @param quando o timestamp do registro, em milissegundos desde 1970
     * @param causa por que foi parar na DLT; nulo nos outros tópicos
     */
    record Passagem(
            String topico,
            int particao,
            long offset,
            long quando,
            @Nullable String valor,
            @Nullable String causa) {}
}
