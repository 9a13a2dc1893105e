package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uma {@link Sessao} atrás da outra, na thread que lê: cada uma lê o log do começo e o segue até deixar de valer (tópico recriado,
 * truncado, com a política errada) ou falhar; então outra começa, com uma projeção nova: nada do log antigo sobra. Só {@link #termina()}
 * acaba com a thread.
 */
final class Sessoes<P extends Projecao> {

    private static final Logger log = LoggerFactory.getLogger(LogSeguido.class);
    private static final Duration ENTRE_PROGRESSOS = Duration.ofSeconds(1);
    private static final Duration PRAZO_FIM = Duration.ofSeconds(10);

    /** Depois de uma falha, ou de uma recusa a quem lê, a pausa dobra até esta; uma sessão que se põe em dia a faz voltar à primeira. */
    private static final Duration MAIOR_PAUSA = Duration.ofSeconds(30);

    private final String topico;
    private final Supplier<? extends P> nova;
    private final Consumidores consumidores;
    private final Supplier<Observador> observadores;
    private final AjustesDoLog ajustes;
    private final Motivo motivos;
    private final Relogio relogio;
    private final Publicado<P> publicado;
    private final Ligacao ligacao;
    private final Perguntas<P> perguntas;
    private final @Nullable Copista<P> copista;
    private final Duration entreBatidas;
    private final SinalDeVida sinal;
    private final Thread thread;
    private final CountDownLatch fim = new CountDownLatch(1);
    private Duration pausa = Duration.ZERO;
    private long lidosNoUltimoAviso = -1;

    /**
     * @param nova um estado vazio, a cada sessão
     * @param copista nulo se não se guarda cópia local
     */
    Sessoes(
            String topico,
            Supplier<? extends P> nova,
            Consumidores consumidores,
            Supplier<Observador> observadores,
            AjustesDoLog ajustes,
            Motivo motivos,
            Relogio relogio,
            Publicado<P> publicado,
            Ligacao ligacao,
            Perguntas<P> perguntas,
            @Nullable Copista<P> copista) {
        this.topico = topico;
        this.nova = nova;
        this.consumidores = consumidores;
        this.observadores = observadores;
        this.ajustes = ajustes;
        this.motivos = motivos;
        this.relogio = relogio;
        this.publicado = publicado;
        this.ligacao = ligacao;
        this.perguntas = perguntas;
        this.copista = copista;
        this.entreBatidas = menor(
                Duration.ofSeconds(1), ajustes.semSinalDeVida().dividedBy(3).plusMillis(1));
        this.sinal = new SinalDeVida("A thread que lê o tópico " + topico, ajustes.semSinalDeVida());
        this.thread = Daemon.com("leitor-de-" + topico).newThread(this::le);
    }

    void inicia() {
        thread.start();
    }

    /** Espera a thread por até 10 s. Qualquer thread. */
    void termina() {
        fim.countDown();
        thread.interrupt();
        try {
            thread.join(PRAZO_FIM.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Por que a thread não está viva; vazio se está: existe, e deu uma volta há pouco. Qualquer thread. */
    Optional<String> semVida() {
        return thread.isAlive() ? sinal.problema() : Optional.of("a thread que lê o tópico acabou");
    }

    /** Nada do que o log ou o broker façam acaba com esta thread. */
    private void le() {
        while (!terminando()) {
            try {
                leAteDeixarDeValer();
            } catch (Throwable erro) { // até OutOfMemoryError
                falhou(erro);
            }
        }
    }

    private void falhou(Throwable erro) {
        try {
            if (terminando()) {
                return;
            }
            publicado.semImpedimentos();
            if (copista != null && publicado.copiaUsada() != null) {
                copista.copia().suspeita();
            }
            log.debug("A leitura falhou", erro);
            var motivo = Motivo.falha(erro) + " Começo de novo.";
            deixaDeServir(motivo, new Situacao.Falhou<>(motivo, relogio.agora()));
            espera(maiorPausa());
        } catch (Throwable outro) { // nem memória para o dizer, ou uma interrupção: a volta seguinte dirá
            Thread.yield();
        }
    }

    private void leAteDeixarDeValer() throws InterruptedException {
        ligacao.leituraVoltou();
        publicado.leOutraVez();
        try (var observacoes = new Observacoes(observadores, ajustes.verificacao())) {
            var visto = esperaTopico(observacoes);
            if (visto != null) {
                var partida = copista == null
                        ? Partida.<P>doInicio(nova.get(), visto)
                        : copista.copia().partida(visto, sinal::bate);
                publicado.parteDe(partida);
                try (var leitura = new LeituraDoLog(
                                consumidores,
                                relogio,
                                ajustes.pular(),
                                motivos,
                                publicado.pulados(),
                                partida.posicoes());
                        var sessao = new Sessao<P>(partida, leitura, visto, motivos, relogio)) {
                    segue(sessao, observacoes);
                }
            }
        } catch (LogTruncationException e) {
            aguarda("O log do tópico %s voltou atrás do que já se leu: começo de novo.".formatted(topico));
        } catch (OffsetOutOfRangeException e) {
            aguarda("O log do tópico %s foi truncado: começo de novo.".formatted(topico));
        } catch (AuthorizationException e) {
            recusada(semRead(e));
        } catch (ApiException e) {
            recusada(Motivo.recusa(e.toString())); // pode passar
        } catch (KafkaException e) {
            if (!semEndereco(e.getCause())) {
                throw e;
            }
            log.debug("Nome sem endereço?", e);
            aguarda(motivos.semContato());
        } finally {
            publicado.semImpedimentos();
            perguntas.desiste();
        }
    }

    /** Pode passar; outro ajuste que o Kafka recuse só passa quando alguém o mudar, e tem de ser dito. */
    private static boolean semEndereco(@Nullable Throwable causa) {
        return causa instanceof ConfigException
                && String.valueOf(causa.getMessage()).contains(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    private Observacao.@Nullable Topico esperaTopico(Observacoes observacoes) throws InterruptedException {
        while (!terminando()) {
            sinal.bate();
            var observacao = observacoes.agora();
            ligacao.anota(observacao, publicado.situacao());
            ligacao.semQueConferir();
            if (observacao instanceof Observacao.Topico topico) {
                return topico;
            }
            aguarda(motivos.de(observacao));
        }
        return null;
    }

    private void segue(Sessao<P> sessao, Observacoes observacoes) throws InterruptedException {
        log.info("Reconstruindo estado a partir do tópico...");
        if (copista != null) {
            copista.comecaOutro();
        }
        var copiaUsada = publicado.copiaUsada();
        if (copiaUsada != null) {
            log.info(
                    "Parto da cópia local de {}: só falta ler {} registros.",
                    copiaUsada,
                    sessao.progresso().faltam());
        }
        publicado.passaA(new Situacao.Reconstruindo<>(sessao.progresso()));
        var horaDoProgresso = relogio.passados(ENTRE_PROGRESSOS);
        while (!terminando()) {
            sinal.bate();
            avanca(sessao);
            perguntas.responde(sessao);
            if (publicado.situacao() instanceof Situacao.Reconstruindo) {
                var velha = sessao.emDia() ? sessao.copiaVelha() : Optional.<String>empty();
                if (velha.isPresent()) {
                    deixaDeServir(velha.get());
                    return;
                }
                publica(sessao);
                if (horaDoProgresso.getAsBoolean() && !sessao.emDia()) {
                    horaDoProgresso = relogio.passados(ENTRE_PROGRESSOS);
                    dizProgresso(sessao);
                }
            }
            var novidade = observacoes.novidade();
            if (novidade.isPresent() && !continuaValendo(sessao, novidade.get())) {
                return;
            }
        }
    }

    /** Quem já não é reconhecido, ou perdeu a permissão, não desmente o que se leu: o estado fica, como sem o broker. */
    private void avanca(Sessao<P> sessao) throws InterruptedException {
        try {
            sessao.avanca();
            if (!ligacao.leu()) {
                sessao.talvezNaoLeia();
            }
        } catch (AuthenticationException e) {
            continuaSemLer(e, Motivo.recusa(e.toString()));
        } catch (AuthorizationException e) {
            continuaSemLer(e, semRead(e));
        }
    }

    private void continuaSemLer(ApiException recusa, String motivo) throws InterruptedException {
        if (!(publicado.situacao() instanceof Situacao.Pronto)) {
            throw recusa;
        }
        ligacao.naoDeixaLer(motivo);
        espera(ajustes.verificacao());
    }

    /** A de ver o tópico já se teve. */
    private String semRead(AuthorizationException recusa) {
        return motivos.semPermissao("Read", String.valueOf(recusa.getMessage()));
    }

    /** Parado à espera de alguma coisa, que já foi dita, o progresso não é notícia. */
    private void dizProgresso(Sessao<P> sessao) {
        var progresso = sessao.progresso();
        boolean jaDito =
                !progresso.impedimentos().isEmpty() || ligacao.semContatoDesde().isPresent();
        if (!jaDito || progresso.registros() != lidosNoUltimoAviso) {
            log.info("Reconstruindo: {}", progresso);
        }
        lidosNoUltimoAviso = progresso.registros();
    }

    private void publica(Sessao<P> sessao) {
        var progresso = sessao.progresso();
        if (!sessao.emDia()) {
            publicado.passaA(new Situacao.Reconstruindo<>(progresso));
            return;
        }
        var pronto = sessao.pronto();
        pausa = Duration.ZERO;
        publicado.emDia(pronto, progresso);
        log.info("Reconstrução finalizada. {}", pronto.projecao().resumo());
    }

    /** Reage ao que se viu do tópico; {@code false} se o que a sessão leu já não é o que está no log. */
    private boolean continuaValendo(Sessao<P> sessao, Observacao observacao) {
        ligacao.anota(observacao, publicado.situacao());
        if (observacao instanceof Observacao.SemContato) {
            return true;
        }
        if (observacao instanceof Observacao.Recusa
                || observacao instanceof Observacao.SemPermissao
                || observacao instanceof Observacao.SemLider) {
            ligacao.naoDeixaConferir(motivos.de(observacao));
            return true;
        }
        ligacao.semQueConferir();
        if (!(observacao instanceof Observacao.Topico visto)) {
            deixaDeServir(motivos.de(observacao));
            return false;
        }
        ligacao.emOrdem();
        var invalidada = sessao.invalidadaPor(visto);
        if (invalidada.isPresent()) {
            deixaDeServir(invalidada.get());
            return false;
        }
        if (sessao.aindaSemAsNovas(visto)) {
            return true;
        }
        if (sessao.inclui(visto)) {
            log.info("O tópico {} ganhou partições: passo a lê-las também.", topico);
        }
        long atraso = sessao.compara(visto);
        if (copista != null && sessao.emDia()) {
            copista.viu(visto, sessao.emDiaEm());
        }
        publicado.confere(atraso, sessao.impedimentos());
        return true;
    }

    private void aguarda(String motivo) throws InterruptedException {
        deixaDeServir(motivo);
        espera(ajustes.verificacao());
    }

    /** Quem confere pode, e quem lê não: cada tentativa são outras duas conexões, e da cópia, se a há, lê-se tudo. */
    private void recusada(String motivo) throws InterruptedException {
        deixaDeServir(motivo);
        espera(maiorPausa());
    }

    private Duration maiorPausa() {
        var outra = pausa.isZero() ? ajustes.verificacao() : pausa.multipliedBy(2);
        pausa = menor(outra, MAIOR_PAUSA);
        return pausa;
    }

    /** Parada de propósito, a thread está viva. */
    private void espera(Duration quanto) throws InterruptedException {
        var resta = quanto;
        do {
            sinal.bate();
            fim.await(menor(resta, entreBatidas).toMillis(), TimeUnit.MILLISECONDS);
            resta = resta.minus(entreBatidas);
        } while (!terminando() && resta.toMillis() > 0);
    }

    private static Duration menor(Duration uma, Duration outra) {
        return uma.compareTo(outra) < 0 ? uma : outra;
    }

    private void deixaDeServir(String motivo) {
        deixaDeServir(motivo, new Situacao.Aguardando<>(motivo, relogio.agora()));
    }

    private void deixaDeServir(String motivo, Situacao.Parada<P> nova) {
        if (!(publicado.situacao() instanceof Situacao.Parada<P> anterior
                && anterior.motivo().equals(motivo))) {
            publicado.passaA(nova);
        }
        ligacao.avisa(motivo);
    }

    private boolean terminando() {
        return fim.getCount() == 0;
    }
}
