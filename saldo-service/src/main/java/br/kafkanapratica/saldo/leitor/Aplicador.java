package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.saldo.estado.Contas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Aplica um lote ao estado, na thread que chama ou, enquanto ela lê o lote seguinte, em outras: cada uma percorre o lote inteiro
 * e aplica só os clientes da sua parte, de modo que a ordem de cada cliente se mantém e ninguém precisa de locks. Serve
 * também a um tópico de uma partição só. Uma thread usa.
 */
final class Aplicador implements AutoCloseable {

    private static final int MAIS_PARTES_NAO_AJUDAM = 4;

    /** Quantas buscas na memória correm juntas. */
    private static final int GRUPO = 16;

    private final Contas contas;
    private final ExecutorService threads;
    private final List<Future<?>> emCurso = new ArrayList<>();

    Aplicador(Contas contas) {
        this.contas = contas;
        var numero = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(contas.partes(), tarefa -> {
            var thread = new Thread(tarefa, "aplicador-" + numero.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    static int partes() {
        return Math.min(MAIS_PARTES_NAO_AJUDAM, Runtime.getRuntime().availableProcessors());
    }

    /** Volta já; o lote anterior tem de ter sido esperado. */
    void comeca(ConsumerRecords<byte[], byte[]> lote) {
        for (int i = 0; i < contas.partes(); i++) {
            int parte = i;
            emCurso.add(threads.submit(() -> aplica(parte, lote)));
        }
    }

    /** Até o lote em curso estar aplicado. O que deu errado ao aplicá-lo sai aqui. */
    void espera() {
        try {
            for (var parte : emCurso) {
                parte.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        emCurso.clear();
    }

    /** Na thread que chama, e na ordem do lote. */
    void aplica(ConsumerRecords<byte[], byte[]> lote) {
        aplica(Contas.TODAS, lote);
    }

    private void aplica(int parte, ConsumerRecords<byte[], byte[]> lote) {
        var grupo = new ArrayList<ConsumerRecord<byte[], byte[]>>(GRUPO);
        for (var registro : lote) {
            // Sem chave não há cliente. Só pode ser de quando o tópico não era compactado, e a compactação o descarta.
            if (registro.key() != null && contas.antecipa(parte, registro.key())) {
                grupo.add(registro);
                if (grupo.size() == GRUPO) {
                    grupo.forEach(this::aplica);
                    grupo.clear();
                }
            }
        }
        grupo.forEach(this::aplica);
    }

    private void aplica(ConsumerRecord<byte[], byte[]> registro) {
        contas.aplica(registro.partition(), registro.offset(), registro.timestamp(), registro.key(), registro.value());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
