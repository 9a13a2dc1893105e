package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Andamento.Parada;
import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * O que, depois de iniciado o listener, não lança nada: uma thread parada, um listener sem thread, um relógio que voltou, um trecho
 * que já é de outra instância. De uma thread, menos {@link #morte}.
 */
final class Acompanhamento {

    private static final Logger log = LoggerFactory.getLogger(Acompanhamento.class);
    private static final Duration SEM_CONSUMIDOR = Duration.ofSeconds(60);

    private final String rotulo;
    private final MessageListenerContainer listener;
    private final Leitor.Comum comum;
    private final Particoes particoes;
    private final Retomada retomada;
    private final SaltoDoRelogio relogio;
    private final Duration trabalhoMaximo;
    private final LongSupplier nanos;
    private long comConsumidor;

    Acompanhamento(
            String rotulo,
            MessageListenerContainer listener,
            Leitor.Comum comum,
            Particoes particoes,
            Retomada retomada,
            SaltoDoRelogio relogio,
            Duration trabalhoMaximo,
            LongSupplier nanos) {
        this.rotulo = rotulo;
        this.listener = listener;
        this.comum = comum;
        this.particoes = particoes;
        this.retomada = retomada;
        this.relogio = relogio;
        this.trabalhoMaximo = trabalhoMaximo;
        this.nanos = nanos;
    }

    /** O listener foi iniciado agora. */
    void comeca() {
        comConsumidor = nanos.getAsLong();
    }

    void olha() {
        relogio.voltou().ifPresent(this::acertaORelogio);
        trabalho();
        consumidor();
        partilha();
    }

    /** O que só um reinício resolve: uma thread que não volta. */
    Optional<String> morte() {
        return comum.andamento()
                .parada(trabalhoMaximo.multipliedBy(5))
                .map(parada -> "%s: só um reinício resolve".formatted(descricao(parada)));
    }

    private void acertaORelogio(Duration salto) {
        log.warn(
                "[{}] O relógio desta máquina voltou {} s: por ele o cliente do Kafka sairia do grupo sem o notar. Recomeço com outro.",
                rotulo,
                salto.toSeconds());
        retomada.refaz();
    }

    private void trabalho() {
        var parada = comum.andamento().parada(trabalhoMaximo);
        if (parada.isPresent()) {
            comum.impedimentos()
                    .poe(Assunto.TRABALHO, "%s. Se não voltar, reinicie".formatted(descricao(parada.get())));
        } else {
            comum.impedimentos().tira(Assunto.TRABALHO, "O trabalho voltou a andar.");
        }
    }

    private static String descricao(Parada parada) {
        return "parada há %d s %s".formatted(parada.haQuanto().toSeconds(), parada.onde());
    }

    private void consumidor() {
        long agora = nanos.getAsLong();
        if (comum.andamento().alguma()) {
            comConsumidor = agora;
        }
        boolean semConsumidor = agora - comConsumidor > SEM_CONSUMIDOR.toNanos();
        if (!listener.isRunning() && !listener.isChildRunning() || semConsumidor) {
            comConsumidor = agora;
            retomada.marca();
        }
    }

    /** Enquanto o listener recomeça, as partições dele não são de ninguém. */
    private void partilha() {
        if (listener.isRunning() && particoes.noGrupo()) {
            comum.trechos().restam(particoes::minha);
            comum.escrita().pendencias().restam(particoes::minha);
            if (particoes.nenhuma()) { // quem voltou ao grupo leu o que havia para ler, que é nada
                comum.impedimentos().tira(Assunto.LEITURA, "Voltei ao grupo; por agora, nenhuma partição é minha.");
            }
        }
    }
}
