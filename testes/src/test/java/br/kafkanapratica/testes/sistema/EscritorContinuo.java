package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.saldos.Escrita;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Escreve saldos em {@code contas} sem parar, numa thread só, em clientes que se revezam, e anota o que foi de cada escrita. O saldo é
 * o número dela.
 */
final class EscritorContinuo implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> produtor;
    private final int clientes;
    private final int porRodada;
    private final HistoriaDosSaldos historia;
    private final Map<String, Lugar> ultimas = new ConcurrentHashMap<>();
    private final LongAdder confirmadas = new LongAdder();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private long numero;

    /** @param entre uma rodada e outra, e cada uma só parte depois de se saber o que foi da anterior */
    EscritorContinuo(String servidores, int clientes, int porRodada, Duration entre, HistoriaDosSaldos historia) {
        this.produtor = ProdutorPaciente.novo(servidores);
        this.clientes = clientes;
        this.porRodada = porRodada;
        this.historia = historia;
        thread.scheduleWithFixedDelay(this::escreve, 0, entre.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Quantas escritas o broker confirmou até agora. */
    long confirmadas() {
        return confirmadas.sum();
    }

    /** De quantos clientes o broker já confirmou um saldo. */
    int clientesConfirmados() {
        return ultimas.size();
    }

    /** Onde está a última escrita confirmada deste cliente; nulo se não há nenhuma. */
    @Nullable
    Lugar ultima(String cliente) {
        return ultimas.get(cliente);
    }

    private void escreve() {
        var envios = new LinkedHashMap<Long, Future<RecordMetadata>>();
        var antes = Instant.now();
        for (int i = 0; i < porRodada; i++) {
            numero++;
            var cliente = cliente(numero % clientes);
            envios.put(
                    numero,
                    produtor.send(new ProducerRecord<>(
                            Topico.CONTAS.nome(),
                            ClienteDeTeste.bytes(cliente),
                            ClienteDeTeste.bytes(json(cliente, numero)))));
        }
        envios.forEach((saldo, envio) -> anota(saldo, envio, antes));
    }

    private void anota(long saldo, Future<RecordMetadata> envio, Instant antes) {
        var cliente = cliente(saldo % clientes);
        var valor = json(cliente, saldo);
        try {
            var onde = ClienteDeTeste.espera(envio);
            historia.anota(Escrita.confirmada(cliente, valor, onde.partition(), onde.offset(), antes, Instant.now()));
            ultimas.put(cliente, new Lugar(onde.topic(), onde.partition(), onde.offset()));
            confirmadas.increment();
        } catch (IllegalStateException e) {
            historia.anota(Escrita.desconhecida(cliente, valor, antes, Instant.now()));
        }
    }

    /** O nome do cliente {@code indice}, de 0 ao total deles menos um. */
    static String cliente(long indice) {
        return "cliente-" + indice;
    }

    private static String json(String cliente, long saldo) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%d,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(cliente, saldo);
    }

    /** Para de escrever; volta quando se sabe o que foi da última escrita. */
    @Override
    public void close() {
        Threads.acaba(thread);
        produtor.close(Duration.ofSeconds(5));
    }
}
