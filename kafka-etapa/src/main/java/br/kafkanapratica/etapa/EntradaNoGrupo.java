package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Por que o grupo não deixa entrar, quando o broker responde: o consumidor não lança nada, e tentaria calado para sempre. De uma
 * thread, menos {@link #recomeca}.
 */
final class EntradaNoGrupo {

    private static final String PROTOCOLO_NOVO = "group.version";
    private static final Duration DEMORA = Duration.ofSeconds(20);

    private final String grupo;
    private final boolean protocoloNovo;
    private final Diagnostico diagnostico;
    private final Impedimentos impedimentos;
    private final LongSupplier nanos;
    private volatile @Nullable Long foraDesde;

    /** @param protocoloNovo se é o que o consumidor usa */
    EntradaNoGrupo(
            String grupo,
            boolean protocoloNovo,
            Diagnostico diagnostico,
            Impedimentos impedimentos,
            LongSupplier nanos) {
        this.grupo = grupo;
        this.protocoloNovo = protocoloNovo;
        this.diagnostico = diagnostico;
        this.impedimentos = impedimentos;
        this.nanos = nanos;
    }

    /** Devolve se vale a pena tentar entrar. */
    boolean confere(Admin admin, boolean dentro, boolean tentando) throws InterruptedException {
        if (dentro) {
            foraDesde = null;
            impedimentos.tira(Assunto.GRUPO, "Entrei no grupo.");
            return true;
        }
        if (protocoloNovo && !temProtocoloNovo(admin)) {
            impedimentos.poe(
                    Assunto.GRUPO,
                    "Este broker não tem o protocolo novo de grupos (group.version é 0), e espero por ele. Ligue-o com: %s"
                            .formatted(diagnostico.protocoloNovo()));
            return false;
        }
        if (!tentando) {
            impedimentos.tira(Assunto.GRUPO, "O broker já tem o protocolo novo de grupos.");
            return true;
        }
        long agora = nanos.getAsLong();
        var desde = foraDesde;
        if (desde == null) {
            desde = agora;
            foraDesde = desde;
        }
        var fora = Duration.ofNanos(agora - desde);
        if (fora.compareTo(DEMORA) > 0) {
            impedimentos.poe(Assunto.GRUPO, porQue(admin, fora));
        } else {
            impedimentos.tira(Assunto.GRUPO, "");
        }
        return true;
    }

    /** Sem o Kafka, ou com o listener parado, não se espera pelo grupo: a demora conta de quando ele voltar. De qualquer thread. */
    void recomeca() {
        foraDesde = null;
    }

    private static boolean temProtocoloNovo(Admin admin) throws InterruptedException {
        try {
            var versao = admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .get(PROTOCOLO_NOVO);
            return versao != null && versao.maxVersionLevel() > 0;
        } catch (ExecutionException e) {
            return true; // não se sabe: o consumidor dirá
        }
    }

    private String porQue(Admin admin, Duration fora) throws InterruptedException {
        try {
            var estado = admin.describeConsumerGroups(List.of(grupo))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .groupState();
            return "Há %d s peço para entrar no grupo %s e não recebo partições (o grupo está em %s). Veja quem está nele com: %s"
                    .formatted(
                            fora.toSeconds(),
                            grupo,
                            estado,
                            diagnostico
                                    .comandos()
                                    .ferramenta("consumer-groups", "--describe --group %s --members".formatted(grupo)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return "O broker responde, mas há %d s não consegue carregar o estado do grupo %s (__consumer_offsets). Reinicie o broker%s"
                        .formatted(
                                fora.toSeconds(),
                                grupo,
                                diagnostico
                                        .comandos()
                                        .recuperaGrupos()
                                        .map("; se continuar, com ele parado: "::concat)
                                        .orElse(""));
            }
            return "Há %d s peço para entrar no grupo %s e não entro: %s"
                    .formatted(fora.toSeconds(), grupo, Diagnostico.motivo(Diagnostico.raiz(e)));
        }
    }
}
