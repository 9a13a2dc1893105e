package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * O lugar do estoque-service ocupado por um programa errado. Cada um funciona enquanto nada falha; a falha que o denuncia é a que
 * {@link #trabalha} faz acontecer no pior momento, uma vez.
 */
enum EstoqueErrado {

    /** Escreve o resultado e grava o offset em separado; morre entre os dois. */
    SEM_TRANSACAO {
        @Override
        void trabalha(String servidores) {
            for (int vida = 1; vida <= 2; vida++) {
                try (var consumidor = consumidor(servidores, 10);
                        var produtor = produtor(servidores, Map.of())) {
                    leva(consumidor).forEach(registro -> produtor.send(resultado(registro)));
                    produtor.flush();
                    if (vida == 2) {
                        consumidor.commitSync();
                        ateOFim(consumidor, produtor);
                    }
                }
            }
        }
    },

    /** Grava o offset antes do trabalho; morre antes de o fazer. */
    LEITOR_QUE_PULA {
        @Override
        void trabalha(String servidores) {
            try (var consumidor = consumidor(servidores, 10)) {
                leva(consumidor);
                consumidor.commitSync();
            }
            try (var consumidor = consumidor(servidores, 10);
                    var produtor = produtor(servidores, Map.of())) {
                ateOFim(consumidor, produtor);
            }
        }
    },

    /** Usa o mesmo {@code transactional.id} em todas as instâncias; cercado por outra, abre outro produtor e segue da leva seguinte. */
    ID_FIXO {
        @Override
        void trabalha(String servidores) {
            var fixo = Map.<String, Object>of("transactional.id", "estoque");
            try (var consumidor = consumidor(servidores, 10)) {
                var produtor = produtor(servidores, fixo);
                produtor.initTransactions();
                for (int leva = 0; leva < LEVAS; leva++) {
                    var registros = leva(consumidor);
                    produtor.beginTransaction();
                    if (leva == 0) {
                        try (var outraInstancia = produtor(servidores, fixo)) {
                            outraInstancia.initTransactions();
                        }
                    }
                    try {
                        for (var registro : registros) {
                            produtor.send(resultado(registro));
                        }
                        produtor.sendOffsetsToTransaction(registros.nextOffsets(), consumidor.groupMetadata());
                        produtor.commitTransaction();
                    } catch (ProducerFencedException e) {
                        produtor.close(Duration.ZERO);
                        produtor = produtor(servidores, fixo);
                        produtor.initTransactions();
                    }
                }
                produtor.close();
            }
        }
    };

    /** Pedidos para todas as levas de cada um. */
    static final int PEDIDOS = 60;

    private static final int LEVAS = 4;
    private static final Duration SEM_MAIS_NADA = Duration.ofSeconds(3);

    /** Até ter lido tudo o que há, ou o que lhe interessa. */
    abstract void trabalha(String servidores);

    static ConsumerRecords<byte[], byte[]> leva(KafkaConsumer<byte[], byte[]> consumidor) {
        while (true) {
            var registros = consumidor.poll(Duration.ofSeconds(1));
            if (!registros.isEmpty()) {
                return registros;
            }
        }
    }

    static void ateOFim(KafkaConsumer<byte[], byte[]> consumidor, KafkaProducer<byte[], byte[]> produtor) {
        for (var registros = leva(consumidor); !registros.isEmpty(); registros = consumidor.poll(SEM_MAIS_NADA)) {
            registros.forEach(registro -> produtor.send(resultado(registro)));
            produtor.flush();
            consumidor.commitSync();
        }
    }

    static ProducerRecord<byte[], byte[]> resultado(ConsumerRecord<byte[], byte[]> pedido) {
        return new ProducerRecord<>(
                EtapaDoPipeline.ESTOQUE.saida().orElseThrow().nome(),
                pedido.key(),
                ClienteDeTeste.bytes(Pipeline.aprovado(Pipeline.chave(pedido))));
    }

    static KafkaConsumer<byte[], byte[]> consumidor(String servidores, int leva) {
        var consumidor = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        servidores,
                        "group.id",
                        EtapaDoPipeline.ESTOQUE.grupo(),
                        "group.protocol",
                        "consumer",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        leva),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumidor.subscribe(List.of(EtapaDoPipeline.ESTOQUE.entrada().nome()));
        return consumidor;
    }

    static KafkaProducer<byte[], byte[]> produtor(String servidores, Map<String, Object> alem) {
        var configuracao = new HashMap<String, Object>(alem);
        configuracao.put("bootstrap.servers", servidores);
        return new KafkaProducer<>(configuracao, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
