package br.kafkanapratica.etapa;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** O que um erro do Kafka quer dizer para quem opera a etapa, com o comando que o conserta. */
final class Diagnostico {

    /** Bytes: o que ela tem de aceitar, para guardar inteiro o que mal coube numa entrada como as de fábrica. */
    static final int MAIOR_DA_DLT = 2_097_152;

    /** Bytes: o que a DLT aceita a mais que a entrada. A mesma do create-topics.sh, para que um não desminta o outro. */
    private static final int FOLGA_DA_DLT = MAIOR_DA_DLT - Escrita.MAIOR_DE_FABRICA;

    private static final int MAIOR_MOTIVO = 500; // caracteres
    private static final int MAIOR_PILHA = 4096; // caracteres
    private static final int MAIOR_CADEIA = 50; // de causas, que podem fazer um círculo

    private final ComandosDoKafka comandos;
    private final String dlt;

    /** @param dlt a da etapa: aceita registros maiores que os outros tópicos */
    Diagnostico(ComandosDoKafka comandos, String dlt) {
        this.comandos = comandos;
        this.dlt = dlt;
    }

    ComandosDoKafka comandos() {
        return comandos;
    }

    /** @param topico o destino que recusou a escrita, ou vazio se não se sabe */
    String daEscrita(String topico, Throwable erro) {
        var onde = topico.isEmpty() ? "o destino" : topico;
        if (erro instanceof RecordTooLargeException || erro instanceof RecordBatchTooLargeException) {
            return "%s recusa o que se escreve: max.message.bytes é pequeno demais. Conserte com: %s"
                    .formatted(onde, tamanho(topico));
        }
        if (daHora(erro)) {
            return "%s recusa a hora do que se escreve: o relógio deste computador e o do broker divergem. Acerte-o (veja com date; no Linux: sudo timedatectl set-ntp true)"
                    .formatted(onde);
        }
        if (erro instanceof TransactionalIdAuthorizationException) {
            return "sem permissão para transações (%s). Dê-a com: %s"
                    .formatted(
                            motivo(erro),
                            permite(
                                    "--operation Write --operation Describe --resource-pattern-type prefixed --transactional-id <spring.kafka.producer.transaction-id-prefix, ou o nome do programa; com etapa.so-conexao, só o nome>"));
        }
        if (erro instanceof AuthorizationException) {
            return "sem permissão para escrever em %s: %s. Dê-a com: %s"
                    .formatted(
                            onde,
                            motivo(erro),
                            permite("--operation Write --topic " + (topico.isEmpty() ? "…" : topico)));
        }
        if (erro instanceof AuthenticationException) {
            return semEntrar(erro);
        }
        if (erro instanceof NotEnoughReplicasException || erro instanceof NotEnoughReplicasAfterAppendException) {
            return "%s tem menos réplicas em dia do que min.insync.replicas pede: suba os brokers que faltam, ou: %s"
                    .formatted(onde, umaReplicaBasta(topico));
        }
        if (erro instanceof KafkaStorageException) {
            return "o broker não consegue gravar em %s: o disco dele está cheio ou com defeito (veja com df -h); depois de consertá-lo, reinicie o broker"
                    .formatted(onde);
        }
        if (semMetadados(erro)) {
            return "não consegui saber onde está %s: o Kafka não respondeu a tempo, ou esse tópico não existe (crie-o com: %s)"
                    .formatted(onde, cria(topico));
        }
        if (erro instanceof UnknownTopicOrPartitionException) {
            return "%s não existe, ou a partição em que escrevo não existe. Crie-o com: %s"
                    .formatted(onde, cria(topico));
        }
        if (topico.equals(dlt) && semChave(erro)) {
            return "%s é compactado, e recusa um registro sem chave. Conserte com: %s"
                    .formatted(onde, dltNaoCompacta());
        }
        if (erro instanceof PolicyViolationException
                || erro instanceof InvalidConfigurationException
                || erro instanceof InvalidTopicException
                || erro instanceof CorruptRecordException
                || erro instanceof InvalidRecordException) {
            return "%s recusa o que se escreve (%s: %s). Veja a configuração dele com: %s"
                    .formatted(
                            onde,
                            erro.getClass().getSimpleName(),
                            motivo(erro),
                            comandos.ferramenta(
                                    "configs", "--describe --all --entity-type topics --entity-name " + topico));
        }
        if (erro instanceof CommitFailedException) {
            return "O grupo tirou as partições a esta instância antes de este lote se confirmar, e ele volta, aqui ou noutra (%s). Se um registro ou uma entrega demora mais que max.poll.interval.ms (de fábrica, 300000), aumente etapa.trabalho-maximo, que o faz crescer, ou o próprio, se o pediu em spring.kafka; se não, esta máquina parou"
                    .formatted(motivo(erro));
        }
        if (erro instanceof TimeoutException) {
            return "A transação não se confirmou: o Kafka não respondeu a tempo (%s)".formatted(motivo(erro));
        }
        return "A transação não se confirmou: %s".formatted(motivo(erro));
    }

