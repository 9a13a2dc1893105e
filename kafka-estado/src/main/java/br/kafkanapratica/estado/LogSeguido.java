package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
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
 * Um tópico compactado, lido do começo e seguido enquanto o programa vive: o que se fez dele está em {@link #situacao()}. Sem grupo, em
 * {@code read_committed}: toda instância lê tudo, e só o que foi confirmado.
 *
 * <p>Cada {@link Sessao} lê o log do começo e o segue até deixar de valer (tópico recriado, truncado, com a política
 * errada) ou falhar; então outra começa, com uma projeção nova: nada do log antigo sobra. Só {@link #close()} acaba com a thread.
 *
 * <p>Lê uma thread, daqui; os métodos públicos servem a qualquer uma.
 */
public final class LogSeguido<P extends Projecao> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogSeguido.class);
    private static final Duration ENTRE_PROGRESSOS = Duration.ofSeconds(1);
    private static final Duration PRAZO_FIM = Duration.ofSeconds(10);
    private static final String CONTINUO = " (continuo respondendo com o que está na memória)";

    /** Depois de uma falha, a pausa dobra até esta; uma sessão que se põe em dia a faz voltar à primeira. */
    private static final Duration MAIOR_PAUSA = Duration.ofSeconds(30);

    private final String topico;
    private final Supplier<? extends P> nova;
    private final Consumidores consumidores;
    private final Supplier<Observador> observadores;
    private final AjustesDoLog ajustes;
    private final Motivo motivos;
    private final Relogio relogio;
    private final Duration entreBatidas;
    private final CountDownLatch fim = new CountDownLatch(1);
    private final Thread thread;
    private final SinalDeVida sinal;
    private final AvisosSemEco avisos;
    private final AvisosSemEco avisosDaLeitura;
    private final Set<String> pulados = new ConcurrentSkipListSet<>();
    private final Perguntas<P> perguntas = new Perguntas<>();
    private final @Nullable CopiaLocal<P> copia;
    private final @Nullable Copista<P> copista;

    private volatile Situacao<P> situacao;
    private volatile List<Impedimento> impedimentos = List.of();
    private volatile @Nullable Instant semContatoDesde;
    private volatile @Nullable String semVerificacao;
    private volatile @Nullable String semLeitura;
    private volatile @Nullable Progresso ultimaReconstrucao;
    private volatile @Nullable Instant copiaUsada;

    private volatile @Nullable String copiaRecusada;
    private volatile long atraso;
    private volatile boolean desligado;
    private boolean fechado;
    private Duration pausa = Duration.ZERO;
    private long recusadaEm;
    private long lidosNoUltimoAviso = -1;

    /**
     * Com os ajustes de sempre. Nada começa antes de {@link #inicia()}.
     *
     * @param cliente a configuração do cliente Kafka: {@code bootstrap.servers}, segurança. O que contradiz uma garantia é recusado
     * @param nova um estado vazio, a cada reconstrução
     * @throws br.kafkanapratica.leitura.AjusteContrario pelo nome do ajuste
     */
    public static <P extends Projecao> LogSeguido<P> de(
            String topico, Map<String, ?> cliente, Supplier<? extends P> nova) {
        return de(topico, cliente, nova, AjustesDoLog.padrao());
    }

    /** Como {@link #de(String, Map, Supplier)}, com estes ajustes. */
    public static <P extends Projecao> LogSeguido<P> de(
            String topico, Map<String, ?> cliente, Supplier<? extends P> nova, AjustesDoLog ajustes) {
        var servidores = ConfiguracaoDoCliente.servidores(cliente.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        if (topico.isBlank()) {
            throw new IllegalArgumentException("falta o nome do tópico");
        }
        if (servidores.isBlank()) {
            throw new IllegalArgumentException("falta %s: o endereço do Kafka do tópico %s"
                    .formatted(ajustes.conselhos().ajuste(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), topico));
        }
        var administracao = ConfiguracaoDoCliente.administracao(cliente, ajustes.administracao());
        return new LogSeguido<>(
                topico,
                servidores,
                new ConsumidoresDoKafka(topico, cliente, ajustes.consumidores(), ajustes.conselhos()::ajuste),
                () -> ObservadorDoKafka.abre(administracao, topico),
                nova,
                ajustes,
                Relogio.doSistema());
    }

    LogSeguido(
            String topico,
            String servidores,
            Consumidores consumidores,
            Supplier<Observador> observadores,
            Supplier<? extends P> nova,
            AjustesDoLog ajustes,
            Relogio relogio) {
        this.topico = topico;
        this.nova = nova;
        this.consumidores = consumidores;
        this.observadores = observadores;
        this.ajustes = ajustes;
        this.relogio = relogio;
        this.motivos = new Motivo(topico, servidores, ajustes.conselhos(), ajustes.pular());
        this.thread = Daemon.com("leitor-de-" + topico).newThread(this::le);
        this.entreBatidas = menor(
                Duration.ofSeconds(1), ajustes.semSinalDeVida().dividedBy(3).plusMillis(1));
        this.sinal = new SinalDeVida("A thread que lê o tópico " + topico, ajustes.semSinalDeVida());
        this.avisos = new AvisosSemEco(log, relogio);
        this.avisosDaLeitura = new AvisosSemEco(log, relogio);
        var daCopia = ajustes.copia();
        this.copia = daCopia == null
                ? null
                : new CopiaLocal<>(daCopia, topico, nova, new Linhagem(consumidores), relogio.horas());
        this.copista = copia == null || daCopia == null
                ? null
                : new Copista<>(
                        copia,
                        perguntas,
                        daCopia.intervalo(),
                        ajustes.verificacao(),
                        () -> semContatoDesde != null || semVerificacao().isPresent(),
                        pulados,
                        topico);
        this.situacao = new Situacao.Aguardando<>("O serviço está iniciando.", relogio.agora());
    }

    public String topico() {
        return topico;
    }

    public Situacao<P> situacao() {
        return situacao;
    }

    /** O estado, se já se pode consultar. */
    public Optional<P> pronto() {
        return situacao instanceof Situacao.Pronto<P> pronto ? Optional.of(pronto.projecao()) : Optional.empty();
    }

    /** Desde quando o broker não responde; vazio se responde. O estado em memória continua valendo. */
    public Optional<Instant> semContatoDesde() {
        return Optional.ofNullable(semContatoDesde);
    }

    /**
     * Por que o Kafka, que responde, não deixa conferir o tópico, ou já não deixa lê-lo; vazio se deixa. O estado segue o que se
     * lê, mas não se saberia que o tópico foi recriado ou mudou de política, e {@link #atraso} e {@link #impedimentos} são os da última
     * conferência.
     */
    public Optional<String> semVerificacao() {
        return Optional.ofNullable(semLeitura).or(() -> Optional.ofNullable(semVerificacao));
    }

    /** O que segura alguma partição: trechos que não se leem, transações abertas. */
    public List<Impedimento> impedimentos() {
        return impedimentos;
    }

    /** Os trechos a pular que se pularam mesmo, nesta leitura do log. */
    public Set<String> pulados() {
        return pulados;
    }

    /** A última reconstrução completa. */
    public Optional<Progresso> ultimaReconstrucao() {
        return Optional.ofNullable(ultimaReconstrucao);
    }

    /** De onde veio o estado, para quem opera: do tópico (e por que não da cópia que havia), ou de uma cópia local e tantos registros. */
    public String origem() {
        var copia = copiaUsada;
        var recusa = copiaRecusada;
        if (copia == null) {
            return "reconstruído do tópico"
                    + (recusa == null ? "" : " (a cópia local não serviu: %s)".formatted(recusa));
        }
        var leitura = ultimaReconstrucao;
        return "cópia local de %s e mais %d registros do tópico"
                .formatted(copia, leitura == null ? 0 : leitura.registros());
    }

    /** Por que a última cópia local não se escreveu, ou não é este processo que a escreve; vazio se se escreveu, ou se não se guarda nenhuma. */
    public Optional<String> copiaNaoEscrita() {
        return Optional.ofNullable(copista).map(Copista::falha);
    }

    /**
     * O que se tira do estado num instante em que ele inclui exatamente estas posições (por partição, o próximo offset). Responde a
     * thread que lê, que enquanto isso não lê: a pergunta tem de ser breve. O que se encadear à resposta roda noutra, só dela ou
     * de quem o encadeia, e pode demorar.
     *
     * @return cancelada se deixa de haver estado antes de a responder, ou se este log já se fechou ou se desligou
     */
    public <R> CompletableFuture<R> noInstante(BiFunction<? super P, Map<Integer, Long>, ? extends R> pergunta) {
        return perguntas.fazDeFora(sessao -> pergunta.apply(sessao.projecao(), sessao.incluidas()));
    }

    /** Quantos offsets faltavam para o fim do log, na última verificação. */
    public long atraso() {
        return atraso;
    }

    /** Por que o leitor não está vivo; vazio se está (a thread existe e deu uma volta há pouco), ou se foi desligado. */
    public Optional<String> semVida() {
        if (desligado) {
            return Optional.empty();
        }
        return thread.isAlive() ? sinal.problema() : Optional.of("a thread que lê o tópico acabou");
    }

    /** Em vez de {@link #inicia()}: não vai ler, de propósito, e {@link #situacao()} diz por quê. */
    public void desliga(String motivo) {
        desligado = true;
        perguntas.acaba();
        passaA(new Situacao.Aguardando<>(motivo, relogio.agora()));
    }

    /** Se não lê porque assim se quis. */
    public boolean desligado() {
        return desligado;
    }

    /** Começa a ler, numa thread que não segura o processo: um programa sem mais nada acaba. Uma vez só. */
    public void inicia() {
        if (!ajustes.pular().isEmpty()) {
            log.warn("{}", motivos.aPular());
        }
        thread.start();
        if (copista != null) {
            copista.inicia();
        }
    }

    /**
     * Guarda a cópia local, se há uma; para de ler; espera a thread por até 10 s. Não se pode começar de novo.
     *
     * <p>Guardá-la leva o tempo de a escrever e de se ver o tópico duas vezes. Se quem lê ou o Kafka demoram a responder, cada coisa por
     * que se espera tem uns 20 s de prazo, e são até cinco; se já se sabe que ele não responde, não se espera.
     */
    @Override
    public void close() {
        if (copista != null) {
            copista.termina(situacao instanceof Situacao.Pronto);
        }
        fim.countDown();
        thread.interrupt();
        try {
            thread.join(PRAZO_FIM.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        perguntas.acaba();
        fecha();
    }

    /** O que já não se segue não é o estado do tópico, ainda que a thread não tenha acabado a tempo. */
    private synchronized void fecha() {
        fechado = true;
        if (!(situacao instanceof Situacao.Parada)) {
            situacao = new Situacao.Aguardando<>("Este log foi fechado.", relogio.agora());
        }
    }

    private synchronized void passaA(Situacao<P> nova) {
        if (!fechado) {
            situacao = nova;
        }
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
            impedimentos = List.of();
            if (copia != null && copiaUsada != null) {
                copia.suspeita();
            }
            log.debug("A leitura falhou", erro);
            var outra = pausa.isZero() ? ajustes.verificacao() : pausa.multipliedBy(2);
            pausa = menor(outra, MAIOR_PAUSA);
            var motivo = Motivo.falha(erro) + " Começo de novo.";
            deixaDeServir(motivo, new Situacao.Falhou<>(motivo, relogio.agora()));
            espera(pausa);
        } catch (Throwable outro) { // nem memória para o dizer, ou uma interrupção: a volta seguinte dirá
            Thread.yield();
        }
    }

    private void leAteDeixarDeValer() throws InterruptedException {
        leituraVoltou();
        copiaUsada = null; // a da vez anterior não tem culpa do que falhe nesta
        pulados.clear();
        try (var observacoes = new Observacoes(observadores, ajustes.verificacao())) {
            var visto = esperaTopico(observacoes);
            if (visto != null) {
                var partida =
                        copia == null ? Partida.<P>doInicio(nova.get(), visto) : copia.partida(visto, sinal::bate);
                copiaUsada = partida.copiada();
                copiaRecusada = partida.recusa();
                try (var leitura = new LeituraDoLog(
                                consumidores, relogio, ajustes.pular(), motivos, pulados, partida.posicoes());
                        var sessao = new Sessao<P>(partida, leitura, visto, motivos, relogio)) {
                    segue(sessao, observacoes);
                }
            }
        } catch (LogTruncationException e) {
            aguarda("O log do tópico %s voltou atrás do que já se leu: começo de novo.".formatted(topico));
        } catch (OffsetOutOfRangeException e) {
            aguarda("O log do tópico %s foi truncado: começo de novo.".formatted(topico));
        } catch (AuthorizationException e) {
            aguarda(semRead(e));
        } catch (ApiException e) {
            aguarda(Motivo.recusa(e.toString())); // pode passar
        } catch (KafkaException e) {
            if (!semEndereco(e.getCause())) {
                throw e;
            }
            log.debug("Nome sem endereço?", e);
            aguarda(motivos.semContato());
        } finally {
            impedimentos = List.of();
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
            anotaContato(observacao);
            semVerificacao = null; // não há estado que conferir, e o motivo da espera diz tudo
            if (observacao instanceof Observacao.Topico topico) {
                return topico;
            }
            aguarda(motivo(observacao));
        }
        return null;
    }

    private void segue(Sessao<P> sessao, Observacoes observacoes) throws InterruptedException {
        log.info("Reconstruindo estado a partir do tópico...");
        if (copista != null) {
            copista.comecaOutro();
        }
        if (copiaUsada != null) {
            log.info(
                    "Parto da cópia local de {}: só falta ler {} registros.",
                    copiaUsada,
                    sessao.progresso().faltam());
        }
        passaA(new Situacao.Reconstruindo<>(sessao.progresso()));
        var horaDoProgresso = relogio.passados(ENTRE_PROGRESSOS);
        while (!terminando()) {
            sinal.bate();
            avanca(sessao);
            perguntas.responde(sessao);
            if (situacao instanceof Situacao.Reconstruindo) {
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
            if (semLeitura != null && System.nanoTime() - recusadaEm > calma()) {
                leituraVoltou();
            }
        } catch (AuthenticationException e) {
            continuaSemLer(e, Motivo.recusa(e.toString()));
        } catch (AuthorizationException e) {
            continuaSemLer(e, semRead(e));
        }
    }

    private void continuaSemLer(ApiException recusa, String motivo) throws InterruptedException {
        if (!(situacao instanceof Situacao.Pronto)) {
            throw recusa;
        }
        semLeitura = motivo;
        recusadaEm = System.nanoTime();
        avisosDaLeitura.avisa(motivo + CONTINUO);
        espera(ajustes.verificacao());
    }

    /** A de ver o tópico já se teve. */
    private String semRead(AuthorizationException recusa) {
        return motivos.semPermissao("Read", String.valueOf(recusa.getMessage()));
    }

    /** Quem se reconecta não recebe nada por um instante, e isso não é ter voltado a ler. */
    private long calma() {
        return ajustes.verificacao().multipliedBy(5).toNanos();
    }

    private void leituraVoltou() {
        semLeitura = null;
        avisosDaLeitura.passou();
    }

    /** Parado à espera de alguma coisa, que já foi dita, o progresso não é notícia. */
    private void dizProgresso(Sessao<P> sessao) {
        var progresso = sessao.progresso();
        boolean jaDito = !progresso.impedimentos().isEmpty() || semContatoDesde != null;
        if (!jaDito || progresso.registros() != lidosNoUltimoAviso) {
            log.info("Reconstruindo: {}", progresso);
        }
        lidosNoUltimoAviso = progresso.registros();
    }

    private void publica(Sessao<P> sessao) {
        var progresso = sessao.progresso();
        if (!sessao.emDia()) {
            passaA(new Situacao.Reconstruindo<>(progresso));
            return;
        }
        var pronto = sessao.pronto();
        pausa = Duration.ZERO;
        ultimaReconstrucao = progresso;
        passaA(pronto);
        log.info("Reconstrução finalizada. {}", pronto.projecao().resumo());
    }

    /** Reage ao que se viu do tópico; {@code false} se o que a sessão leu já não é o que está no log. */
    private boolean continuaValendo(Sessao<P> sessao, Observacao observacao) {
        anotaContato(observacao);
        if (observacao instanceof Observacao.SemContato) {
            return true;
        }
        if (observacao instanceof Observacao.Recusa
                || observacao instanceof Observacao.SemPermissao
                || observacao instanceof Observacao.SemLider) {
            var motivo = motivo(observacao);
            semVerificacao = motivo;
            avisos.avisa(motivo);
            return true;
        }
        semVerificacao = null;
        if (!(observacao instanceof Observacao.Topico topico)) {
            deixaDeServir(motivo(observacao));
            return false;
        }
        avisos.passou();
        var invalidada = sessao.invalidadaPor(topico);
        if (invalidada.isPresent()) {
            deixaDeServir(invalidada.get());
            return false;
        }
        if (sessao.aindaSemAsNovas(topico)) {
            return true;
        }
        if (sessao.inclui(topico)) {
            log.info("O tópico {} ganhou partições: passo a lê-las também.", this.topico);
        }
        atraso = sessao.compara(topico);
        if (copista != null && sessao.emDia()) {
            copista.viu(topico, sessao.emDiaEm());
        }
        impedimentos = sessao.impedimentos();
        return true;
    }

    private void anotaContato(Observacao observacao) {
        if (!(observacao instanceof Observacao.SemContato)) {
            if (semContatoDesde != null) {
                semContatoDesde = null;
                avisos.passou();
                log.info("O Kafka voltou a responder.");
            }
            return;
        }
        semVerificacao = null; // o que se dizia é de um Kafka que respondia
        if (semContatoDesde == null) {
            semContatoDesde = relogio.agora();
        }
        if (situacao instanceof Situacao.Pronto) {
            avisos.avisa(motivo(observacao) + CONTINUO);
        } else if (situacao instanceof Situacao.Reconstruindo) {
            avisos.avisa(motivo(observacao));
        }
    }

    private String motivo(Observacao observacao) {
        if (observacao instanceof Observacao.SemContato semContato) {
            log.debug("{}", semContato.erro());
            return motivos.semContato();
        }
        if (observacao instanceof Observacao.Recusa recusa) {
            return Motivo.recusa(recusa.erro());
        }
        if (observacao instanceof Observacao.SemPermissao falta) {
            return motivos.semPermissao(falta.operacao(), falta.erro());
        }
        if (observacao instanceof Observacao.SemLider semLider) {
            return motivos.semLider(semLider.particoes());
        }
        return observacao instanceof Observacao.PoliticaErrada errada
                ? motivos.politicaErrada(errada.politica())
                : motivos.ausente();
    }

    private void aguarda(String motivo) throws InterruptedException {
        deixaDeServir(motivo);
        espera(ajustes.verificacao());
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
        if (!(situacao instanceof Situacao.Parada<P> anterior
                && anterior.motivo().equals(motivo))) {
            passaA(nova);
        }
        avisos.avisa(motivo);
    }

    private boolean terminando() {
        return fim.getCount() == 0;
    }
}
