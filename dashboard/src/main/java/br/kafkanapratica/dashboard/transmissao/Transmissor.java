package br.kafkanapratica.dashboard.transmissao;

import br.kafkanapratica.dashboard.cluster.Painel;
import br.kafkanapratica.dashboard.cluster.Quadro;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Monta o quadro no máximo dez vezes por segundo, uma vez para todas as páginas; cada uma pega o mais novo quando pode, e uma
 * lenta só perde os intermediários. Pode ser usado de várias threads.
 */
@Component
class Transmissor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Transmissor.class);
    private static final int INTERVALO_MS = 100;
    private static final int QUADROS_POR_SEGUNDO = 1000 / INTERVALO_MS;
    private static final int HISTORICO_S = 300;

    /** O que esperava por cada etapa num instante, em milissegundos desde 1970. */
    record Ponto(long quando, long estoque, long pagamento, long notificacao) {}

    /** @param numero cresce a cada quadro */
    record Transmissao(long numero, String json) {}

    private final Painel painel;
    private final JsonMapper json;
    private final Deque<Ponto> historico = new ArrayDeque<>();
    private @Nullable ScheduledExecutorService ronda;
    private @Nullable Transmissao ultima;
    private long rondas;
    private long versao = -1;

    Transmissor(Painel painel, JsonMapper json) {
        this.painel = painel;
        this.json = json;
    }

    /**
     * O primeiro quadro depois de {@code numero}, esperando por ele se preciso.
     *
     * @return nulo quando o programa está parando
     */
    synchronized @Nullable Transmissao depoisDe(long numero) throws InterruptedException {
        while (ronda != null && (ultima == null || ultima.numero() <= numero)) {
            wait();
        }
        return ronda == null ? null : ultima;
    }

    /** Os últimos cinco minutos, um ponto por segundo. */
    synchronized List<Ponto> historico() {
        return List.copyOf(historico);
    }

    @Override
    public synchronized void start() {
        ronda = Executors.newSingleThreadScheduledExecutor(tarefa -> {
            var thread = new Thread(tarefa, "transmissor");
            thread.setDaemon(true);
            return thread;
        });
        ronda.scheduleWithFixedDelay(this::monta, 0, INTERVALO_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (ronda != null) {
            ronda.shutdownNow();
            ronda = null;
        }
        notifyAll();
    }

    @Override
    public synchronized boolean isRunning() {
        return ronda != null;
    }

    private void monta() {
        try {
            boolean umPorSegundo = rondas++ % QUADROS_POR_SEGUNDO == 0;
            long agora = painel.versao();
            if (agora != versao || umPorSegundo) {
                versao = agora;
                var quadro = painel.quadro();
                publica(quadro, json.writeValueAsString(quadro), umPorSegundo);
            }
        } catch (RuntimeException e) { // uma exceção calaria a ronda para sempre
            log.error("Não consegui montar o quadro", e);
        }
    }

    private synchronized void publica(Quadro quadro, String texto, boolean naHistoria) {
        ultima = new Transmissao(rondas, texto);
        if (naHistoria) {
            var esperando = quadro.auditor().esperando();
            historico.addLast(
                    new Ponto(quadro.agora(), esperando.estoque(), esperando.pagamento(), esperando.notificacao()));
            if (historico.size() > HISTORICO_S) {
                historico.removeFirst();
            }
        }
        notifyAll();
    }
}
