package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.juiz.saldos.Escrita;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Escreve saldos sem parar, numa thread só, em clientes que se revezam, e anota cada escrita. O saldo é o número dela. */
final class EscritorContinuo implements AutoCloseable {

    private static final int POR_RODADA = 5;

    private final ClienteDeTeste kafka;
    private final String topico;
    private final int clientes;
    private final HistoriaDosSaldos historia;
    private final Set<String> confirmados = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Throwable> falha = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private volatile long numero;

    EscritorContinuo(ClienteDeTeste kafka, String topico, int clientes, HistoriaDosSaldos historia) {
        this.kafka = kafka;
        this.historia = historia;
        this.topico = topico;
        this.clientes = clientes;
        thread.scheduleAtFixedRate(this::escreve, 0, 10, TimeUnit.MILLISECONDS);
    }

    /** Quantas escritas partiram até agora. */
    long escritas() {
        return numero;
    }

    /** De quantos clientes o broker já confirmou um saldo. */
    int clientesConfirmados() {
        var causa = falha.get();
        if (causa != null) {
            throw new IllegalStateException("uma escrita falhou", causa);
        }
        return confirmados.size();
    }

    private void escreve() {
        try {
            // Uma rodada por vez: a seguinte só parte depois de esta ter sido confirmada.
            var envios = new LinkedHashMap<Long, Future<RecordMetadata>>();
            var antes = Instant.now();
            for (int i = 0; i < POR_RODADA; i++) {
                numero++;
                envios.put(
                        numero,
                        kafka.envia(
                                topico,
                                null,
                                ClienteDeTeste.bytes(cliente(numero % clientes)),
                                ClienteDeTeste.bytes(json(cliente(numero % clientes), numero))));
            }
            envios.forEach((saldo, envio) -> {
                var onde = ClienteDeTeste.espera(envio);
                var cliente = cliente(saldo % clientes);
                historia.anota(Escrita.confirmada(
                        cliente, json(cliente, saldo), onde.partition(), onde.offset(), antes, Instant.now()));
                confirmados.add(cliente);
            });
        } catch (RuntimeException e) {
            falha.set(e);
            throw e;
        }
    }

    /** O nome do cliente {@code indice}, de 0 ao total deles menos um. */
    static String cliente(long indice) {
        return "cliente-" + indice;
    }

    private static String json(String cliente, long saldo) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%d,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(cliente, saldo);
    }

    /** Para de escrever; volta quando a última escrita foi confirmada. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a última escrita não foi confirmada");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
