package br.kafkanapratica.comum;

import br.kafkanapratica.contratos.Pedido;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.support.Acknowledgment;

/**
 * O laço de toda etapa: lê um lote, decide pedido a pedido, entrega, e tudo (resultados, DLT e offsets) entra numa transação
 * só, a que o container do Spring abriu. Se ela falha, o lote volta inteiro.
 *
 * <p>Um lote é o que cabe em {@code etapa.lote} (100 ms) de trabalho; o que sobra é devolvido e volta no próximo. Assim um
 * pedido de 2 s tem a sua transação e aparece logo adiante, mil de 0,1 ms dividem uma, e por maior que seja a fila o
 * consumidor nunca demora entre dois {@code poll()}.
 *
 * <p>Pode ser usada de várias threads, uma por partição.
 */
public final class Etapa {

    private static final Logger log = LoggerFactory.getLogger(Etapa.class);
    private static final int LINHAS_POR_LOTE = 20;
    private static final String TRACE_ID = "traceId"; // o do padrão de log, em etapa.yml

    /** A decisão sobre um pedido. O que ela lança é tentado de novo e, se insiste, leva o registro à DLT. */
    public interface Passo<E extends Pedido, S> {
        S executa(Recebido<E> recebido) throws InterruptedException;
    }

    /** O efeito de um lote de decisões, o último ato antes do commit. O que ela lança desfaz a transação. */
    public interface Entrega<S> {
        void entrega(List<Feito<S>> feitos);
    }

    private record Rejeitado(ConsumerRecord<byte[], byte[]> registro, Exception causa) {}

    private final String rotulo;
    private final KafkaOperations<byte[], byte[]> kafka;
    private final ConsumerRecordRecoverer dlt;
    private final Metricas metricas;
    private final Tentativas tentativas;
    private final Duration duracaoDoLote;
    private final Decodificador decodificador = new Decodificador();
    private final Set<String> destinos = ConcurrentHashMap.newKeySet();

    Etapa(
            String rotulo,
            KafkaOperations<byte[], byte[]> kafka,
            ConsumerRecordRecoverer dlt,
            Metricas metricas,
            EtapaProperties ritmo) {
        this.rotulo = rotulo;
        this.kafka = kafka;
        this.dlt = dlt;
        this.metricas = metricas;
        this.tentativas = new Tentativas(ritmo.tentativas(), ritmo.espera());
        this.duracaoDoLote = ritmo.lote();
    }

    /** A entrega de quem passa o pedido adiante: cada resultado vai para {@code topico}, com a chave e o rastro do pedido. */
    public <S extends Pedido> Entrega<S> para(Topico topico) {
        destinos.add(topico.nome());
        // Com o produtor da transação na mão: o KafkaTemplate gastaria com cada registro o que aqui se gasta uma vez.
        return feitos -> kafka.execute(produtor -> {
            for (var feito : feitos) {
                var saida = new ProducerRecord<>(
                        topico.nome(), feito.registro().key(), decodificador.bytes(feito.resultado()));
                feito.rastro().escreve(saida.headers());
                produtor.send(saida); // se falhar, o commit falha
            }
            return feitos.size();
        });
    }

    /** Os tópicos de que as entregas precisam. */
    Set<String> destinos() {
        return destinos;
    }

    public <E extends Pedido, S> void processa(
            List<ConsumerRecord<byte[], byte[]>> lote,
            Acknowledgment ack,
            Class<E> tipo,
            Passo<E, S> passo,
            Entrega<S> entrega) {
        var feitos = new ArrayList<Feito<S>>(lote.size());
        var rejeitados = new ArrayList<Rejeitado>();
        long fim = System.nanoTime() + duracaoDoLote.toNanos();
        int lidos = 0;
        var pausa = Duration.ZERO;
        while (lidos < lote.size() && (lidos == 0 || System.nanoTime() < fim)) {
            var registro = lote.get(lidos);
            try {
                feitos.add(decide(registro, tipo, passo, lidos < LINHAS_POR_LOTE));
            } catch (RegistroInvalido e) {
                rejeitados.add(new Rejeitado(registro, e));
            } catch (KafkaException | org.springframework.kafka.KafkaException e) {
                throw e; // o Kafka fora do ar não é culpa do pedido
            } catch (RuntimeException e) {
                metricas.falhou();
                var espera = tentativas.aposFalhar(registro);
                if (espera.isPresent()) {
                    pausa = espera.get();
                    avisaRepeticao(registro, e, pausa);
                    break;
                }
                rejeitados.add(new Rejeitado(registro, e));
            }
            lidos++;
        }
        rejeitados.forEach(this::rejeita);
        entrega.entrega(feitos);
        metricas.processou(feitos.size(), rejeitados.size());
        if (lidos > LINHAS_POR_LOTE) {
            log.info("[{}] … e mais {} pedidos neste lote.", rotulo, lidos - LINHAS_POR_LOTE);
        }
        if (lidos < lote.size()) {
            ack.nack(lidos, pausa);
        }
    }

    private <E extends Pedido, S> Feito<S> decide(
            ConsumerRecord<byte[], byte[]> registro, Class<E> tipo, Passo<E, S> passo, boolean mostra)
            throws RegistroInvalido {
        var rastro = Rastro.continua(registro.headers());
        if (mostra) { // os outros não escrevem nenhuma linha
            MDC.put(TRACE_ID, rastro.id());
        }
        long inicio = System.nanoTime();
        try {
            var pedido = decodificador.pedido(registro, tipo);
            var resultado = passo.executa(new Recebido<>(pedido, registro.partition(), mostra));
            metricas.levou(System.nanoTime() - inicio, TimeUnit.NANOSECONDS);
            return new Feito<>(registro, resultado, rastro);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrompido no meio de um pedido: ele volta à fila", e);
        } finally {
            if (mostra) {
                MDC.remove(TRACE_ID);
            }
        }
    }

    private void rejeita(Rejeitado rejeitado) {
        var registro = rejeitado.registro();
        log.warn(
                "[{}] Registro sem conserto: {}. Vai para {}-dlt (partição {}, offset {}) e a fila anda.",
                rotulo,
                motivo(rejeitado.causa()),
                registro.topic(),
                registro.partition(),
                registro.offset());
        dlt.accept(registro, rejeitado.causa());
    }

    private void avisaRepeticao(ConsumerRecord<?, ?> registro, Exception causa, Duration espera) {
        log.warn(
                "[{}] Falhou agora, pode passar depois: {}. Repito em {} ms (partição {}, offset {}).",
                rotulo,
                motivo(causa),
                espera.toMillis(),
                registro.partition(),
                registro.offset());
    }

    static String motivo(Throwable erro) {
        var mensagem = erro.getMessage();
        return mensagem == null || mensagem.isBlank() ? erro.getClass().getSimpleName() : mensagem;
    }
}
