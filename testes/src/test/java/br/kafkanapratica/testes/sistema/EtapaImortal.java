package br.kafkanapratica.testes.sistema;

import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.falhas.Avaria;
import br.kafkanapratica.testes.falhas.Pausa;
import br.kafkanapratica.testes.falhas.Relogio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Uma das instâncias de uma etapa, através das suas vidas. */
final class EtapaImortal {

    private final Pipeline pipeline;
    private final EtapaDoPipeline etapa;
    private final String[] argumentos;
    private final @Nullable Relogio relogio;
    private final List<Processo> vidas = new ArrayList<>();
    private volatile AtomicBoolean pronta = new AtomicBoolean();

    EtapaImortal(Pipeline pipeline, EtapaDoPipeline etapa, @Nullable Relogio relogio, String... argumentos) {
        this.pipeline = pipeline;
        this.etapa = etapa;
        this.relogio = relogio;
        this.argumentos = argumentos;
        nasce();
    }

    EtapaDoPipeline etapa() {
        return etapa;
    }

    void esperaPronta() {
        await().atMost(Pipeline.PRAZO).until(this::pronta);
    }

    /** Já soube quais são as suas partições, ainda que nenhuma. */
    boolean pronta() {
        return pronta.get();
    }

    /** {@code kill -9}, e outra no lugar. */
    void morreERenasce() {
        atual().mata();
        nasce();
    }

    /** SIGTERM, e outra no lugar. */
    void terminaERenasce() {
        atual().para(Duration.ofSeconds(30));
        nasce();
    }

    Avaria pausa() {
        return new Pausa(atual());
    }

    /** Vazio se o relógio dela não se pode mudar. */
    Optional<Avaria> relogioSalta(Duration quanto) {
        return Optional.ofNullable(relogio).map(dela -> dela.salta(quanto));
    }

    /** Se morreu sem que ninguém a matasse. */
    boolean viva() {
        return atual().vivo();
    }

    /** De todas as vidas, as últimas dezenas de milhares de cada. */
    Stream<String> linhas() {
        return vidas.stream().flatMap(vida -> vida.linhas().stream());
    }

    List<String> ultimasLinhas() {
        var linhas = atual().linhas();
        return linhas.subList(Math.max(0, linhas.size() - 8), linhas.size());
    }

    private void nasce() {
        var programa = pipeline.programa(etapa.programa(), argumentos);
        var desta = new AtomicBoolean();
        pronta = desta;
        vidas.add(pipeline.inicia(
                linha -> {
                    if (linha.contains("partições minhas agora")) {
                        desta.set(true);
                    }
                },
                relogio == null ? programa : relogio.em(programa)));
    }

    private Processo atual() {
        return vidas.get(vidas.size() - 1);
    }
}
