package br.kafkanapratica.terminal;

import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** O Kafka não atendeu ou não aceitou. */
public final class FalhaNoKafka extends Falha {
    private static final long serialVersionUID = 1L;

    private static final Pattern VALOR_INVALIDO = Pattern.compile("Invalid value (.*) for configuration ([\\w.]+).*");
    private static final Pattern PRAZO_MENOR =
            Pattern.compile("delivery\\.timeout\\.ms should be .*|.*default\\.api\\.timeout\\.ms must be .*");

    /** O único prazo que se muda: os outros o seguem (linha-de-comando.yml). */
    static final String PRAZO = "SPRING_KAFKA_PRODUCER_PROPERTIES_DELIVERY_TIMEOUT_MS";

    public FalhaNoKafka(String mensagem) {
        super(mensagem);
    }

    /** Traduz o que o cliente do Kafka lançou, direto ou embrulhado. */
    public static FalhaNoKafka de(Throwable erro, Destino destino) {
        for (Throwable causa = erro; causa != null; causa = causa.getCause()) {
            var traduzida = causa instanceof FalhaNoKafka falha ? falha : traduz(causa, destino);
            if (traduzida != null) {
                return traduzida;
            }
        }
        var raiz = raiz(erro);
        return new FalhaNoKafka(
                raiz instanceof org.apache.kafka.common.KafkaException
                        ? "o Kafka em %s recusou: %s".formatted(destino.servidores(), raiz.getMessage())
                        : "inesperado, ao falar com o Kafka em %s: %s".formatted(destino.servidores(), raiz));
    }

    private static @Nullable FalhaNoKafka traduz(Throwable causa, Destino destino) {
        if (causa instanceof ConfigException) {
            return configuracao(String.valueOf(causa.getMessage()), destino);
        }
        if (causa instanceof UnknownTopicOrPartitionException) {
            return semTopico(destino);
        }
        if (causa instanceof InvalidTopicException) {
            return new FalhaNoKafka("\"%s\" não serve como nome de tópico: só letras, números, ponto, - e _"
                    .formatted(destino.topico()));
        }
        if (causa instanceof RecordTooLargeException) {
            return new FalhaNoKafka(
                    "o Kafka em %s recusou a mensagem, maior que o max.message.bytes do tópico \"%s\". Aumente-o com:%n   %s"
                            .formatted(
                                    destino.servidores(),
                                    destino.topico(),
                                    destino.mudaConfiguracao("max.message.bytes=1048588")));
        }
        if (causa instanceof InvalidTimestampException || daHora(causa)) {
            return new FalhaNoKafka(
                    "o Kafka em %s recusou a hora da mensagem: o relógio desta máquina e o do broker não concordam. Acerte-os"
                            .formatted(destino.servidores()));
        }
        if (causa instanceof NotEnoughReplicasException || causa instanceof NotEnoughReplicasAfterAppendException) {
            return semReplicas(destino);
        }
        if (causa instanceof KafkaStorageException) {
            return new FalhaNoKafka(
                    "o broker em %s não consegue gravar (disco cheio ou com defeito). Libere espaço e reinicie-o"
                            .formatted(destino.servidores()));
        }
        if (causa instanceof AuthorizationException) {
            return new FalhaNoKafka("o Kafka em %s não deixa este programa escrever no tópico \"%s\": %s"
                    .formatted(destino.servidores(), destino.topico(), causa.getMessage()));
        }
        if (causa instanceof TimeoutException) {
            return switch (Alcance.de(destino.servidores())) {
                case RECUSA -> semResposta(destino);
                case ACEITA, MUDO ->
                    new FalhaNoKafka(
                            "o Kafka em %s não respondeu a tempo. %s".formatted(destino.servidores(), maisTempo()));
            };
        }
        return null;
    }

    /** O que se diz quando {@link Paciencia} desiste. */
    static FalhaNoKafka desistencia(Sintoma sintoma, Duration parado, Destino destino) {
        return switch (sintoma) {
            case NADA_ATENDE -> semResposta(destino);
            case TOPICO_SUMIU -> semTopico(destino);
            case CLIENTE_MORTO ->
                new FalhaNoKafka(
                        "o cliente do Kafka deste programa parou por dentro (memória?). Repita; para ver por quê, "
                                + "LOGGING_LEVEL_ROOT=info");
            case SEM_REPLICAS -> semReplicas(destino);
            case SEM_LIDER, MUDO, LENTO ->
                new FalhaNoKafka("o Kafka em %s não respondeu em %d s: %s. %s"
                        .formatted(destino.servidores(), parado.toSeconds(), sintoma.descricao(), maisTempo()));
        };
    }

    static FalhaNoKafka semResposta(Destino destino) {
        return new FalhaNoKafka("o Kafka em %s não respondeu: %s. %s"
                .formatted(destino.servidores(), Sintoma.NADA_ATENDE.descricao(), destino.comoSubir()));
    }

    /** O mesmo que {@link #de}, quando ainda não saiu mensagem nenhuma. */
    static FalhaNoKafka antesDeEnviar(Throwable erro, Destino destino) {
        for (Throwable causa = erro; causa != null; causa = causa.getCause()) {
            if (causa instanceof UnknownTopicOrPartitionException) {
                return new FalhaNoKafka("o tópico \"%s\" não existe. Nada foi enviado. Crie os tópicos com: %s"
                        .formatted(destino.topico(), destino.comando("./create-topics.sh")));
            }
        }
        return de(erro, destino);
    }

    private static FalhaNoKafka semReplicas(Destino destino) {
        return new FalhaNoKafka(
                "o tópico \"%s\" não tem as réplicas no ar que o seu min.insync.replicas exige. Suba os brokers que faltam"
                        .formatted(destino.topico()));
    }

    static FalhaNoKafka semTopico(Destino destino) {
        return new FalhaNoKafka("o tópico \"%s\" não existe no Kafka em %s. Crie os tópicos com: %s"
                .formatted(destino.topico(), destino.servidores(), destino.comando("./create-topics.sh")));
    }

    private static String maisTempo() {
        return "Confira se é um Kafka, e se está no ar; para esperar mais, aumente " + PRAZO;
    }

    private static FalhaNoKafka configuracao(String motivo, Destino destino) {
        if (motivo.contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            return new FalhaNoKafka("não encontrei o Kafka: %s não é um endereço que exista, na forma host:porta. %s"
                    .formatted(destino.servidores(), destino.comoSubir()));
        }
        return new FalhaNoKafka(configuracao(motivo));
    }

    /** Quando o broker recusa mais de uma mensagem de um lote, o cliente só diz por que no texto. */
    private static boolean daHora(Throwable causa) {
        return causa instanceof InvalidRecordException
                && String.valueOf(causa.getMessage()).matches("Timestamp .* out of range.*");
    }

    /** O que o cliente do Kafka diz de uma configuração que não serve. */
    static String configuracao(String motivo) {
        if (PRAZO_MENOR.matcher(motivo).matches()) {
            return "o prazo é curto demais: tem de passar do request.timeout.ms (30 s). Aumente " + PRAZO;
        }
        var valor = VALOR_INVALIDO.matcher(motivo);
        return valor.matches()
                ? "a configuração %s do cliente do Kafka não aceita o valor \"%s\""
                        .formatted(valor.group(2), valor.group(1))
                : "a configuração do cliente do Kafka não serve: " + motivo;
    }

    private static Throwable raiz(Throwable erro) {
        return erro.getCause() == null ? erro : raiz(erro.getCause());
    }
}
