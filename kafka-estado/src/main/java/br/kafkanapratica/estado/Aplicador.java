package br.kafkanapratica.estado;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Aplica lotes à projeção, na thread que chama ou, enquanto ela lê os seguintes, em outras. Se a projeção é {@link ProjecaoEmPartes},
 * cada uma das outras aplica as chaves da sua parte, de modo que a ordem de cada chave se mantém e ninguém precisa de locks: serve
 * também a um tópico de uma partição só. Uma thread usa.
 */
final class Aplicador implements AutoCloseable {

    private final Projecao projecao;

    /** Uma thread por parte: os lotes em curso se aplicam na ordem em que começaram. */
    private final List<ExecutorService> threads;

    /** Um lote que outras threads estão aplicando. */
    record Aplicacao(List<Future<?>> partes) {

        /** Até todas as partes acabarem, mesmo que uma falhe: quem chama aplica de novo. O que deu errado sai aqui. */
        void espera() {
            ExecutionException erro = null;
            for (var parte : partes) {
                try {
                    parte.get();
                } catch (ExecutionException e) {
                    erro = erro == null ? e : erro;
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            if (erro != null) {
                throw new IllegalStateException(erro.getCause());
            }
        }
    }

    Aplicador(Projecao projecao) {
        this.projecao = projecao;
        this.threads = IntStream.range(0, projecao instanceof ProjecaoEmPartes emPartes ? emPartes.partes() : 1)
                .mapToObj(parte -> Executors.newSingleThreadExecutor(Daemon.com("aplicador-" + (parte + 1))))
                .toList();
    }

    /** Volta sem esperar que o apliquem. Os lotes são aplicados na ordem das chamadas. */
    Aplicacao comeca(ConsumerRecords<byte[], byte[]> registros) {
        var lote = comChave(registros);
        List<Runnable> tarefas = projecao instanceof ProjecaoEmPartes emPartes
                ? emPartes.separa(lote, registros.count())
                : List.of(() -> projecao.aplica(lote));
        var partes = new ArrayList<Future<?>>();
        for (int i = 0; i < tarefas.size(); i++) {
            partes.add(threads.get(i).submit(tarefas.get(i)));
        }
        return new Aplicacao(partes);
    }

    /** Na thread que chama, e na ordem do lote. Nenhum pode estar em curso. */
    void aplica(ConsumerRecords<byte[], byte[]> registros) {
        projecao.aplica(comChave(registros));
    }

    /** Sem chave não há de quem seja: só pode ser de quando o tópico não era compactado. */
    private static Iterable<Lido> comChave(ConsumerRecords<byte[], byte[]> registros) {
        return () -> new Iterator<>() {
            private final Iterator<ConsumerRecord<byte[], byte[]>> todos = registros.iterator();
            private @Nullable ConsumerRecord<byte[], byte[]> proximo = seguinte();

            private @Nullable ConsumerRecord<byte[], byte[]> seguinte() {
                while (todos.hasNext()) {
                    var registro = todos.next();
                    if (registro.key() != null) {
                        return registro;
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return proximo != null;
            }

            @Override
            public Lido next() {
                var este = proximo;
                if (este == null) {
                    throw new NoSuchElementException();
                }
                proximo = seguinte();
                return new Lido(este.partition(), este.offset(), este.timestamp(), este.key(), este.value());
            }
        };
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
    }
}
