package br.kafkanapratica.producer;

/** O que a linha de comando pediu, já com os argumentos conferidos. */
interface Acao {

    /** Devolve o código de saída: 0 se tudo o que se pediu foi confirmado, 1 se não. */
    int executa(ProdutorDeSaldos produtor) throws Exception;
}
