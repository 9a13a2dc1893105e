package br.kafkanapratica.terminal;

import br.kafkanapratica.contratos.Comandos;

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

    /** Como mudar uma configuração do tópico. */
    public String mudaConfiguracao(String nomeIgualValor) {
        return comando(
                "java -jar broker-local/target/broker-local.jar configs --alter --entity-type topics --entity-name "
                        + topico + " --add-config " + nomeIgualValor);
    }

    /** Em duas linhas. */
    String comoSubir() {
        return comando(
                "Suba tudo com ./start.sh (se o laboratório já está no ar, ./stop.sh antes), ou só o broker:%n   java -jar broker-local/target/broker-local.jar"
                        .formatted());
    }
}
