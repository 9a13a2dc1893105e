package br.kafkanapratica.estado;

import br.kafkanapratica.estado.copia.CopiaRecusada;
import br.kafkanapratica.estado.copia.Fecho;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Escreve a {@link CopiaLocal} de tempos em tempos, numa thread sua: quem lê o log só responde, entre dois lotes, até onde o estado vai.
 * O que falhar fica para a próxima vez.
 */
final class Copista<P extends Projecao> {

    private static final Logger log = LoggerFactory.getLogger(Copista.class);

    /** Para cada coisa que se espera de quem lê. */
    private static final Duration PRAZO = Duration.ofSeconds(20);

    /** Para acabar, depois de interrompida. */
    private static final Duration PRAZO_INTERROMPIDA = Duration.ofSeconds(2);

    /** O que o {@link LogSeguido} viu do tópico, e quantas vezes já olhou. */
    record Vista(long numero, Observacao.@Nullable Topico topico) {}

    private final CopiaLocal<P> copia;
    private final Perguntas<P> perguntas;
    private final Duration intervalo;
    private final Duration verificacao;
    private final BooleanSupplier semContato;
    private final Set<String> pulados;
    private final Semaphore pedidos = new Semaphore(0);
    private final Thread thread;
    private volatile Vista vista = new Vista(0, null);

    /**
     * Um instante em que o estado incluía todo o log: o que ele ainda não inclui é mais novo. É dele que a cópia tem a idade. Nulo
     * enquanto não houve.
     */
    private volatile @Nullable Instant emDia;

    /** Por que a última não se escreveu; nulo se se escreveu. */
    private volatile @Nullable String falha;

    private volatile boolean terminando;

    /**
     * @param verificacao de quanto em quanto tempo se olha o tópico
     * @param semContato se o broker já não responde a quem o olha, ou não o deixa ver o tópico
     * @param pulados o que se pulou: de um estado sem isso não se faz uma cópia, que o esconderia depois de se poder ler
     */
    Copista(
            CopiaLocal<P> copia,
            Perguntas<P> perguntas,
            Duration intervalo,
            Duration verificacao,
            BooleanSupplier semContato,
            Set<String> pulados,
            String topico) {
        this.verificacao = verificacao;
        this.semContato = semContato;
        this.pulados = pulados;
        this.copia = copia;
        this.perguntas = perguntas;
        this.intervalo = intervalo;
        this.thread = Daemon.com("copia-de-" + topico).newThread(this::escreveSempre);
    }

    CopiaLocal<P> copia() {
        return copia;
    }

    /** Também se é outro processo que a escreve: quando ele acabar, é este. */
    void inicia() {
        copia.trava(); // já, para se dizer ao iniciar
        thread.start();
    }

    /**
     * Só a thread que lê.
     *
     * @param emDiaEm o último instante de que se sabe que o estado inclui tudo; nulo se ainda nenhum
     */
    void viu(Observacao.Topico topico, @Nullable Instant emDiaEm) {
        boolean primeira = emDia == null && emDiaEm != null;
        emDia = emDiaEm;
        if (primeira) {
            pedidos.release();
        }
        vista = new Vista(vista.numero + 1, topico);
    }

    /** Outro estado: o que se sabe é do anterior. Só a thread que lê. */
    void comecaOutro() {
        emDia = null;
    }

    private void escreveSempre() {
        while (!terminando) {
            try {
                if (!pedidos.tryAcquire(intervalo.toMillis(), TimeUnit.MILLISECONDS) || !terminando) {
                    escreve();
                }
            } catch (InterruptedException e) {
                log.debug("Acordaram a cópia de {}", thread.getName());
            } catch (Throwable e) { // até OutOfMemoryError: a thread não acaba por isso
                falhou(e);
            }
        }
    }

    private void falhou(Throwable e) {
        falha = e.toString();
        log.warn("Não escrevi a cópia local: {}.{}", falha, terminando ? "" : " Tento de novo mais tarde.");
    }

    /** Por que a última cópia não se escreveu; nulo se se escreveu, ou se ainda não foi hora. Qualquer thread. */
    @Nullable
    String falha() {
        var semTrava = copia.semTrava();
        return semTrava == null ? falha : semTrava;
    }