    /** @param ms desde o primeiro envio do lote; 0 se não houve nenhum */
    String daCerca(long ms) {
        return "O broker encerrou a transação deste lote, %d ms depois de aberta, e ele volta. Ela tem de caber em transaction.timeout.ms (de fábrica, 5000): se demorou mais, aumente spring.kafka.properties.transaction.timeout.ms (ou o de spring.kafka.producer.properties, se o escreveu lá); se nem chegou lá, outro produtor usa o mesmo transactional.id, ou esta máquina parou"
                .formatted(ms);
    }

    String daEntrega(Throwable erro) {
        return "A entrega do lote falhou: %s. O lote volta inteiro, cada vez mais devagar, até ela conseguir"
                .formatted(comClasse(erro));
    }

    String daLeitura(Throwable erro) {
        if (erro instanceof OutOfMemoryError) {
            return "faltou memória ao ler (%s): recomeço lendo um registro por vez, para achar o que não cabe"
                    .formatted(motivo(erro));
        }
        if (erro instanceof LinkageError) {
            return "a biblioteca de um codec não carregou (%s): a pasta temporária tem de permitir executar. Reinicie com: java -Djava.io.tmpdir=<outra pasta> -jar …"
                    .formatted(erro);
        }
        if (erro instanceof UnsupportedVersionException) {
            return "este broker não tem o protocolo novo de grupos (group.version é 0): não consigo entrar no grupo. Ligue-o com: %s"
                    .formatted(protocoloNovo());
        }
        if (erro instanceof AuthenticationException) {
            return semEntrar(erro);
        }
        if (erro instanceof AuthorizationException) {
            return "sem permissão para ler: %s. Dê-a com: %s"
                    .formatted(motivo(erro), permite("--operation Read --topic … --group …"));
        }
        return "a leitura falhou (%s); recomeço do último offset gravado".formatted(comClasse(raiz(erro)));
    }

    /** Nenhuma permissão o resolve: o Kafka nem sabe quem se é. */
    private static String semEntrar(Throwable erro) {
        return "o Kafka não me deixa entrar: %s. Confira a segurança em spring.kafka (security.protocol, sasl.*, ssl.*)"
                .formatted(motivo(erro));
    }

    /**
     * O que a DLT tem de aceitar, em bytes, para guardar inteiro tudo o que cabe na entrada. O que passa de {@link
     * RegistroDaDlt#MAIOR_INTEIRO} vai reduzido de qualquer modo.
     *
     * @param daEntrada o {@code max.message.bytes} dela
     */
    static int maiorDaDlt(int daEntrada) {
        return Math.max(MAIOR_DA_DLT, Math.min(daEntrada, RegistroDaDlt.MAIOR_INTEIRO) + FOLGA_DA_DLT);
    }

    private String tamanho(String topico) {
        return tamanho(topico, topico.equals(dlt) ? MAIOR_DA_DLT : Escrita.MAIOR_DE_FABRICA);
    }

    /** @param exigido o que o tópico tem de aceitar; o limite pequeno pode ser do tópico, ou do broker */
    String tamanho(String topico, int exigido) {
        return altera(topico, "--add-config max.message.bytes=" + exigido);
    }

    String umaReplicaBasta(String topico) {
        return altera(topico, "--add-config min.insync.replicas=1");
    }

    String dltNaoCompacta() {
        return altera(dlt, "--add-config cleanup.policy=delete");
    }

    String protocoloNovo() {
        return comandos.ferramenta("features", "upgrade --feature group.version=1");
    }

    private String altera(String topico, String mudanca) {
        return comandos.ferramenta(
                "configs", "--alter --entity-type topics --entity-name %s %s".formatted(topico, mudanca));
    }

    private String cria(String topico) {
        return cria(List.of(topico.isEmpty() ? "…" : topico), 0, MAIOR_DA_DLT);
    }

