package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * O laço de toda etapa: lê um lote, decide registro a registro, entrega, e tudo (resultados, DLT e offsets) entra numa transação
 * só, a que o container do Spring abriu. Se ela falha, o lote volta inteiro.
 *
 * <p>Um lote é o que cabe em {@code etapa.lote} (100 ms) de trabalho; o que sobra é devolvido e volta no próximo. Assim um
 * registro de 2 s tem a sua transação e aparece logo adiante, mil de 0,1 ms dividem uma, e por maior que seja a fila o
 * consumidor nunca demora entre dois {@code poll()}.
 *
 * <p>Pode ser usado de várias threads, uma por partição.
 */
final class Laco<E, S> implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(Laco.class);
    private static final int LINHAS_POR_LOTE = 20;

    /** De resultados, sem comprimir: metade do que o produtor guarda por enviar, para que nenhum envio espere com a transação aberta. */
    private static final long BYTES_POR_LOTE = 8 * 1024 * 1024;

    private static final String TRACE_ID = "traceId"; // o do padrão de log, em etapa.yml

    /** O que se faz com o que o lote decidiu, ainda na transação. */
    interface Saida<S> {

        /**
         * @param lidos o lote inteiro, também o que não se chegou a decidir
         * @param feitos pelo menos um
         */
        void escreve(List<ConsumerRecord<byte[], byte[]>> lidos, ConsumerGroupMetadata membro, List<Feito<S>> feitos);

        /** O que se escreve de um resultado, pedido ainda no trabalho do registro: o que isto lança é uma falha dele. */
        default byte @Nullable [] valor(S resultado) {
            return null;
        }
    }

    /**
     * As linhas do log de um registro; nos lotes grandes, só os primeiros as têm.
     *
     * @param recebi nula se não se diz nada
     * @param decidi nula se não se diz nada
     */
    record Narrativa<E, S>(
            @Nullable Function<E, String> recebi, @Nullable Function<S, String> decidi) {

        boolean calada() {
            return recebi == null && decidi == null;
        }
    }

    private record Rejeitado(ConsumerRecord<byte[], byte[]> registro, Rejeicao rejeicao) {}

    private final String rotulo;
    private final Leitura<E> leitura;
    private final Regra<E, S> regra;
    private final Narrativa<E, S> narrativa;
    private final Saida<S> saida;
    private final Escrita escrita;
    private final Andamento andamento;
    private final Metricas metricas;
    private final Tentativas tentativas;
    private final Duration duracaoDoLote;

    private volatile String ultimaPilha = "";

    /** O último registro, de cada partição, em que a thread foi interrompida. */
    private final Map<TopicPartition, Lugar> interrompidos = new ConcurrentHashMap<>();

    Laco(
            String rotulo,
            Leitura<E> leitura,
            Regra<E, S> regra,
            Narrativa<E, S> narrativa,
            Saida<S> saida,
            Escrita escrita,
            Andamento andamento,
            Metricas metricas,
            EtapaProperties ritmo) {
        this.rotulo = rotulo;
        this.leitura = leitura;
        this.regra = regra;
        this.narrativa = narrativa;
        this.saida = saida;
        this.escrita = escrita;
        this.andamento = andamento;
        this.metricas = metricas;
        this.tentativas = new Tentativas(ritmo.tentativas(), ritmo.espera());
        this.duracaoDoLote = ritmo.lote();
    }

    /** Um lote do container, na transação que ele abriu. */
    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> lote,
            @Nullable Acknowledgment ack,
            @Nullable Consumer<?, ?> consumidor) {
        try {
            escrita.comeca(lote);
            var membro = Objects.requireNonNull(consumidor).groupMetadata();
            decideEEntrega(lote, Objects.requireNonNull(ack), membro);
        } catch (Error e) {
            throw escrita.erroDaJvm(e);
        }
    }

    private void decideEEntrega(
            List<ConsumerRecord<byte[], byte[]>> lote, Acknowledgment ack, ConsumerGroupMetadata membro) {
        var feitos = new ArrayList<Feito<S>>(lote.size());
        var rejeitados = new ArrayList<Rejeitado>();
        long fim = System.nanoTime() + duracaoDoLote.toNanos();
        int ate = escrita.pendencias().semPresos(lote);
        int lidos = 0;
        int decididos = 0;
        long porEscrever = 0;
        var pausa = Duration.ZERO;
        while (lidos < ate && (lidos == 0 || System.nanoTime() < fim && porEscrever < BYTES_POR_LOTE)) {
            var registro = lote.get(lidos);
            var condenacao = escrita.condenacao(registro);
            if (condenacao != null) {
                rejeitados.add(new Rejeitado(registro, condenacao));
                lidos++;
                continue;
            }
            andamento.comeca(registro);
            try {
                var feito = decide(registro, lidos < LINHAS_POR_LOTE);
                decididos++;
                if (feito != null) {
                    feitos.add(feito);
                    porEscrever += feito.tamanho();
                }
            } catch (RegistroInvalido e) {
                rejeitados.add(new Rejeitado(registro, Rejeicao.semConserto(Diagnostico.motivo(e))));
            } catch (Exception | Error e) { // tudo o que sai daqui é do registro: do Kafka, só se fala depois
                if (e instanceof OutOfMemoryError semMemoria && lote.size() > 1) {
                    throw semMemoria; // talvez seja de outro: um por vez, sabe-se de qual
                }
                seInterrompido(registro, e);
                metricas.falhou();
                var espera = tentativas.aposFalhar(registro);
                if (espera.isPresent()) {
                    pausa = espera.get();
                    avisaRepeticao(registro, e, pausa);
                    break;
                }
                mostraPilha(e);
                rejeitados.add(new Rejeitado(registro, Rejeicao.esgotada(e)));
            } finally {
                andamento.terminou();
                desmarcaInterrupcao();
            }
            lidos++;
        }
        entrega(lote, membro, feitos, rejeitados);
        escrita.espera(lidos);
        metricas.processou(decididos, rejeitados.size());
        if (lidos > LINHAS_POR_LOTE && !narrativa.calada()) {
            log.info("[{}] … e mais {} registros neste lote.", rotulo, lidos - LINHAS_POR_LOTE);
        }
        if (lidos < lote.size()) {
            escrita.devolve();
            ack.nack(lidos, pausa);
        }
    }

    /**
     * A entrega antes da DLT: é o primeiro envio que abre a transação no broker, e daí em diante há um prazo. Mas sem saber onde a
     * DLT está não se entrega: o lote voltaria, e a entrega se repetiria.
     */
    private void entrega(
            List<ConsumerRecord<byte[], byte[]>> lote,
            ConsumerGroupMetadata membro,
            List<Feito<S>> feitos,
            List<Rejeitado> rejeitados) {
        if (!rejeitados.isEmpty()) {
            escrita.achaDlt(rejeitados.get(0).registro(), rejeitados.get(0).rejeicao());
        }
        if (!feitos.isEmpty()) {
            andamento.entrega();
            try {
                saida.escreve(lote, membro, feitos);
            } finally {
                desmarcaInterrupcao();
            }
            andamento.terminou();
        }
        rejeitados.forEach(rejeitado -> escrita.rejeita(rejeitado.registro(), rejeitado.rejeicao()));
    }

    private @Nullable Feito<S> decide(ConsumerRecord<byte[], byte[]> registro, boolean mostra) throws Exception {
        var rastro = Rastro.continua(registro.headers());
        if (mostra) { // os outros não escrevem nenhuma linha
            MDC.put(TRACE_ID, rastro.id());
        }
        long inicio = System.nanoTime();
        try {
            var entrada = leitura.le(registro);
            if (entrada == null) {
                throw new RegistroInvalido("a leitura deu nulo");
            }
            if (mostra && narrativa.recebi() != null) {
                log.info("[{}] {}, partição {}", rotulo, conta(narrativa.recebi(), entrada), registro.partition());
            }
            var resultado = regra.decide(entrada);
            // Já em bytes: se não se escreve, a culpa é deste registro; e o que a regra mudar nele depois não conta.
            var valor = resultado == null ? null : saida.valor(resultado);
            if (mostra && narrativa.decidi() != null && resultado != null) {
                log.info("[{}] {}", rotulo, conta(narrativa.decidi(), resultado));
            }
            metricas.levou(System.nanoTime() - inicio);
            return resultado == null ? null : new Feito<>(registro, resultado, valor, rastro);
        } finally {
            if (mostra) {
                MDC.remove(TRACE_ID);
            }
        }
    }

    /** Uma linha que não se sabe escrever não é razão para que o registro falhe. */
    private static <T> String conta(Function<T, String> linha, T assunto) {
        try {
            return linha.apply(assunto);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) { // até um toString() que se chama a si mesmo
            return "(a narrativa falhou: %s)".formatted(Diagnostico.comClasse(e));
        }
    }

    /** Quem para o programa interrompe, e o registro volta à fila; se o mesmo é interrompido outra vez, é a regra que o faz. */
    private void seInterrompido(ConsumerRecord<?, ?> registro, Throwable erro) {
        boolean interrompido = Thread.interrupted() || erro instanceof InterruptedException;
        var lugar = Lugar.de(registro);
        if (interrompido && !lugar.equals(interrompidos.put(lugar.particao(), lugar))) {
            throw new KafkaException("interrompido no meio de um registro: ele volta à fila", erro);
        }
    }

    /**
     * A regra pode devolver a thread marcada. Os clientes do Kafka desistem do que estavam a fazer se a acham assim, e a transação
     * não se confirmaria nem se desfaria: ficaria aberta até vencer o prazo.
     */
    private static void desmarcaInterrupcao() {
        Thread.interrupted();
    }

    /** Uma vez enquanto for a mesma; a de cada registro vai com ele para a DLT. */
    private void mostraPilha(Throwable erro) {
        var chamadas = erro.getStackTrace();
        if (chamadas.length == 0) { // quem a fez não a quer
            return;
        }
        var onde = erro.getClass().getName() + chamadas[0];
        if (!onde.equals(ultimaPilha)) {
            ultimaPilha = onde;
            log.warn("[{}] A última tentativa falhou assim:\n{}", rotulo, Diagnostico.pilha(erro));
        }
    }

    private void avisaRepeticao(ConsumerRecord<?, ?> registro, Throwable causa, Duration espera) {
        log.warn(
                "[{}] Falhou agora, pode passar depois: {}. Repito em {} ms (partição {}, offset {}).",
                rotulo,
                Diagnostico.daFalha(causa),
                espera.toMillis(),
                registro.partition(),
                registro.offset());
    }
}
