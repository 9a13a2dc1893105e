package br.kafkanapratica.etapa;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** As métricas de uma etapa; o lag é o do próprio consumidor ({@code kafka.consumer.*.records.lag}). */
final class Metricas {

    private final Counter processados;
    private final Counter falhas;
    private final Counter naDlt;
    private final Timer tempo;

    /** @param etapa o programa; o grupo e o tópico distinguem as suas etapas, seja qual for a ordem em que se criam */
    Metricas(MeterRegistry registro, String prefixo, String etapa, String grupo, String topico) {
        var quem = Tags.of("etapa", etapa, "grupo", grupo, "topico", topico);
        processados = Counter.builder(prefixo + ".processados")
                .description("Registros decididos e entregues à transação; os de uma transação desfeita contam de novo")
                .tags(quem)
                .register(registro);
        falhas = Counter.builder(prefixo + ".falhas")
                .description("Vezes em que o trabalho de um registro falhou")
                .tags(quem)
                .register(registro);
        naDlt = Counter.builder(prefixo + ".dlt")
                .description("Registros enviados à DLT; os de uma transação desfeita contam de novo")
                .tags(quem)
                .register(registro);
        tempo = Timer.builder(prefixo + ".tempo")
                .description("Da leitura à decisão de um registro")
                .tags(quem)
                .register(registro);
    }

    void levou(long nanos) {
        tempo.record(nanos, TimeUnit.NANOSECONDS);
    }

    void falhou() {
        falhas.increment();
    }

    void processou(int feitos, int rejeitados) {
        processados.increment(feitos);
        naDlt.increment(rejeitados);
    }
}
