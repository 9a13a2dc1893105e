package br.kafkanapratica.estado;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Um tópico compactado, lido do começo e seguido enquanto o programa vive: o que se fez dele está em {@link #situacao()}. Sem grupo, em
 * {@code read_committed}: toda instância lê tudo, e só o que foi confirmado.
 *
 * <p>Se o log lido deixa de valer (tópico recriado, truncado, com a política errada) ou a leitura falha, lê outra vez do começo, com uma
 * projeção nova: nada do log antigo sobra. Só {@link #close()} acaba com isso.
 *
 * <p>Lê uma thread, daqui ({@link Sessoes}); os métodos públicos servem a qualquer uma.
 */
public final class LogSeguido<P extends Projecao> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogSeguido.class);

    private final String topico;
    private final AjustesDoLog ajustes;
    private final Motivo motivos;
    private final Relogio relogio;
    private final Publicado<P> publicado;
    private final Ligacao ligacao;
    private final Perguntas<P> perguntas = new Perguntas<>();
    private final @Nullable Copista<P> copista;
    private final Sessoes<P> sessoes;
    private volatile boolean desligado;

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
        this.ajustes = ajustes;
        this.motivos = new Motivo(topico, servidores, ajustes.conselhos(), ajustes.pular());
        this.relogio = relogio;
        this.publicado = new Publicado<>(new Situacao.Aguardando<>("O serviço está iniciando.", relogio.agora()));
        this.ligacao = new Ligacao(motivos, relogio, ajustes.verificacao());
        this.copista = copista(consumidores, nova);
        this.sessoes = new Sessoes<>(
                topico,
                nova,
                consumidores,
                observadores,
                ajustes,
                motivos,
                relogio,
                publicado,
                ligacao,
                perguntas,
                copista);
    }

    private @Nullable Copista<P> copista(Consumidores consumidores, Supplier<? extends P> nova) {
        var daCopia = ajustes.copia();
        if (daCopia == null) {
            return null;
        }
        var copia = new CopiaLocal<P>(daCopia, topico, nova, new Linhagem(consumidores), relogio.horas());
        return new Copista<>(
                copia,
                perguntas,
                daCopia.intervalo(),
                ajustes.verificacao(),
                ligacao::falta,
                publicado.pulados(),
                topico);
    }

    public String topico() {
        return topico;
    }

    public Situacao<P> situacao() {
        return publicado.situacao();
    }

    /** O estado, se já se pode consultar. */
    public Optional<P> pronto() {
        return situacao() instanceof Situacao.Pronto<P> pronto ? Optional.of(pronto.projecao()) : Optional.empty();
    }

    /** Desde quando o broker não responde; vazio se responde. O estado em memória continua valendo. */
    public Optional<Instant> semContatoDesde() {
        return ligacao.semContatoDesde();
    }

    /**
     * Por que o Kafka, que responde, não deixa conferir o tópico, ou já não deixa lê-lo; vazio se deixa. O estado segue o que se
     * lê, mas não se saberia que o tópico foi recriado ou mudou de política, e {@link #atraso} e {@link #impedimentos} são os da última
     * conferência.
     */
    public Optional<String> semVerificacao() {
        return ligacao.semVerificacao();
    }

    /** O que segura alguma partição: trechos que não se leem, transações abertas. */
    public List<Impedimento> impedimentos() {
        return publicado.impedimentos();
    }

    /** Os trechos a pular que se pularam mesmo, nesta leitura do log. */
    public Set<String> pulados() {
        return publicado.pulados();
    }

    /** A última reconstrução completa. */
    public Optional<Progresso> ultimaReconstrucao() {
        return publicado.ultimaReconstrucao();
    }

    /** De onde veio o estado, para quem opera: do tópico (e por que não da cópia que havia), ou de uma cópia local e tantos registros. */
    public String origem() {
        return publicado.origem();
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
        return publicado.atraso();
    }

    /** Por que o leitor não está vivo; vazio se está (a thread existe e deu uma volta há pouco), ou se foi desligado. */
    public Optional<String> semVida() {
        return desligado ? Optional.empty() : sessoes.semVida();
    }

    /** Em vez de {@link #inicia()}: não vai ler, de propósito, e {@link #situacao()} diz por quê. */
    public void desliga(String motivo) {
        desligado = true;
        perguntas.acaba();
        publicado.passaA(new Situacao.Aguardando<>(motivo, relogio.agora()));
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
        sessoes.inicia();
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
            copista.termina(situacao() instanceof Situacao.Pronto);
        }
        sessoes.termina();
        perguntas.acaba();
        publicado.fecha(relogio.agora());
    }
}
