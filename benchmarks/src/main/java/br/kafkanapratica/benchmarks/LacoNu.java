package br.kafkanapratica.benchmarks;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A régua: consumir, transformar e produzir numa transação por {@code poll()}, só com o cliente Kafka e o Jackson. Não
 * valida, não repete, não tem DLT, métricas nem rastro: é o mais depressa que se vai com os ajustes de fábrica das etapas.
 */
@Command(name = "laco-nu", hidden = true)
final class LacoNu implements Callable<Integer> {

    @Option(names = "--estagio", required = true)
    private EtapaDoPipeline estagio = EtapaDoPipeline.ESTOQUE;

    @Option(names = "--servidores", required = true)
    private String servidores = "";

    private final CompletableFuture<@Nullable Void> fim = new CompletableFuture<>();

    @Override
    public Integer call() {
        var passo = new Passo(estagio);
        var doConsumidor = AjustesDasEtapas.consumidor(servidores);
        doConsumidor.put("group.id", estagio.grupo());
        var doProdutor = AjustesDasEtapas.produtor(servidores);
        doProdutor.put("transactional.id", "laco-nu-" + UUID.randomUUID());
        try (var consumidor = new KafkaConsumer<byte[], byte[]>(doConsumidor);
                var produtor = new KafkaProducer<byte[], byte[]>(doProdutor)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> saiDoGrupo(consumidor)));
            produtor.initTransactions();
            consumidor.subscribe(List.of(estagio.entrada().nome()));
            while (true) {
                passa(passo, consumidor, produtor);
            }
        } catch (WakeupException e) {
            return 0;
        } finally {
            fim.complete(null);
        }
    }

    private void passa(Passo passo, KafkaConsumer<byte[], byte[]> consumidor, KafkaProducer<byte[], byte[]> produtor) {
        var lote = consumidor.poll(Duration.ofSeconds(1));
        if (lote.isEmpty()) {
            return;
        }
        produtor.beginTransaction();
        for (var registro : lote) {
            var saida = estagio.saida();
            if (saida.isPresent()) {
                var valor = passo.transforma(registro.value());
                produtor.send(new ProducerRecord<>(saida.get().nome(), registro.key(), valor));
            } else {
                passo.avisa(registro.value());
            }
        }
        produtor.sendOffsetsToTransaction(lote.nextOffsets(), consumidor.groupMetadata());
        produtor.commitTransaction();
    }

    /** No SIGTERM, como as etapas: quem vem depois não espera a sessão vencer. */
    private void saiDoGrupo(KafkaConsumer<?, ?> consumidor) {
        consumidor.wakeup();
        fim.orTimeout(5, TimeUnit.SECONDS).join();
    }
}
