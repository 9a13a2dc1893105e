package br.kafkanapratica.terminal;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** O que se pergunta ao Kafka sobre o tópico antes de enviar a primeira mensagem; o tópico nunca é criado aqui. */
public final class ConsultaAoTopico {

    /** Acima do default.api.timeout do Admin: só vale quando a própria resolução do nome trava. */
    private static final int PRAZO_S = 8;

    private ConsultaAoTopico() {}

    /**
     * Espera a resposta no máximo 8 s.
     *
     * @param configuracao a do {@link Admin}
     * @throws FalhaNoKafka com o comando que conserta, se o Kafka não responde ou o tópico não existe
     */
    public static <T> T faz(Map<String, Object> configuracao, Destino destino, Function<Admin, KafkaFuture<T>> pergunta)
            throws FalhaNoKafka, InterruptedException {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try (var admin = Admin.create(configuracao)) {
                                    return pergunta.apply(admin)
                                            .toCompletionStage()
                                            .toCompletableFuture()
                                            .join();
                                }
                            },
                            ConsultaAoTopico::numaThread)
                    .get(PRAZO_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw FalhaNoKafka.semResposta(destino);
        } catch (ExecutionException e) {
            throw traduz(e, destino);
        }
    }

    /** As threads do pool comum não enxergam as classes dentro do jar executável. */
    private static void numaThread(Runnable tarefa) {
        var thread = new Thread(tarefa, "consulta-do-topico");
        thread.setDaemon(true);
        thread.start();
    }

    private static FalhaNoKafka traduz(Throwable erro, Destino destino) {
        for (Throwable causa = erro; causa != null; causa = causa.getCause()) {
            if (causa instanceof UnknownTopicOrPartitionException) {
                return new FalhaNoKafka(
                        "o tópico \"%s\" não existe. Nada foi enviado. Crie os tópicos com: ./create-topics.sh"
                                .formatted(destino.topico()));
            }
        }
        return FalhaNoKafka.de(erro, destino);
    }
}