    /** @return se a que há no disco é de agora */
    private boolean escreve() throws InterruptedException {
        if (!copia.trava()) {
            return false;
        }
        try {
            var momento = emDia; // antes das posições
            var inicio = pergunta();
            var topico = vista.topico;
            if (momento == null || topico == null) {
                throw new CopiaRecusada("ainda não se viu o estado em dia com o tópico");
            }
            var levou = copia.escreve(
                    inicio,
                    momento,
                    topico.retencaoDasRemocoes(),
                    impressao -> fecho(inicio, impressao),
                    () -> terminando);
            falha = null;
            if (levou != null) {
                log.info("Cópia local do estado escrita em {} ms.", levou.toMillis());
            }
            return true;
        } catch (CancellationException | TimeoutException e) {
            log.debug("Quem lê não disse até onde o estado vai", e);
            ficaParaDepois("não há agora um estado inteiro a guardar");
        } catch (CopiaRecusada e) {
            ficaParaDepois(e.getMessage());
        } catch (IOException | ExecutionException e) {
            falhou(e);
        }
        return false;
    }

    private void ficaParaDepois(@Nullable String motivo) {
        if (!Objects.equals(falha, motivo)) {
            log.info("A cópia local fica para depois: {}.", motivo);
        }
        falha = motivo;
    }

    private CopiaLocal.Instante<P> pergunta()
            throws InterruptedException, ExecutionException, TimeoutException, CopiaRecusada {
        var resposta = perguntas.faz(sessao ->
                new CopiaLocal.Instante<>(sessao.projecao(), sessao.id(), sessao.inicios(), sessao.incluidas()));
        CopiaLocal.Instante<P> instante;
        try {
            instante = resposta.get(PRAZO.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            resposta.cancel(false); // se já não se espera por ela
        }
        if (!pulados.isEmpty()) {
            throw new CopiaRecusada("o estado não tem os trechos pulados " + pulados);
        }
        return instante;
    }

    /** Depois do último bloco: até onde o estado vai agora, e que época o líder tem depois disso. */
    private Fecho fecho(CopiaLocal.Instante<P> inicio, long impressao) throws CopiaRecusada, InterruptedException {
        try {
            var fim = pergunta();
            var visto = depoisDeAgora();
            if (pergunta().projecao() != inicio.projecao() || !visto.id().equals(inicio.id())) { // ainda é o mesmo
                throw new CopiaRecusada("o tópico mudou enquanto ela se escrevia");
            }
            var epocas = CopiaLocal.epocas(visto);
            if (!epocas.keySet().containsAll(fim.incluidas().keySet())) {
                throw new CopiaRecusada("o broker não diz a época do líder de todas as partições");
            }
            return new Fecho(fim.incluidas(), epocas, impressao);
        } catch (CancellationException | TimeoutException | ExecutionException e) {
            throw new CopiaRecusada("o Kafka não responde");
        }
    }

    /** Uma observação que só foi pedida depois desta chamada: a próxima talvez já estivesse a caminho. */
    private Observacao.Topico depoisDeAgora() throws InterruptedException, TimeoutException {
        long numero = vista.numero + 2;
        long prazo = System.nanoTime() + PRAZO.plus(verificacao.multipliedBy(3)).toNanos();
        while (true) {
            var esta = vista;
            if (esta.numero >= numero && esta.topico != null) {
                return esta.topico;
            }
            boolean ninguemVera = terminando && semContato.getAsBoolean();
            if (ninguemVera || System.nanoTime() > prazo) {
                throw new TimeoutException("nada se viu do tópico");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Guarda o que mudou, se há um estado e se é aqui que se guarda, enquanto a leitura ainda responde, e acaba. */
    void termina(boolean haEstado) {
        boolean comecou = thread.isAlive();
        terminando = true;
        pedidos.release();
        boolean escrita = false;
        try {
            if (!haEstado || semContato.getAsBoolean()) {
                thread.interrupt(); // ninguém lhe responderia
            }
            escrita = acaba() && haEstado && comecou && !semContato.getAsBoolean() && escreve();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            falhou(e);
        }
        if (haEstado && comecou && !escrita && emDia != null && copia.semTrava() == null) {
            log.warn(
                    "Termino sem escrever a última cópia local{}: a que houver pode não ter o que mudou por último.",
                    semContato.getAsBoolean() ? " (o Kafka não responde, ou não deixa conferir o tópico)" : "");
        }
        if (!thread.isAlive()) { // senão ainda pode escrever: a trava acaba com o processo
            copia.close();
        }
    }

    private boolean acaba() throws InterruptedException {
        thread.join(PRAZO.toMillis());
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(PRAZO_INTERROMPIDA.toMillis());
        }
        return !thread.isAlive();
    }
}
