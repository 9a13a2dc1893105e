package br.kafkanapratica.estado;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Se o Kafka responde, e se deixa ver e ler o tópico. Nada disso desmente o que já se leu: o estado fica. Escreve a thread que lê; consulta
 * qualquer uma.
 */
final class Ligacao {

    private static final Logger log = LoggerFactory.getLogger(LogSeguido.class);
    private static final String CONTINUO = " (continuo respondendo com o que está na memória)";

    private final Motivo motivos;
    private final Relogio relogio;
    private final Duration calma;
    private final AvisosSemEco avisos;
    private final AvisosSemEco avisosDaLeitura;
    private volatile @Nullable Instant semContatoDesde;
    private volatile @Nullable String semVerificacao;
    private volatile @Nullable String semLeitura;
    private long recusadaEm;

    /** @param verificacao de quanto em quanto tempo se olha o tópico */
    Ligacao(Motivo motivos, Relogio relogio, Duration verificacao) {
        this.motivos = motivos;
        this.relogio = relogio;
        this.calma = verificacao.multipliedBy(5);
        this.avisos = new AvisosSemEco(log, relogio);
        this.avisosDaLeitura = new AvisosSemEco(log, relogio);
    }

    Optional<Instant> semContatoDesde() {
        return Optional.ofNullable(semContatoDesde);
    }

    /** O que impede de ler diz mais do que o que impede de conferir. */
    Optional<String> semVerificacao() {
        return Optional.ofNullable(semLeitura).or(() -> Optional.ofNullable(semVerificacao));
    }

    /** Se não responde, ou não deixa conferir nem ler. */
    boolean falta() {
        return semContatoDesde != null || semVerificacao().isPresent();
    }

    /** O motivo de não haver o que seguir. */
    void avisa(String motivo) {
        avisos.avisa(motivo);
    }

    /** @param situacao quem ainda espera pelo tópico diz ele mesmo por quê */
    void anota(Observacao observacao, Situacao<?> situacao) {
        if (!(observacao instanceof Observacao.SemContato semContato)) {
            if (semContatoDesde != null) {
                semContatoDesde = null;
                avisos.passou();
                log.info("O Kafka voltou a responder.");
            }
            return;
        }
        log.debug("{}", semContato.erro());
        semVerificacao = null; // o que se dizia é de um Kafka que respondia
        if (semContatoDesde == null) {
            semContatoDesde = relogio.agora();
        }
        if (situacao instanceof Situacao.Pronto) {
            avisos.avisa(motivos.semContato() + CONTINUO);
        } else if (situacao instanceof Situacao.Reconstruindo) {
            avisos.avisa(motivos.semContato());
        }
    }

    /** O Kafka responde, mas assim não se sabe como o tópico está. */
    void naoDeixaConferir(String motivo) {
        semVerificacao = motivo;
        avisos.avisa(motivo);
    }

    /** Já não há estado que conferir, ou o que se viu do tópico diz tudo. */
    void semQueConferir() {
        semVerificacao = null;
    }

    /** O tópico está como devia: o que se avisou, se voltar, é novidade. */
    void emOrdem() {
        avisos.passou();
    }

    void naoDeixaLer(String motivo) {
        semLeitura = motivo;
        recusadaEm = relogio.nanos().getAsLong();
        avisosDaLeitura.avisa(motivo + CONTINUO);
    }

    /**
     * Uma leitura sem recusa. Quem se reconecta não recebe nada por um instante, e isso não é ter voltado a ler: devolve se já se pode
     * crer nisso.
     */
    boolean leu() {
        if (semLeitura != null
                && Duration.ofNanos(relogio.nanos().getAsLong() - recusadaEm).compareTo(calma) > 0) {
            leituraVoltou();
        }
        return semLeitura == null;
    }

    void leituraVoltou() {
        semLeitura = null;
        avisosDaLeitura.passou();
    }
}
