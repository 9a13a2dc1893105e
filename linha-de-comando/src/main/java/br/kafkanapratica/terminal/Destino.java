package br.kafkanapratica.terminal;

import br.kafkanapratica.contratos.Comandos;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Para onde as mensagens vão.
 *
 * @param servidores o endereço do Kafka, como aparece nas mensagens
 */
public record Destino(String topico, String servidores) {

    /** O mesmo comando, para este Kafka ({@link Comandos}). */
    public String comando(String comando) {
        return Comandos.para(servidores, comando);
    }

    /**
     * A configuração do {@code Admin} para o Kafka em que se escreve: {@code spring.kafka.producer.bootstrap-servers} pode ser outro, e o
     * que se confere tem de ser dele.
     */
    public Map<String, Object> administracao(Map<String, Object> doAdmin) {
        var nele = new HashMap<>(doAdmin);
        nele.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servidores);
        return nele;
    }

    /** Como mudar uma configuração do tópico. */
    public String mudaConfiguracao(String nomeIgualValor) {
        return comando(
                "java -jar broker-local/target/broker-local.jar configs --alter --entity-type topics --entity-name "
                        + topico + " --add-config " + nomeIgualValor);
    }

    /** Em duas linhas; de um Kafka que não é desta máquina, o que conferir. */
    String comoSubir() {
        if (!Comandos.daquiMesmo(servidores)) {
            return Comandos.semKafka(servidores);
        }
        return comando(
                "Suba tudo com ./start.sh (se o laboratório já está no ar, ./stop.sh antes), ou só o broker:%n   java -jar broker-local/target/broker-local.jar"
                        .formatted());
    }
}
