package br.kafkanapratica.experimentos;

import br.kafkanapratica.contratos.Comandos;

/**
 * Os comandos dos experimentos, que se citam com as portas de fábrica, como se digitam aqui. Imutável.
 *
 * @param kafka os bootstrap servers
 * @param saldo a raiz da API dos saldos
 */
public record ComandosDaqui(String kafka, String saldo) {

    private static final String KAFKA = "localhost:9092";
    private static final String SALDO = "http://localhost:5001";

    /** O que se diz enquanto o Kafka não responde, com o comando que o sobe. */
    public String semKafka() {
        return aqui("O Kafka não responde em %s. %s".formatted(kafka, Comandos.semKafka(kafka)));
    }

    public String aqui(String comando) {
        var daqui = Comandos.para(kafka, comando).replace(SALDO, saldo);
        return kafka.equals(KAFKA)
                ? daqui
                : daqui.replaceAll(
                        "java -jar (?:saldo-producer|pedidos-producer)/",
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS=" + kafka + " $0");
    }
}
