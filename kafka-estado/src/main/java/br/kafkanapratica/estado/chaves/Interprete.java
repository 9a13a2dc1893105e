package br.kafkanapratica.estado.chaves;

/** O que um registro diz. Tem de depender só destes bytes, para que toda instância entenda o mesmo. */
@FunctionalInterface
public interface Interprete<V> {

    /**
     * @param chave ver {@link Chave}
     * @return nunca null: quem o devolve diz que o registro está malformado
     * @throws Exception se o registro está malformado: a mensagem é a causa que se guarda e mostra
     */
    V interpreta(String chave, byte[] valor) throws Exception;
}
