package br.kafkanapratica.pedidos;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.terminal.Tela;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * O envio de um lote, do primeiro pedido à última confirmação. Vale para uma execução.
 *
 * <p>Uma thread só envia e escreve na tela. O que vem de outras (as respostas do Kafka, o Ctrl-C) chega a ela por uma fila: se
 * quem lê a saída é lento, o envio espera, mas a thread de rede do Kafka não, e nenhuma confirmação vence por isso.
 */
final class Envio {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    /** Mais que o max.block e o delivery.timeout juntos. */
    private static final int PRAZO_DA_INTERRUPCAO_S = 15;

    private final Lote lote;
    private final Rodizio ids;
    private final Produtor produtor;

    private final BlockingQueue<Runnable> avisos = new LinkedBlockingQueue<>();
    private final long inicio = System.nanoTime();
    private long enviados;
    private long confirmados;
    private long naoConfirmados;
    private boolean interrompido;
    private @Nullable Throwable falha;

    Envio(Lote lote, Rodizio ids, Produtor produtor) {
        this.lote = lote;
        this.ids = ids;
        this.produtor = produtor;
    }

    /** Devolve o código de saída: 0 se todos os pedidos foram confirmados, 1 se não. */
    int executa() throws InterruptedException {
        var fim = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrompe(fim)));
        try {
            enviaTodos();
            while (confirmados + naoConfirmados < enviados) {
                avisos.take().run();
            }
            return conclui();
        } finally {
            fim.countDown();
        }
    }

    /** Até a primeira falha: insistir com os outros só atrasaria a notícia. */
    private void enviaTodos() throws InterruptedException {
        while (continua()) {
            envia(Lote.pedido(enviados + 1, ids.proximoId()));
            atendeAvisosAte(System.nanoTime() + lote.intervalo().toNanos());
        }
    }

    private boolean continua() {
        return enviados < lote.quantidade() && falha == null && !interrompido;
    }

    private void envia(NovoPedido pedido) {
        enviados++;
        produtor.envia(pedido).whenComplete((onde, erro) -> avisos.add(() -> relata(pedido, onde, erro)));
    }

    private void atendeAvisosAte(long instante) throws InterruptedException {
        Runnable aviso;
        while (continua() && (aviso = avisos.poll(instante - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
            aviso.run();
        }
    }

    private void relata(NovoPedido pedido, @Nullable RecordMetadata onde, @Nullable Throwable erro) {
        var qual = pedido.idPedido() + " (Cliente: " + pedido.cliente() + ")";
        if (onde != null) {
            confirmados++;
            System.out.println("[PRODUTOR] Pedido enviado: " + qual + " → partição " + onde.partition() + ", offset "
                    + onde.offset());
        } else {
            naoConfirmados++;
            falha = falha == null ? erro : falha;
            System.out.println("[PRODUTOR] NÃO CONFIRMADO: " + qual);
        }
    }

    private int conclui() {
        double segundos = (System.nanoTime() - inicio) / 1e9;
        if (confirmados == lote.quantidade()) {
            System.out.printf(
                    BRASIL,
                    "%,d %s em %,.2f s. Ninguém foi esperado: as próximas etapas trabalham no ritmo delas.%n",
                    confirmados,
                    confirmados == 1 ? "pedido enviado" : "pedidos enviados",
                    segundos);
            return 0;
        }
        if (falha != null) {
            Tela.erro(produtor.falha(falha).getMessage());
        }
        System.out.printf(
                BRASIL,
                "%s: %,d de %,d pedidos confirmados em %,.2f s; não confirmados: %,d; não enviados: %,d.%n",
                interrompido ? "Interrompido" : "Incompleto",
                confirmados,
                lote.quantidade(),
                segundos,
                naoConfirmados,
                lote.quantidade() - enviados);
        return 1;
    }

    /** No Ctrl-C a JVM espera por isto antes de sair com 130: o que já foi enviado ainda é confirmado e contado. */
    private void interrompe(CountDownLatch fim) {
        avisos.add(() -> interrompido = true);
        try {
            if (!fim.await(PRAZO_DA_INTERRUPCAO_S, TimeUnit.SECONDS)) {
                Tela.erro("o Kafka não respondeu a tempo: há pedidos enviados de que não se sabe.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