    /**
     * @param particoes as da entrada, que a DLT também deve ter; 0 se não se sabe
     * @param maior o que a DLT tem de aceitar, em bytes
     */
    String cria(Collection<String> topicos, int particoes, int maior) {
        var comoSao = new TreeMap<String, String>();
        topicos.forEach(topico -> comoSao.put(topico, ""));
        var quantas = particoes > 0 ? "--partitions %d ".formatted(particoes) : "";
        comoSao.computeIfPresent(dlt, (a, nada) -> quantas + "--config max.message.bytes=" + maior);
        return comandos.cria(comoSao);
    }

    /** @param oQue as operações, e sobre o quê */
    String permite(String oQue) {
        return comandos.ferramenta("acls", "--add --allow-principal User:… " + oQue);
    }

    /** Numa linha, e curto: a exceção pode ser de qualquer um, e trazer na mensagem uma página inteira, ou nem saber dizê-la. */
    static String motivo(Throwable erro) {
        String mensagem;
        try {
            mensagem = erro.getMessage();
        } catch (RuntimeException e) {
            mensagem = null;
        }
        if (mensagem == null || mensagem.isBlank()) {
            return classe(erro);
        }
        var linha = (mensagem.length() > MAIOR_MOTIVO ? mensagem.substring(0, MAIOR_MOTIVO) + "…" : mensagem)
                .replaceAll("\\s*\\R\\s*", " ");
        return linha.strip();
    }

    /** Para o que não se esperava: a mensagem de um {@code NullPointerException} sozinha não diz o que é. */
    static String comClasse(Throwable erro) {
        var motivo = motivo(erro);
        return motivo.equals(classe(erro)) ? motivo : "%s (%s)".formatted(motivo, classe(erro));
    }

    /** Com a causa de todas, se há: um handshake que falha diz por quê na última. */
    static String comRaiz(Throwable erro) {
        var raiz = raiz(erro);
        return raiz == erro ? motivo(erro) : "%s: %s".formatted(motivo(erro), motivo(raiz));
    }

    /** As primeiras linhas do stack trace, e as das causas. */
    static String pilha(Throwable erro) {
        var pilha = new StringBuilder(erro.getClass().getName()).append(": ").append(motivo(erro));
        var este = erro;
        while (este != null && pilha.length() < MAIOR_PILHA) {
            for (var chamada : este.getStackTrace()) {
                pilha.append("\n\tat ").append(chamada);
            }
            este = este.getCause();
            if (este != null) {
                pilha.append("\nCaused by: ")
                        .append(este.getClass().getName())
                        .append(": ")
                        .append(motivo(este));
            }
        }
        return pilha.substring(0, Math.min(pilha.length(), MAIOR_PILHA));
    }

    /** Do que saiu do trabalho de um registro: uma exceção sem stack trace é um «não» esperado, e a mensagem basta. */
    static String daFalha(Throwable erro) {
        return erro.getStackTrace().length == 0 ? motivo(erro) : comClasse(erro);
    }

    private static String classe(Throwable erro) {
        var simples = erro.getClass().getSimpleName();
        return simples.isEmpty() ? erro.getClass().getName() : simples; // anônima
    }

    static Throwable raiz(Throwable erro) {
        var raiz = erro;
        for (int i = 0; i < MAIOR_CADEIA && raiz.getCause() != null; i++) {
            raiz = raiz.getCause();
        }
        return raiz;
    }

    static <T extends Throwable> @Nullable T acha(Throwable erro, Class<T> tipo) {
        var este = erro;
        for (int i = 0; i < MAIOR_CADEIA && este != null; i++) {
            if (tipo.isInstance(este)) {
                return tipo.cast(este);
            }
            este = este.getCause();
        }
        return null;
    }

    /** O broker já não aceita nada desta transação. */
    static boolean cerca(Throwable erro) {
        return erro instanceof ProducerFencedException
                || erro instanceof InvalidProducerEpochException
                || erro instanceof InvalidTxnStateException;
    }

    /** Quando o broker recusa mais de um registro de um lote, o cliente só diz por que no texto. */
    private static boolean daHora(Throwable erro) {
        return erro instanceof InvalidTimestampException
                || erro instanceof InvalidRecordException
                        && String.valueOf(erro.getMessage()).matches("Timestamp .* out of range.*");
    }

    /** Um tópico compactado não aceita o registro, e não o vai aceitar. */
    static boolean semChave(Throwable erro) {
        return erro instanceof InvalidRecordException
                && String.valueOf(erro.getMessage()).contains("without key");
    }

    private static boolean semMetadados(Throwable erro) {
        return erro instanceof TimeoutException
                && String.valueOf(erro.getMessage()).contains("not present in metadata");
    }
}
