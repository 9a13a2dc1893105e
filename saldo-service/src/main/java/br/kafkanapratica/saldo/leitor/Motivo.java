package br.kafkanapratica.saldo.leitor;

/** O que dizer a quem usa, com o comando que resolve. */
final class Motivo {

    private static final String BROKER_LOCAL = "java -jar broker-local/target/broker-local.jar";

    private Motivo() {}

    static String semContato(String servidores) {
        return "O Kafka não responde em %s. Suba-o com ./start.sh ou, só o broker, com: %s"
                .formatted(servidores, BROKER_LOCAL);
    }

    static String ausente(String topico) {
        return "O tópico %s não existe. Crie-o com: ./create-topics.sh".formatted(topico);
    }

    static String politicaErrada(String topico, String politica) {
        return ("O tópico %s tem cleanup.policy=%s em vez de compact: o Kafka apagaria saldos por idade. Corrija com: "
                        + "%s configs --alter --entity-type topics --entity-name %s --add-config cleanup.policy=compact")
                .formatted(topico, politica, BROKER_LOCAL, topico);
    }
}
