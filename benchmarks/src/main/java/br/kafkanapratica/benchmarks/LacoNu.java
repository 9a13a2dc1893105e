package br.kafkanapratica.benchmarks;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * A régua: consumir, transformar e produzir numa transação por {@code poll()}, só com o cliente Kafka e o Jackson. Não
 * valida, não repete, não tem DLT, métricas nem rastro: é o mais depressa que se vai com os ajustes de {@code etapa.yml}.
 */
@Command(name = "laco-nu", hidden = true)
final class LacoNu implements Callable<Integer> {

    @Option(names = "--estagio", required = true)
    private Estagio estagio = Estagio.ESTOQUE;

    @Option(names = "--servidores", required = true)
    private String servidores = "";

    private final JsonMapper json = new JsonMapper();
    private final CompletableFuture<@Nullable Void> fim = new CompletableFuture<>();

    @Override
    public Integer call() {
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
                passa(consumidor, produtor);
            }
        } catch (WakeupException e) {
            return 0;
        } finally {
            fim.complete(null);
        }
    }

    private void passa(KafkaConsumer<byte[], byte[]> consumidor, KafkaProducer<byte[], byte[]> produtor) {
        var lote = consumidor.poll(Duration.ofSeconds(1));
        if (lote.isEmpty()) {
            return;
        }
        produtor.beginTransaction();
        for (var registro : lote) {
            switch (estagio) {
                case ESTOQUE ->
                    produtor.send(saida(registro, aprova(json.readValue(registro.value(), NovoPedido.class))));
                case PAGAMENTO ->
                    produtor.send(saida(registro, cobra(json.readValue(registro.value(), PedidoAprovado.class))));
                case NOTIFICACAO -> avisa(json.readValue(registro.value(), PedidoConcluido.class));
            }
        }
        produtor.sendOffsetsToTransaction(lote.nextOffsets(), consumidor.groupMetadata());
        produtor.commitTransaction();
    }

    private ProducerRecord<byte[], byte[]> saida(ConsumerRecord<byte[], byte[]> registro, Object resultado) {
        return new ProducerRecord<>(
                estagio.saida().orElseThrow().nome(), registro.key(), json.writeValueAsBytes(resultado));
    }

    private static PedidoAprovado aprova(NovoPedido pedido) {
        return new PedidoAprovado(pedido.idPedido(), pedido.cliente(), pedido.produto(), pedido.quantidade(), agora());
    }

    private static PedidoConcluido cobra(PedidoAprovado pedido) {
        return new PedidoConcluido(
                pedido.idPedido(),
                pedido.cliente(),
                pedido.produto(),
                pedido.quantidade(),
                pedido.aprovadoEm(),
                agora());
    }

    private static void avisa(PedidoConcluido pedido) {
        System.out.println("[NOTIFICACAO] Pedido " + pedido.idPedido() + " de " + pedido.cliente() + " concluído: "
                + pedido.quantidade() + " × " + pedido.produto() + ", aprovado em " + pedido.aprovadoEm()
                + " e pago em "
                + pedido.pagoEm());
    }

    private static String agora() {
        return ISO_OFFSET_DATE_TIME.format(OffsetDateTime.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** No SIGTERM, como as etapas: quem vem depois não espera a sessão vencer. */
    private void saiDoGrupo(KafkaConsumer<?, ?> consumidor) {
        consumidor.wakeup();
        fim.orTimeout(5, TimeUnit.SECONDS).join();
    }
}
