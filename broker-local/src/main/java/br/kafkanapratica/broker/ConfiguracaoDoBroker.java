package br.kafkanapratica.broker;

import java.nio.file.Path;
import java.util.Map;

/** As configurações de um nó só, num laptop; cada grupo diz por que difere do padrão do Kafka. */
final class ConfiguracaoDoBroker {

    static final int NODE_ID = 1;
    static final String LOOPBACK = "127.0.0.1";
    static final String CONTROLLER = "CONTROLLER";

    private ConfiguracaoDoBroker() {}

    static Map<String, String> propriedades(int porta, int portaController, Path log) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + portaController),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(LOOPBACK, porta, LOOPBACK, portaController)),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + porta),
                Map.entry("log.dirs", log.toString()),

                // Um tópico criado sem querer nasceria com a política errada: aqui, criar é sempre explícito.
                Map.entry("auto.create.topics.enable", "false"),

                // Um nó só não tem com quem replicar.
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("transaction.state.log.num.partitions", "3"),
                Map.entry("share.coordinator.state.topic.num.partitions", "3"),

                // Numa máquina lenta, um broker que só se atrasou não é cercado (padrão: 9 s): a cada cerco ele perde e
                // retoma tudo o que lidera. Depois de um kill -9 ninguém espera esta sessão (Antecessor); em contêiner,
                // espera-se.
                Map.entry("broker.session.timeout.ms", "18000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),

                // O estado dos grupos e das transações se relê inteiro a cada início: segmentos pequenos, que o cleaner
                // já pode compactar, o mantêm curto (padrão: 100 MB).
                Map.entry("offsets.topic.segment.bytes", Integer.toString(8 * 1024 * 1024)),
                Map.entry("transaction.state.log.segment.bytes", Integer.toString(8 * 1024 * 1024)),

                // Um consumidor morto com kill -9 segura as partições até a sessão vencer (padrão: 45 s).
                Map.entry("group.consumer.min.session.timeout.ms", "3000"),
                Map.entry("group.consumer.session.timeout.ms", "6000"),
                Map.entry("group.consumer.min.heartbeat.interval.ms", "500"),
                Map.entry("group.consumer.heartbeat.interval.ms", "1000"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),

                // A transação de um programa morto segura quem lê adiante até ser abortada: procura as vencidas a cada
                // segundo (padrão: 10 s).
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),

                // A compactação se vê em segundos, e o mapa de chaves do cleaner cabe num laptop (padrão: 128 MB).
                Map.entry("log.cleaner.backoff.ms", "1000"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"));
    }
}
