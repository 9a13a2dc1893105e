package br.kafkanapratica.estado.copia;

import java.io.IOException;

/** Quem recebe os blocos de um estado, um depois do outro. */
@FunctionalInterface
public interface Blocos {

    /** @param bytes o array é de quem chama, que volta a usá-lo */
    void bloco(byte[] bytes, int tamanho) throws IOException;
}
