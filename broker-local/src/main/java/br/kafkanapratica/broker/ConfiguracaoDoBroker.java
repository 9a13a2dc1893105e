package br.kafkanapratica.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** As configurações de um broker, sozinho ou um de alguns, num laptop; cada grupo diz por que difere do padrão do Kafka. */
final class ConfiguracaoDoBroker {

    static final String LOOPBACK = "127.0.0.1";
    static final String CONTROLLER = "CONTROLLER";

    private static final Map<String, String> DE_UM_SO = Map.ofEntries(
            // Um nó só não tem com quem replicar.
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),

            // Numa máquina lenta, um broker que só se atrasou não é cercado (padrão: 9 s): a cada cerco ele perde e
            // retoma tudo o que lidera. Depois de um kill -9 ninguém espera esta sessão (Antecessor); em contêiner,
            // espera-se.
            Map.entry("broker.session.timeout.ms", "18000"));

    private static final Map<String, String> DE_ALGUNS = Map.ofEntries(
            // Morre um, nada se perde, e em segundos os outros seguem: três cópias, e só se confirma com todas as que
            // estão em dia, duas no mínimo.
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            Map.entry("share.coordinator.state.topic.replication.factor", "3"),
            Map.entry("share.coordinator.state.topic.min.isr", "2"),

            // Aqui alguém espera por ela: é quanto os outros levam para assumir o que era de um morto (padrão: 9 s).
            Map.entry("broker.session.timeout.ms", "6000"),
            // Quem confirma espera por todas as réplicas em dia: uma que se cala segura a partição até deixar de contar
            // (padrão: 30 s).
            Map.entry("replica.lag.time.max.ms", "5000"),
            // Três JVMs começam e trabalham nos mesmos núcleos: quem só se atrasou não perde a vez (padrão: 2 s e 1 s).
            Map.entry("controller.quorum.fetch.timeout.ms", "4000"),
            Map.entry("controller.quorum.election.timeout.ms", "2000"));

    private ConfiguracaoDoBroker() {}

    /** @param votantes quem forma o quórum dos controllers */
    static Map<String, String> propriedades(Membro membro, int portaController, String votantes, Path log) {
        var propriedades = new HashMap<>(comuns(membro, portaController, votantes, log));
        propriedades.putAll(membro.sozinho() ? DE_UM_SO : DE_ALGUNS);
        return propriedades;
    }

    /** Sem nada de especial, o Kafka anuncia o controller onde ele escuta. */
    private static String anunciados(Membro membro) {
        var clientes = "PLAINTEXT://" + membro.endereco();
        return membro.controllers().isEmpty()
                ? clientes
                : clientes + ",%s://%s".formatted(CONTROLLER, membro.enderecoDoController());
    }

    private static Map<String, String> comuns(Membro membro, int portaController, String votantes, Path log) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(membro.id())),
                Map.entry("controller.quorum.voters", votantes),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                                .formatted(LOOPBACK, membro.porta(), LOOPBACK, portaController)),
                Map.entry("advertised.listeners", anunciados(membro)),
                Map.entry("log.dirs", log.toString()),

                // Um tópico criado sem querer nasceria com a política errada: aqui, criar é sempre explícito.
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("transaction.state.log.num.partitions", "3"),
                Map.entry("share.coordinator.state.topic.num.partitions", "3"),
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

                // Num tópico "delete", o que passou da retenção se apaga em segundos (padrão: 5 min).
                Map.entry("log.retention.check.interval.ms", "5000"),

                // A compactação se vê em segundos, e o mapa de chaves do cleaner cabe num laptop (padrão: 128 MB).
                Map.entry("log.cleaner.backoff.ms", "1000"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"));
    }
}
