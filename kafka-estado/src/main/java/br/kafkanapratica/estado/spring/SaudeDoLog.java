package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Projecao;
import br.kafkanapratica.estado.Situacao;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Parte de {@code readiness}: pronto só quando o estado está em dia; sem o broker ou com
 * uma partição que não anda, continua pronto e o diz. De um log desligado não se sabe, e o resto do programa decide.
 */
public final class SaudeDoLog<P extends Projecao> implements HealthIndicator {

    private final LogSeguido<P> log;
    private final Function<? super P, Map<String, ?>> detalhes;

    /** @param detalhes o que mais dizer do estado, quando pronto */
    public SaudeDoLog(LogSeguido<P> log, Function<? super P, Map<String, ?>> detalhes) {
        this.log = log;
        this.detalhes = detalhes;
    }

    @Override
    public Health health() {
        var situacao = log.situacao();
        var saude = situacao instanceof Situacao.Pronto
                ? Health.up()
                : log.desligado() ? Health.unknown() : Health.outOfService();
        if (situacao instanceof Situacao.Pronto<P> pronto) {
            saude.withDetail("situacao", "pronto");
            detalhes.apply(pronto.projecao()).forEach(saude::withDetail);
            saude.withDetail("origem", log.origem());
        } else if (situacao instanceof Situacao.Reconstruindo<P> reconstruindo) {
            var progresso = reconstruindo.progresso();
            saude.withDetail("situacao", "reconstruindo")
                    .withDetail("percentual", progresso.percentual())
                    .withDetail("registros_por_segundo", progresso.registrosPorSegundo());
            progresso.estimativa().ifPresent(resta -> saude.withDetail("estimativa_segundos", resta.toSeconds()));
        } else if (situacao instanceof Situacao.Parada<P> parada) {
            saude.withDetail("situacao", "aguardando")
                    .withDetail("motivo", parada.motivo())
                    .withDetail("desde", parada.desde());
        }
        var impedimentos = log.impedimentos();
        if (!impedimentos.isEmpty()) {
            saude.withDetail("motivo", impedimentos.get(0).motivo()).withDetail("impedimentos", impedimentos);
        }
        if (!log.pulados().isEmpty()) {
            saude.withDetail("trechos_pulados", log.pulados());
        }
        log.copiaNaoEscrita().ifPresent(motivo -> saude.withDetail("copia_nao_escrita", motivo));
        log.semVerificacao().ifPresent(motivo -> saude.withDetail("sem_verificacao", motivo));
        log.semContatoDesde().ifPresent(desde -> saude.withDetail("sem_contato_desde", desde));
        return saude.build();
    }
}
