package br.kafkanapratica.etapa;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** As métricas {@code pedidos.*} de uma etapa; o lag é o do próprio consumidor ({@code kafka.consumer.*.records.lag}). */
final class Metricas {

    private final Counter processados;
    private final Counter falhas;
    private final Counter naDlt;
    private final Timer tempo;

    Metricas(MeterRegistry registro) {
        processados = Counter.builder("pedidos.processados")
                .description("Pedidos decididos e entregues à transação; os de uma transação desfeita contam de novo")
                .register(registro);
        falhas = Counter.builder("pedidos.falhas")
                .description("Vezes em que o trabalho de um pedido falhou")
                .register(registro);
        naDlt = Counter.builder("pedidos.dlt")
                .description("Registros enviados à DLT")
                .register(registro);
        tempo = Timer.builder("pedidos.tempo")
                .description("Da leitura à decisão de um pedido")
                .register(registro);
    }

    void levou(long duracao, TimeUnit unidade) {
        tempo.record(duracao, unidade);
    }

    void falhou() {
        falhas.increment();
    }

    void processou(int feitos, int rejeitados) {
        processados.increment(feitos);
        naDlt.increment(rejeitados);
    }
}
