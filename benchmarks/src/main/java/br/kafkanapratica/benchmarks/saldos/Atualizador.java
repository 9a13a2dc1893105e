package br.kafkanapratica.benchmarks.saldos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Atualiza clientes sorteados, a um ritmo, até ser fechado. */
final class Atualizador implements AutoCloseable {

    private static final int LOTE = 100;

    private final Thread thread;
    private volatile boolean fim;
    private volatile long enviados;

    Atualizador(String servidores, String topico, Carga carga, int porSegundo) {
        thread = new Thread(() -> escreve(servidores, topico, carga, porSegundo), "atualizador");
        thread.start();
    }

    long enviados() {
        return enviados;
    }

    private void escreve(String servidores, String topico, Carga carga, int porSegundo) {
        var sorteio = new Random(carga.semente());
        long comecou = System.nanoTime();
        try (var produtor = Carga.produtor(servidores)) {
            for (long n = 0; !fim; n += LOTE) {
                for (int i = 0; i < LOTE; i++) {
                    var id = carga.id(sorteio.nextInt(carga.clientes()));
                    produtor.send(new ProducerRecord<>(topico, id.getBytes(US_ASCII), Carga.valor(id, sorteio)));
                }
                enviados = n + LOTE;
                long quando = comecou + (n + LOTE) * 1_000_000_000L / porSegundo;
                LockSupport.parkNanos(Math.max(0, quando - System.nanoTime()));
            }
        }
    }

    @Override
    public void close() {
        fim = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
