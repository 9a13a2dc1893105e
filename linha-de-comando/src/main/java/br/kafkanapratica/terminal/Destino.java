package br.kafkanapratica.terminal;

import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Para onde as mensagens vão.
 *
 * @param servidores o endereço do Kafka, como aparece nas mensagens
 */
public record Destino(String topico, String servidores) {

    private static final String PADRAO = "localhost:9092";

    /**
     * O mesmo comando, para este Kafka: num endereço que não é o padrão, ele precisa sabê-lo. Um nome sem ponto ({@code kafka:9092})
     * só existe na rede do compose, e lá os scripts acham o Kafka sozinhos.
     */
    public String comando(String comando) {
        var nome = Utils.getHost(servidores);
        boolean soNoCompose = nome != null && !nome.equals("localhost") && nome.matches("[^.:]+");
        return servidores.equals(PADRAO) || soNoCompose
                ? comando
                : "SPRING_KAFKA_BOOTSTRAP_SERVERS=" + servidores + " " + comando;
    }

    /** Como mudar uma configuração do tópico. */
    public String mudaConfiguracao(String nomeIgualValor) {
        return comando(
                "java -jar broker-local/target/broker-local.jar configs --alter --entity-type topics --entity-name "
                        + topico + " --add-config " + nomeIgualValor);
    }

    /** Em duas linhas. */
    String comoSubir() {
        var porta = portaDestaMaquina();
        var semPadrao = porta != null && porta != 9092;
        return "Suba tudo com ./start.sh%s (se o laboratório já está no ar, ./stop.sh antes), ou só o broker:%n   java -jar broker-local/target/broker-local.jar%s"
                .formatted(semPadrao ? " --porta-kafka " + porta : "", semPadrao ? " --porta " + porta : "");
    }

    private @Nullable Integer portaDestaMaquina() {
        var nome = Utils.getHost(servidores);
        return "localhost".equals(nome) || "127.0.0.1".equals(nome) ? Utils.getPort(servidores) : null;
    }
}
