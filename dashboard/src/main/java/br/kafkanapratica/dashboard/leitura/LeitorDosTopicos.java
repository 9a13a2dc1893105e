package br.kafkanapratica.dashboard.leitura;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.leitura.BytesLimitados;
import br.kafkanapratica.leitura.SinalDeVida;
import java.util.HashMap;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Lê os tópicos do pipeline e as DLTs desde o começo, e {@code contas} de agora em diante, num consumidor só, sem grupo e sem
 * gravar nada. Recomeça se um tópico é recriado, ganha partições ou perde o que já se tinha por ler. Nada que lance a termina.
 */
@Component
public class LeitorDosTopicos implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LeitorDosTopicos.class);
    private static final long BYTES_POR_POLL = 4 * 1024 * 1024;
    private static final long RECOMECO_MS = 1_000;
    private static final int FALHAS_SEGUIDAS = 5;

    private final IntFunction<Consumer<byte[], byte[]>> consumidores;
    private final DestinoDaLeitura destino;
    private final SinalDeVida sinal;
    private @Nullable Fotografia comparada;
    private volatile @Nullable Thread thread;

    @Autowired
    LeitorDosTopicos(
            ConsumerFactory<byte[], byte[]> fabrica,
            DestinoDaLeitura destino,
            @Qualifier("sinalDoLeitor") SinalDeVida sinal) {
        this(registros -> consumidor(fabrica, registros), destino, sinal);
    }

    LeitorDosTopicos(IntFunction<Consumer<byte[], byte[]>> consumidores, DestinoDaLeitura destino, SinalDeVida sinal) {
        this.consumidores = consumidores;
        this.destino = destino;
        this.sinal = sinal;
    }

    @Override
    public synchronized void start() {
        var nova = new Thread(this::roda, "leitor");
        nova.setDaemon(true);
        thread = nova;
        nova.start();
    }

    @Override
    public synchronized void stop() {
        var atual = thread;
        thread = null;
        if (atual != null) {
            atual.interrupt();
        }
    }

    /** Quem recomeça não espera que a de antes acabe. */
    private boolean deAgora() {
        return Thread.currentThread() == thread;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void roda() {
        while (deAgora()) {
            try {
                var foto = esperaFotografia();
                destino.recomeca(foto);
                le(foto);
            } catch (InterruptedException | InterruptException e) {
                if (deAgora()) { // ninguém mais devia interromper esta thread, e sem ela a página congelaria
                    falhou(e);
                }
            } catch (Throwable e) { // até OutOfMemoryError: sem esta thread a página congelaria
                falhou(e);
            }
        }
    }

    private void le(Fotografia primeira) throws InterruptedException {
        int falhas = 0;
        try (var leitura = new LeituraDosTopicos(consumidores, primeira, System::nanoTime)) {
            while (deAgora() && !mudou(primeira)) {
                try {
                    volta(leitura);
                    falhas = 0;
                } catch (InvalidOffsetException e) {
                    log.warn("O log já não tem o que eu ia ler; recomeço: {}", e.getMessage());
                    Thread.sleep(RECOMECO_MS); // a fotografia pode ainda ser a de antes
                    return;
                } catch (InterruptException | WakeupException e) {
                    throw e;
                } catch (Throwable e) {
                    falhou(e);
                    if (++falhas == FALHAS_SEGUIDAS) {
                        return;
                    }
                }
            }
        }
    }

    private void volta(LeituraDosTopicos leitura) {
        var antes = leitura.posicoes();
        var esperam = destino.adiantadas();
        destino.recebe(leitura.le(esperam));
        var agora = destino.ultima();
        if (agora != null && agora != comparada) {
            comparada = agora;
            leitura.compara(esperam, agora.legiveis());
        }
        destino.leuAte(leitura.posicoes(), leitura.ilegiveis());
        if (destino.atrasado() && antes.equals(leitura.posicoes())) {
            return; // há o que ler e nada veio: não é um sinal de vida
        }
        if (agora != null) {
            leitura.comecaEm(agora.inicio());
        }
        leitura.pula(destino.porPular());
        sinal.bate();
    }

    /** Tópico criado, recriado, com mais partições ou com um fim que voltou atrás; ou um grupo que voltou. */
    private boolean mudou(Fotografia primeira) {
        var agora = destino.ultima();
        return destino.recomecar()
                || (agora != null
                        && (!agora.topicos().equals(primeira.topicos())
                                || !agora.fim().keySet().equals(primeira.fim().keySet())));
    }

    private Fotografia esperaFotografia() throws InterruptedException {
        while (true) {
            var foto = destino.ultima();
            if (foto != null) { // e quem diz que voltou a funcionar é a primeira volta que a lê
                return foto;
            }
            sinal.bate();
            Thread.sleep(LeituraDosTopicos.ESPERA.toMillis());
        }
    }

    private void falhou(Throwable causa) {
        try {
            sinal.falhou(causa);
        } catch (Throwable outra) { // nem memória para o dizer: a volta seguinte dirá
            Thread.yield();
        }
        try {
            Thread.sleep(RECOMECO_MS);
        } catch (InterruptedException e) {
            // se é para parar, quem chamou vê; se não, segue
        }
    }

    /** Com o que a leitura promete escrito aqui, e não num arquivo que outro poderia mudar. */
    public static Consumer<byte[], byte[]> consumidor(ConsumerFactory<byte[], byte[]> fabrica, int registros) {
        var configuracao = new HashMap<>(fabrica.getConfigurationProperties());
        configuracao.putAll(BytesLimitados.semValores(BYTES_POR_POLL));
        configuracao.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, registros);
        configuracao.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        configuracao.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuracao.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(configuracao);
    }
}
