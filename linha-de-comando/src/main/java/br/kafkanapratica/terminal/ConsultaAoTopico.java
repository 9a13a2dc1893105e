package br.kafkanapratica.terminal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** O que se pergunta ao Kafka sobre o tópico antes de enviar a primeira mensagem; o tópico nunca é criado aqui. */
public final class ConsultaAoTopico {

    private static final int ENTRE_OLHADAS_MS = 500;

    /** O Admin desiste antes, com a sua causa; isto vale quando a própria resolução do nome trava. */
    private static final Duration FOLGA = Duration.ofSeconds(10);

    /** Zero seria esperar pela thread dele, quanto fosse. */
    private static final Duration SEM_ESPERAR = Duration.ofMillis(1);

    private ConsultaAoTopico() {}

    /**
     * Onde ninguém atende, desiste em poucos segundos; de quem atende devagar, espera a resposta pelo
     * {@code default.api.timeout.ms}, dizendo na saída de erros pelo que espera.
     *
     * @param configuracao a do {@link Admin}
     * @throws FalhaNoKafka com o comando que conserta, se o Kafka não responde ou o tópico não existe
     */
    public static <T> T faz(Map<String, Object> configuracao, Destino destino, Function<Admin, KafkaFuture<T>> pergunta)
            throws FalhaNoKafka, InterruptedException {
        long inicio = System.nanoTime();
        var paciencia = new Paciencia(
                destino,
                Prazo.de(configuracao, CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG)
                        .plus(FOLGA),
                () -> sintoma(destino),
                Tela::aviso);
        var aberto = new CompletableFuture<Admin>();
        var resposta = CompletableFuture.supplyAsync(
                () -> {
                    try (var admin = Admin.create(configuracao)) {
                        aberto.complete(admin);
                        return pergunta.apply(admin)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join();
                    }
                },
                ConsultaAoTopico::numaThread);
        try {
            while (true) {
                try {
                    return resposta.get(ENTRE_OLHADAS_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    var desistencia = paciencia.julga(Duration.ofNanos(System.nanoTime() - inicio));
                    if (desistencia.isPresent()) {
                        throw desistencia.get();
                    }
                } catch (ExecutionException e) {
                    throw FalhaNoKafka.antesDeEnviar(e, destino);
                }
            }
        } finally {
            aberto.thenAccept(admin -> admin.close(SEM_ESPERAR)); // de quem se desistiu, a thread seguiria tentando
        }
    }

    private static Sintoma sintoma(Destino destino) {
        return Alcance.de(destino.servidores()) == Alcance.RECUSA ? Sintoma.NADA_ATENDE : Sintoma.MUDO;
    }

    /** As threads do pool comum não enxergam as classes dentro do jar executável. */
    private static void numaThread(Runnable tarefa) {
        var thread = new Thread(tarefa, "consulta-do-topico");
        thread.setDaemon(true);
        thread.start();
    }
}
