package br.kafkanapratica.estado;

import java.util.List;

/** Uma projeção em que várias threads podem escrever ao mesmo tempo, cada uma as chaves da sua parte: para reconstruir mais depressa. */
public interface ProjecaoEmPartes extends Projecao {

    /** Quantas threads. */
    int partes();

    /**
     * Separa os registros, na thread que lê, e devolve uma tarefa por parte. As da mesma parte são executadas uma depois da outra, na
     * ordem destas chamadas; as de partes diferentes, ao mesmo tempo. Nenhum outro método de escrita é chamado enquanto isso.
     *
     * @param noMaximo quantos registros podem ser
     */
    List<Runnable> separa(Iterable<Lido> registros, int noMaximo);
}
