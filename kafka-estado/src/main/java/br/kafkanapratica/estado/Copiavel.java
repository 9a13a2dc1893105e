package br.kafkanapratica.estado;

import br.kafkanapratica.estado.copia.Blocos;
import java.io.IOException;

/** Uma projeção que se guarda num arquivo, e volta dele igual. */
public interface Copiavel extends Projecao {

    /** Como o estado se escreve em blocos, e como o domínio entende os registros: quando algo disso muda, este texto tem de mudar. */
    String formato();

    /**
     * A impressão digital do estado que se consulta: a de dois estados iguais é a mesma, tenha o log sido lido em que ordem for. Na
     * thread que escreve, ou enquanto ninguém escreve.
     */
    long impressao();

    /**
     * Escreve o estado, aos blocos. De qualquer thread, enquanto outra o muda: cada chave sai como estava em algum momento da escrita.
     * Relendo o log desde antes dela, o estado fica o do log.
     *
     * @return a impressão do que se escreveu
     */
    long copia(Blocos saida) throws IOException;

    /**
     * Põe neste estado, em que ainda não se aplicou nada, um bloco que {@link #copia} escreveu. De várias threads ao mesmo tempo, e
     * nada mais nesse tempo.
     *
     * @throws RuntimeException se o bloco não é o que devia: então este estado não serve mais
     */
    void recebe(byte[] bloco, int tamanho);
}
