package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.saldo.estado.Contas;
import br.kafkanapratica.saldo.estado.Lote;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Aplica lotes ao estado, na thread que chama ou, enquanto ela lê os seguintes, em outras: cada uma aplica os clientes da sua
 * parte, de modo que a ordem de cada cliente se mantém e ninguém precisa de locks. Serve também a um tópico de uma partição
 * só. Uma thread usa.
 */
final class Aplicador implements AutoCloseable {

    private static final int MAIS_PARTES_NAO_AJUDAM = 4;

    private final Contas contas;

    /** Uma thread por parte: os lotes em curso se aplicam na ordem em que começaram. */
    private final List<ExecutorService> threads;

    /** Um lote que outras threads estão aplicando. */
    record Aplicacao(List<Future<?>> partes) {

        /** Até o lote estar aplicado. O que deu errado ao aplicá-lo sai aqui. */
        void espera() {
            try {
                for (var parte : partes) {
                    parte.get();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    Aplicador(Contas contas) {
        this.contas = contas;
        this.threads = IntStream.range(0, contas.partes())
                .mapToObj(parte -> Executors.newSingleThreadExecutor(tarefa -> {
                    var thread = new Thread(tarefa, "aplicador-" + (parte + 1));
                    thread.setDaemon(true);
                    return thread;
                }))
                .toList();
    }

    static int partes() {
        return Math.min(MAIS_PARTES_NAO_AJUDAM, Runtime.getRuntime().availableProcessors());
    }

    /** Separa o lote e volta, sem esperar que o apliquem. Os lotes são aplicados na ordem das chamadas. */
    Aplicacao comeca(ConsumerRecords<byte[], byte[]> registros) {
        var lote = junta(registros, contas.lote(registros.count()));
        var partes = new ArrayList<Future<?>>();
        for (int i = 0; i < threads.size(); i++) {
            int parte = i;
            partes.add(threads.get(parte).submit(() -> contas.aplica(lote, parte)));
        }
        return new Aplicacao(partes);
    }

    /** Na thread que chama, e na ordem do lote. Nenhum pode estar em curso. */
    void aplica(ConsumerRecords<byte[], byte[]> registros) {
        contas.aplica(junta(registros, contas.loteEmOrdem(registros.count())));
    }

    private static Lote junta(ConsumerRecords<byte[], byte[]> registros, Lote lote) {
        for (var registro : registros) {
            if (registro.key() != null) { // sem chave não há cliente: só pode ser de quando o tópico não era compactado
                lote.junta(
                        registro.partition(),
                        registro.offset(),
                        registro.timestamp(),
                        registro.key(),
                        registro.value());
            }
        }
        return lote;
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
    }
}
