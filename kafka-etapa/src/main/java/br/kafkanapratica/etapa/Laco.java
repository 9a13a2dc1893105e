package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Escrita.Rejeicao;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
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
    private static final String TRACE_ID = "traceId"; // o do padrão de log, em etapa.yml

    /** O que se faz com o que o lote decidiu, ainda na transação. */
    interface Saida<S> {

        /** @param lidos o lote inteiro, também o que não se chegou a decidir */
        void escreve(List<ConsumerRecord<byte[], byte[]>> lidos, ConsumerGroupMetadata membro, List<Feito<S>> feitos);
    }

    /**
     * As linhas do log de um registro; nos lotes grandes, só os primeiros as têm.
     *
     * @param recebi nula se não se diz nada
     * @param decidi nula se não se diz nada
     */
    record Narrativa<E, S>(
            @Nullable Function<E, String> recebi, @Nullable Function<S, String> decidi) {}

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
        int lidos = 0;
        int decididos = 0;
        var pausa = Duration.ZERO;
        while (lidos < lote.size() && (lidos == 0 || System.nanoTime() < fim)) {
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
                }
            } catch (RegistroInvalido e) {
                rejeitados.add(new Rejeitado(registro, Rejeicao.semConserto(Diagnostico.motivo(e))));
            } catch (KafkaException | org.springframework.kafka.KafkaException e) {
                throw e; // o Kafka fora do ar não é culpa do registro
            } catch (Exception | Error e) {
                if (e instanceof OutOfMemoryError semMemoria && lote.size() > 1) {
                    throw semMemoria; // talvez seja de outro: um por vez, sabe-se de qual
                }
                metricas.falhou();
                var espera = tentativas.aposFalhar(registro);
                if (espera.isPresent()) {
                    pausa = espera.get();
                    avisaRepeticao(registro, e, pausa);
                    break;
                }
                rejeitados.add(new Rejeitado(registro, new Rejeicao("Tentativas esgotadas", Diagnostico.motivo(e))));
            } finally {
                andamento.terminou();
            }
            lidos++;
        }
        rejeitados.forEach(rejeitado -> escrita.rejeita(rejeitado.registro(), rejeitado.rejeicao()));
        saida.escreve(lote, membro, feitos);
        escrita.espera(lidos);
        metricas.processou(decididos, rejeitados.size());
        if (lidos > LINHAS_POR_LOTE) {
            log.info("[{}] … e mais {} registros neste lote.", rotulo, lidos - LINHAS_POR_LOTE);
        }
        if (lidos < lote.size()) {
            ack.nack(lidos, pausa);
        }
    }

    private @Nullable Feito<S> decide(ConsumerRecord<byte[], byte[]> registro, boolean mostra) throws Exception {
        var rastro = Rastro.continua(registro.headers());
        if (mostra) { // os outros não escrevem nenhuma linha
            MDC.put(TRACE_ID, rastro.id());
        }
        long inicio = System.nanoTime();
        try {
            var entrada = leitura.le(registro);
            if (mostra && narrativa.recebi() != null) {
                log.info("[{}] {}, partição {}", rotulo, narrativa.recebi().apply(entrada), registro.partition());
            }
            var resultado = regra.decide(entrada);
            if (mostra && narrativa.decidi() != null && resultado != null) {
                log.info("[{}] {}", rotulo, narrativa.decidi().apply(resultado));
            }
            metricas.levou(System.nanoTime() - inicio, TimeUnit.NANOSECONDS);
            return resultado == null ? null : new Feito<>(registro, resultado, rastro);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrompido no meio de um registro: ele volta à fila", e);
        } finally {
            if (mostra) {
                MDC.remove(TRACE_ID);
            }
        }
    }

    private void avisaRepeticao(ConsumerRecord<?, ?> registro, Throwable causa, Duration espera) {
        log.warn(
                "[{}] Falhou agora, pode passar depois: {}. Repito em {} ms (partição {}, offset {}).",
                rotulo,
                Diagnostico.motivo(causa),
                espera.toMillis(),
                registro.partition(),
                registro.offset());
    }
}
