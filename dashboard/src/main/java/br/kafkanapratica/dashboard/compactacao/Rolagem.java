package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.Recusa;
import br.kafkanapratica.dashboard.conexao.Escritor;
import br.kafkanapratica.dashboard.conexao.KafkaNaoConfirmou;
import br.kafkanapratica.dashboard.topicos.Topicos;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Fecha o segmento ativo de cada partição: o Kafka só o faz quando chega uma escrita depois de {@code segment.ms}.
 *
 * <p>Escreve remoções de clientes que nunca existiram, que não mudam saldo nenhum: repetir o último registro de alguém poderia
 * desfazer uma escrita que chegasse no meio. A primeira vale se o segmento já tem idade; a segunda, se ainda não tinha.
 */
@Component
class Rolagem implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Rolagem.class);
    private static final Duration MAIS_ESPERA = Duration.ofMinutes(2);

    private final Escritor escritor;
    private final Topicos topicos;
    private final ScheduledExecutorService depois = Executors.newSingleThreadScheduledExecutor(tarefa -> {
        var thread = new Thread(tarefa, "rolagem");
        thread.setDaemon(true);
        return thread;
    });

    Rolagem(Escritor escritor, Topicos topicos) {
        this.escritor = escritor;
        this.topicos = topicos;
    }

    /** Escreve agora e, passado {@code segment.ms}, de novo; devolve quanto falta para a segunda escrita. */
    Duration rola(int particoes) throws InterruptedException {
        var segmentMs = topicos.configuracao(Topico.CONTAS, TopicConfig.SEGMENT_MS_CONFIG);
        var espera = Duration.ofMillis(segmentMs == null ? 0 : Long.parseLong(segmentMs))
                .plusSeconds(1);
        if (espera.compareTo(MAIS_ESPERA) > 0) {
            throw new Recusa(
                    HttpStatus.CONFLICT,
                    "O tópico contas tem segment.ms=%s: o segmento não fecharia tão cedo. Veja Tópicos."
                            .formatted(segmentMs));
        }
        escreve(particoes);
        depois.schedule(
                () -> {
                    try {
                        escreve(particoes);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (KafkaNaoConfirmou e) {
                        log.warn("Não consegui fechar os segmentos de contas: o Kafka não confirmou.");
                    } catch (Recusa e) {
                        log.warn(
                                "Não consegui fechar os segmentos de contas. {}",
                                e.getBody().getDetail());
                    }
                },
                espera.toMillis(),
                TimeUnit.MILLISECONDS);
        return espera;
    }

    private void escreve(int particoes) throws InterruptedException {
        escritor.escreve(IntStream.range(0, particoes)
                .mapToObj(particao -> new ProducerRecord<byte[], byte[]>(
                        Topico.CONTAS.nome(),
                        particao,
                        "(rolagem do segmento %d)".formatted(particao).getBytes(StandardCharsets.UTF_8),
                        null))
                .toList());
    }

    @Override
    public void close() {
        depois.shutdownNow();
    }
}
