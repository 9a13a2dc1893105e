package br.kafkanapratica.estado;

import org.apache.kafka.clients.consumer.Consumer;

/** De onde vêm os consumidores: só para {@code assign}, sem grupo, em {@code read_committed}. De qualquer thread. */
interface Consumidores {

    enum Modo {
        /** O de sempre: muitos registros por {@code poll()}. */
        DEPRESSA,

        /** Um registro por {@code poll()}: o que falhar tem partição e offset, e nada além dele se perde de vista. */
        UM_A_UM,

        /** Como {@link #UM_A_UM}, e vê também o que está em transações abertas: só para saber o que se deixa ler. */
        SONDAGEM
    }

    /** @param particoes quantas vai ler: a memória se divide por elas */
    Consumer<byte[], byte[]> abre(Modo modo, int particoes);
}
