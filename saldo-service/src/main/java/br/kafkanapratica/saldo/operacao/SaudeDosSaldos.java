package br.kafkanapratica.saldo.operacao;

import br.kafkanapratica.saldo.leitor.LeitorDeContas;
import br.kafkanapratica.saldo.leitor.Situacao;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Parte de {@code readiness}: pronto só quando o estado está em dia; sem o broker ou com
 * uma partição que não anda, continua pronto e o diz.
 */
@Component("saldos")
class SaudeDosSaldos implements HealthIndicator {

    private final LeitorDeContas leitor;

    SaudeDosSaldos(LeitorDeContas leitor) {
        this.leitor = leitor;
    }

    @Override
    public Health health() {
        var situacao = leitor.situacao();
        var saude = situacao instanceof Situacao.Pronto ? Health.up() : Health.outOfService();
        if (situacao instanceof Situacao.Pronto pronto) {
            saude.withDetail("situacao", "pronto")
                    .withDetail("clientes", pronto.contas().totalDeSaldos())
                    .withDetail("corrompidos", pronto.contas().totalDeCorrompidos());
        } else if (situacao instanceof Situacao.Reconstruindo reconstruindo) {
            saude.withDetail("situacao", "reconstruindo")
                    .withDetail("percentual", reconstruindo.progresso().percentual())
                    .withDetail(
                            "registros_por_segundo", reconstruindo.progresso().registrosPorSegundo());
            reconstruindo
                    .progresso()
                    .estimativa()
                    .ifPresent(resta -> saude.withDetail("estimativa_segundos", resta.toSeconds()));
        } else if (situacao instanceof Situacao.Aguardando aguardando) {
            saude.withDetail("situacao", "aguardando")
                    .withDetail("motivo", aguardando.motivo())
                    .withDetail("desde", aguardando.desde());
        }
        var impedimentos = leitor.impedimentos();
        if (!impedimentos.isEmpty()) {
            saude.withDetail("motivo", impedimentos.get(0).motivo()).withDetail("impedimentos", impedimentos);
        }
        if (!leitor.pulados().isEmpty()) {
            saude.withDetail("trechos_pulados", leitor.pulados());
        }
        leitor.semContatoDesde().ifPresent(desde -> saude.withDetail("sem_contato_desde", desde));
        return saude.build();
    }
}
