package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Progresso;
import br.kafkanapratica.estado.Projecao;
import br.kafkanapratica.estado.Situacao;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** As métricas de um log; antes de haver o que medir, NaN. */
public final class MetricasDoLog<P extends Projecao> implements MeterBinder {

    private final String prefixo;
    private final Tags tags;
    private final LogSeguido<P> log;
    private final List<DoEstado<P>> doEstado = new ArrayList<>();

    private record DoEstado<P>(String nome, String descricao, ToDoubleFunction<? super P> valor) {}

    public MetricasDoLog(String prefixo, Tags tags, LogSeguido<P> log) {
        this.prefixo = prefixo;
        this.tags = tags;
        this.log = log;
    }

    /** Mais uma, do próprio estado; devolve esta. */
    public MetricasDoLog<P> com(String nome, String descricao, ToDoubleFunction<? super P> valor) {
        doEstado.add(new DoEstado<>(nome, descricao, valor));
        return this;
    }

    @Override
    public void bindTo(MeterRegistry registro) {
        doEstado.forEach(este -> mede(
                registro,
                este.nome,
                este.descricao,
                deste -> deste.pronto().map(este.valor::applyAsDouble).orElse(Double.NaN)));
        mede(
                registro,
                "atraso",
                "Offsets entre o que foi lido e o fim do log, na última verificação",
                deste -> deste.situacao() instanceof Situacao.Parada ? Double.NaN : deste.atraso());
        mede(
                registro,
                "pronto",
                "1 se há um estado que se pode consultar",
                deste -> deste.pronto().map(estado -> 1.0).orElse(0.0));
        TimeGauge.builder(prefixo + ".sem.contato", log, TimeUnit.MILLISECONDS, MetricasDoLog::semContato)
                .description("Há quanto tempo o Kafka não responde; 0 se responde")
                .tags(tags)
                .register(registro);
        mede(
                registro,
                "sem.verificacao",
                "1 se o Kafka responde mas não deixa conferir o tópico",
                deste -> deste.semVerificacao().map(motivo -> 1.0).orElse(0.0));
        mede(
                registro,
                "impedimentos",
                "O que segura alguma partição: trechos que não se leem, transações abertas",
                deste -> deste.impedimentos().size());
        mede(
                registro,
                "trechos.pulados",
                "Trechos mandados pular que não se deixaram ler e se perderam",
                deste -> deste.pulados().size());
        TimeGauge.builder(
                        prefixo + ".reconstrucao.duracao",
                        log,
                        TimeUnit.MILLISECONDS,
                        deste -> reconstrucao(
                                deste, progresso -> progresso.decorrido().toMillis()))
                .description("Quanto levou a última reconstrução")
                .tags(tags)
                .register(registro);
        mede(
                registro,
                "reconstrucao.registros",
                "Registros lidos na última reconstrução",
                deste -> reconstrucao(deste, Progresso::registros));
        mede(
                registro,
                "reconstrucao.percentual",
                "Quanto da reconstrução em curso já foi; 100 quando pronto",
                MetricasDoLog::percentual);
    }

    private void mede(MeterRegistry registro, String nome, String descricao, ToDoubleFunction<LogSeguido<P>> valor) {
        Gauge.builder(prefixo + "." + nome, log, valor)
                .description(descricao)
                .tags(tags)
                .register(registro);
    }

    private static double semContato(LogSeguido<?> log) {
        return log.semContatoDesde()
                .map(desde -> (double)
                        Math.max(0, Duration.between(desde, Instant.now()).toMillis()))
                .orElse(0.0);
    }

    private static double reconstrucao(LogSeguido<?> log, ToDoubleFunction<Progresso> valor) {
        return log.ultimaReconstrucao().map(valor::applyAsDouble).orElse(Double.NaN);
    }

    private static double percentual(LogSeguido<?> log) {
        var situacao = log.situacao();
        return situacao instanceof Situacao.Reconstruindo<?> reconstruindo
                ? reconstruindo.progresso().percentual()
                : situacao instanceof Situacao.Pronto ? 100 : 0;
    }
}
