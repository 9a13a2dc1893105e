package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.juiz.Falha;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.juiz.saldos.Prontidao;
import br.kafkanapratica.juiz.saldos.Resposta;
import br.kafkanapratica.juiz.saldos.Vida;
import br.kafkanapratica.testes.falhas.Avaria;
import br.kafkanapratica.testes.falhas.Pausa;
import br.kafkanapratica.testes.falhas.Relogio;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Um saldo-service que morre e volta, quem escreve saldos sem parar, e quem lê e anota cada resposta. */
final class SaldosSobFalhas implements AutoCloseable {

    private static final int CLIENTES = 60;
    private static final Duration ENTRE_ESCRITAS = Duration.ofMillis(25);
    private static final Duration ENTRE_LEITURAS = Duration.ofMillis(40);
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"};

    /** @param vida o nome com que as respostas dele se anotam */
    private record Vivo(ServicoEmJar servico, String vida) {}

    private final String servidores;
    private final HistoriaDosSaldos historia;
    private final long semente;
    private final @Nullable Relogio relogio;
    private final LongAdder respostas = new LongAdder();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private @Nullable EscritorContinuo escritor;
    private @Nullable Future<?> leitura;
    private volatile Vivo vivo;
    private volatile boolean acabou;
    private int vidas;

    SaldosSobFalhas(String servidores, HistoriaDosSaldos historia, long semente, @Nullable Relogio relogio) {
        this.servidores = servidores;
        this.historia = historia;
        this.semente = semente;
        this.relogio = relogio;
        this.vivo = nasce();
    }

    /** Espera o serviço ficar pronto, e só então escreve e lê: o início dele não é uma falha. */
    void comeca() {
        vivo.servico().esperaPronto();
        var novo = new EscritorContinuo(servidores, CLIENTES, 1, ENTRE_ESCRITAS, historia);
        escritor = novo;
        leitura = thread.submit(() -> le(novo, new Random(semente)));
    }

    /** Volta quando o novo já atende: quanto a JVM leva para começar é da máquina, e o que se mede é quanto o serviço leva para saber. */
    void morreERenasce() {
        vivo.servico().close();
        vivo = nasce();
        vivo.servico().processo().esperaLinha(linha -> linha.contains("saldo-service no ar"), Pipeline.PRAZO);
    }

    Avaria pausa() {
        return new Pausa(vivo.servico().processo());
    }

    /** Vazio se o relógio dele não se pode mudar. */
    Optional<Avaria> relogioSalta(Duration quanto) {
        return Optional.ofNullable(relogio).map(dele -> dele.salta(quanto));
    }

    /** Quantas se confirmaram. */
    long escritas() {
        return escritor == null ? 0 : escritor.confirmadas();
    }

    /** Quantas trouxeram um saldo ou a falta dele. */
    long respostas() {
        return respostas.sum();
    }

    void anota(Falha falha) {
        historia.anota(falha);
    }

    private Vivo nasce() {
        var vida = "saldo, vida " + ++vidas;
        historia.anota(new Vida(vida, Instant.now()));
        return new Vivo(
                ServicoEmJar.inicia(programa -> relogio == null ? programa : relogio.em(programa), servidores, JVM),
                vida);
    }

    private void le(EscritorContinuo escritor, Random acaso) {
        for (long vez = 0; !acabou; vez++) {
            var deAgora = vivo;
            if (vez % 10 == 0) {
                var antes = Instant.now();
                boolean pronto = deAgora.servico().pronto();
                historia.anota(new Prontidao(deAgora.vida(), pronto, antes, Instant.now()));
            }
            var cliente = EscritorContinuo.cliente(acaso.nextInt(CLIENTES));
            historia.anota(pergunta(deAgora, cliente, acaso.nextInt(3) == 0 ? escritor.ultima(cliente) : null));
            pausa(ENTRE_LEITURAS);
        }
    }

    private Resposta pergunta(Vivo aQuem, String cliente, @Nullable Lugar posicao) {
        var caminho = "/saldo/" + cliente
                + (posicao == null ? "" : "?posicao=%d:%d".formatted(posicao.particao(), posicao.offset()));
        var antes = Instant.now();
        Resposta resposta;
        try {
            var disse = aQuem.servico().get(caminho);
            if (disse.statusCode() == 200 || disse.statusCode() == 404) {
                respostas.increment();
            }
            resposta = Resposta.de(
                    aQuem.vida(),
                    cliente,
                    disse.statusCode(),
                    disse.statusCode() == 200 ? ServicoEmJar.saldo(ServicoEmJar.JSON.readTree(disse.body())) : null,
                    antes,
                    Instant.now());
        } catch (UncheckedIOException e) {
            resposta = Resposta.de(aQuem.vida(), cliente, 0, null, antes, Instant.now());
        }
        return posicao == null ? resposta : resposta.comPosicao(posicao.particao(), posicao.offset());
    }

    private static void pausa(Duration quanto) {
        try {
            TimeUnit.NANOSECONDS.sleep(quanto.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (escritor != null) {
            escritor.close();
        }
        acabou = true;
        Threads.acaba(thread);
        Threads.semErro(leitura);
        vivo.servico().close();
    }
}
