package br.kafkanapratica.pedidos;

import br.kafkanapratica.contratos.NovoPedido;
import java.time.Duration;

/**
 * Os pedidos a fazer.
 *
 * @param quantidade pelo menos 1
 * @param intervalo entre o envio de um pedido e o do seguinte; zero, se não há por que esperar
 */
record Lote(long quantidade, Duration intervalo) {

    private static final int CLIENTES = 3;

    /** @param numero de 1 a {@link #quantidade()} */
    static NovoPedido pedido(long numero, String id) {
        return new NovoPedido(id, "cliente_" + numero % CLIENTES, "Produto-" + numero, 1);
    }
}
