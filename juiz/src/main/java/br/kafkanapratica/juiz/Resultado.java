package br.kafkanapratica.juiz;

/** O que o Kafka respondeu a quem escreveu. */
public enum Resultado {
    /** Está no log, e o broker disse onde. */
    CONFIRMADO,
    /** Não está nem estará: recusado antes de enviar, ou a transação foi abortada. */
    RECUSADO,
    /** Não se sabe: acabou o prazo, caiu a conexão, morreu quem esperava a resposta. */
    DESCONHECIDO
}
