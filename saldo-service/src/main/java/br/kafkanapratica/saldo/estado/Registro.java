package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.contratos.Saldo;

/** O último registro de um cliente numa partição: é ele que decide, mesmo malformado. Imutável. */
public sealed interface Registro {

    int particao();

    long offset();

    /** O timestamp do registro no Kafka, em milissegundos desde 1970. */
    long tempo();

    /** O saldo vale. */
    record Valido(int particao, long offset, long tempo, Saldo saldo) implements Registro {}

    /** O registro não segue o contrato; {@code causa} diz por quê, em português. */
    record Corrompido(int particao, long offset, long tempo, String causa) implements Registro {}

    /** Valor nulo (tombstone): o cliente foi removido. */
    record Removido(int particao, long offset, long tempo) implements Registro {}
}
