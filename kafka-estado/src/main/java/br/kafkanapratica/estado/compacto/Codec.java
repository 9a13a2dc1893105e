package br.kafkanapratica.estado.compacto;

import br.kafkanapratica.estado.chaves.Interprete;

/**
 * Um valor em bytes, tão poucos quanto der, e de volta. {@link #le} serve a várias threads; o resto, a uma, e por isso cada parte do
 * estado tem o seu.
 */
public interface Codec<V> extends Interprete<V> {

    /** O que {@link #traduz} devolve se o registro não é dos simples. */
    int NAO_SEI = -1;

    /**
     * Grava o valor direto dos bytes do registro, sem criar um objeto, com o mesmo resultado de {@link #interpreta} e {@link #grava},
     * byte a byte: a impressão do estado é a dos bytes. O que não for simples fica para eles, que é o que faz quem só diz {@link #NAO_SEI}.
     *
     * @return o mesmo que {@link #grava}, ou {@link #NAO_SEI}; então o que já tiver gravado se descarta
     */
    default int traduz(byte[] chave, byte[] valor, Rascunho saida) {
        return NAO_SEI;
    }

    /**
     * Como se interpreta e se grava, num texto que muda quando isso muda: uma cópia do estado só se lê com o mesmo. Quem o esquece igual
     * lê uma cópia com regras velhas.
     */
    default String formato() {
        return getClass().getName();
    }

    /** @return de 0 a 15: quatro bits do cabeçalho do registro, que são do codec e voltam em {@link #le} */
    int grava(V valor, Rascunho saida);

    /** Lê exatamente o que {@link #grava} gravou. */
    V le(String chave, int marcas, Cursor entrada);
}
