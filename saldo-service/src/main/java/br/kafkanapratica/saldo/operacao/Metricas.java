package br.kafkanapratica.saldo.operacao;

import br.kafkanapratica.saldo.estado.Contas;
import br.kafkanapratica.saldo.leitor.LeitorDeContas;
import br.kafkanapratica.saldo.leitor.Progresso;
import br.kafkanapratica.saldo.leitor.Situacao;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** As métricas {@code saldo.*}; antes de haver o que medir, NaN. */
@Component
class Metricas implements MeterBinder {

    private final LeitorDeContas leitor;

    Metricas(LeitorDeContas leitor) {
        this.leitor = leitor;
    }

    @Override
    public void bindTo(MeterRegistry registro) {
        contas(registro, "saldo.clientes", "Clientes com saldo", Contas::totalDeSaldos);
        contas(registro, "saldo.corrompidos", "Clientes com o último registro malformado", Contas::totalDeCorrompidos);
        contas(
                registro,
                "saldo.em.varias.particoes",
                "Clientes com registros em mais de uma partição (produtores com particionadores diferentes?)",
                Contas::totalEmVariasParticoes);
        Gauge.builder("saldo.atraso", leitor, LeitorDeContas::atraso)
                .description("Offsets entre o que foi lido e o fim do log, na última verificação")
                .register(registro);
        Gauge.builder(
                        "saldo.impedimentos",
                        leitor,
                        deste -> deste.impedimentos().size())
                .description("O que segura alguma partição: trechos que não se leem, transações abertas")
                .register(registro);
        Gauge.builder("saldo.trechos.pulados", leitor, deste -> deste.pulados().size())
                .description("Trechos de saldo.pular que não se deixaram ler e se perderam")
                .register(registro);
        TimeGauge.builder(
                        "saldo.reconstrucao.duracao",
                        leitor,
                        TimeUnit.MILLISECONDS,
                        deste -> reconstrucao(
                                deste, progresso -> progresso.decorrido().toMillis()))
                .description("Quanto levou a última reconstrução")
                .register(registro);
        Gauge.builder("saldo.reconstrucao.registros", leitor, deste -> reconstrucao(deste, Progresso::registros))
                .description("Registros lidos na última reconstrução")
                .register(registro);
        Gauge.builder("saldo.reconstrucao.percentual", leitor, Metricas::percentual)
                .description("Quanto da reconstrução em curso já foi; 100 quando pronto")
                .register(registro);
    }

    private void contas(MeterRegistry registro, String nome, String descricao, ToDoubleFunction<Contas> valor) {
        Gauge.builder(
                        nome,
                        leitor,
                        deste -> deste.situacao() instanceof Situacao.Pronto pronto
                                ? valor.applyAsDouble(pronto.contas())
                                : Double.NaN)
                .description(descricao)
                .register(registro);
    }

    private static double reconstrucao(LeitorDeContas leitor, ToDoubleFunction<Progresso> valor) {
        return leitor.ultimaReconstrucao().map(valor::applyAsDouble).orElse(Double.NaN);
    }

    private static double percentual(LeitorDeContas leitor) {
        var situacao = leitor.situacao();
        return situacao instanceof Situacao.Reconstruindo reconstruindo
                ? reconstruindo.progresso().percentual()
                : situacao instanceof Situacao.Pronto ? 100 : 0;
    }
}
