package br.kafkanapratica.terminal;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;

/** O Kafka não atendeu ou não aceitou. */
public final class FalhaNoKafka extends Falha {
    private static final long serialVersionUID = 1L;

    private static final String COMO_SUBIR =
            "Suba tudo com ./start.sh, ou só o broker:%n   java -jar broker-local/target/broker-local.jar".formatted();

    public FalhaNoKafka(String mensagem) {
        super(mensagem);
    }

    /** Traduz o que o cliente do Kafka lançou, direto ou embrulhado. */
    public static FalhaNoKafka de(Throwable erro, Destino destino) {
        for (Throwable causa = erro; causa != null; causa = causa.getCause()) {
            if (causa instanceof ConfigException) {
                return configuracao(String.valueOf(causa.getMessage()), destino);
            }
            if (causa instanceof TimeoutException) {
                return semResposta(destino);
            }
        }
        return new FalhaNoKafka("o Kafka em %s recusou: %s"
                .formatted(destino.servidores(), raiz(erro).getMessage()));
    }

    static FalhaNoKafka semResposta(Destino destino) {
        return new FalhaNoKafka("o Kafka em %s não respondeu. %s".formatted(destino.servidores(), COMO_SUBIR));
    }

    private static FalhaNoKafka configuracao(String motivo, Destino destino) {
        return new FalhaNoKafka(
                motivo.contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                        ? "não encontrei o Kafka: %s não é um endereço que exista, na forma host:porta. %s"
                                .formatted(destino.servidores(), COMO_SUBIR)
                        : "a configuração do cliente do Kafka não serve: " + motivo);
    }

    private static Throwable raiz(Throwable erro) {
        return erro.getCause() == null ? erro : raiz(erro.getCause());
    }
}
