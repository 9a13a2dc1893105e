package br.kafkanapratica.dashboard.compactacao;

/** O que um offset é para o estado dos saldos; a ordem é a da legenda da página. */
enum Estado {
    /** O último da chave, e um saldo válido. */
    VIVO,
    /** O último da chave, mas fora do contrato: o cliente não tem saldo até que se escreva outro. */
    MALFORMADO,
    /** O último da chave, e uma remoção. */
    REMOCAO,
    /** Há um mais novo da mesma chave nesta partição. */
    SUPERADO,
    /** O último da chave nesta partição, mas quem decide está em outra. */
    ENCOBERTO,
    /** De uma transação desfeita: ninguém o lê. */
    ABORTADO,
    /** De uma transação aberta, ou depois do começo dela: ninguém o lê ainda. */
    PENDENTE,
    /** Não é de cliente nenhum. */
    SEM_CHAVE,
    BURACO
}
