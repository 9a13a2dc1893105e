package br.kafkanapratica.pedidos;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.terminal.Interrupcao;
import br.kafkanapratica.terminal.Plural;
import br.kafkanapratica.terminal.Tela;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * O envio de um lote, do primeiro pedido à última confirmação. Vale para uma execução.
 *
 * <p>Uma thread só envia e escreve na tela. O que vem de outras (as respostas do Kafka, o Ctrl-C) chega a ela por uma fila: se
 * quem lê a saída é lento, o envio espera, mas a thread de rede do Kafka não, e nenhuma confirmação vence por isso.
 */
final class Envio {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    private final Lote lote;
    private final Rodizio ids;
    private final ProdutorDePedidos produtor;

    private final BlockingQueue<Runnable> avisos = new LinkedBlockingQueue<>();
    private final long inicio = System.nanoTime();
    private volatile long enviados;
    private volatile long confirmados;
    private long naoConfirmados;
    private boolean interrompido;
    private @Nullable Throwable falha;

    Envio(Lote lote, Rodizio ids, ProdutorDePedidos produtor) {
        this.lote = lote;
        this.ids = ids;
        this.produtor = produtor;
    }

    /** Devolve o código de saída: 0 se todos os pedidos foram confirmados, 1 se não. */
    int executa() throws InterruptedException {
        try (var ctrlC = Interrupcao.ouve(
                () -> avisos.add(() -> interrompido = true),
                () -> confirmados + naoConfirmados < enviados,
                this::contas)) {
            enviaTodos();
            while (confirmados + naoConfirmados < enviados) {
                avisos.take().run();
            }
            return conclui();
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
                    "%s em %,.2f s. O producer não esperou por ninguém: as próximas etapas trabalham no ritmo delas.%n",
                    Plural.comPontos(confirmados, "pedido enviado", "pedidos enviados"),
                    segundos);
            return ExitCode.OK;
        }
        if (falha != null) {
            Tela.erro(falha.getMessage());
        }
        System.out.printf(
                BRASIL,
                "%s: %,d de %s em %,.2f s; não confirmados: %,d; não enviados: %,d.%n",
                interrompido ? "Interrompido" : "Incompleto",
                confirmados,
                Plural.comPontos(lote.quantidade(), "pedido confirmado", "pedidos confirmados"),
                segundos,
                naoConfirmados,
                lote.quantidade() - enviados);
        return ExitCode.SOFTWARE;
    }

    /** Lido por outra thread, com esta parada num envio: aproximado. */
    private String contas() {
        return "%s de %s; de %d não se sabe."
                .formatted(
                        Plural.comPontos(confirmados, "confirmado", "confirmados"),
                        Plural.comPontos(enviados, "enviado", "enviados"),
                        enviados - confirmados);
    }
}
