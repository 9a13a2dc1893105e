package br.kafkanapratica.etapa;

import org.springframework.kafka.core.KafkaOperations;

/** A escrita de uma etapa que não escreve nada: para os testes do que está em volta dela. */
final class EscritaParada {

    private EscritaParada() {}

    static Escrita com(Diagnostico diagnostico, Impedimentos impedimentos, Recuo recuo, Cuidado cuidado) {
        return new Escrita(
                "ALERTAS",
                "alertas",
                "medidas-dlt",
                Procurador.<KafkaOperations<byte[], byte[]>>de(KafkaOperations.class, null, (m, a) -> Procurador.SEGUE),
                diagnostico,
                impedimentos,
                recuo,
                cuidado);
    }
}
