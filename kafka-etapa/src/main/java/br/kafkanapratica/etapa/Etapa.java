package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Escrita.Rejeicao;
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

    private record Rejeitado(ConsumerRecord<byte[], byte[]> registro, Rejeicao rejeicao) {}

    private final String rotulo;
    private final KafkaOperations<byte[], byte[]> kafka;
    private final Escrita escrita;
    private final Andamento andamento;
    private final Metricas metricas;
    private final Tentativas tentativas;
    private final Duration duracaoDoLote;
    private final Decodificador decodificador = new Decodificador();
    private final Set<String> destinos = ConcurrentHashMap.newKeySet();

    Etapa(
            String rotulo,
            KafkaOperations<byte[], byte[]> kafka,
            Escrita escrita,
            Andamento andamento,
            Metricas metricas,
            EtapaProperties ritmo) {
        this.rotulo = rotulo;
        this.kafka = kafka;
        this.escrita = escrita;
        this.andamento = andamento;
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
                var chave = feito.registro().key();
                var valor = decodificador.bytes(feito.resultado());
                var saida = new ProducerRecord<>(topico.nome(), chave, valor);
                feito.rastro().escreve(saida.headers());
                int tamanho = chave.length + valor.length;
                // Se falhar, o commit falha.
                produtor.send(saida, escrita.doResultado(feito.registro(), topico.nome(), tamanho));
            }
            return feitos.size();
        });
    }

    /** Os tópicos de que as entregas precisam. */
    Set<String> destinos() {
        return destinos;
    }

    /** Um lote do container, na transação que ele abriu; chamada na thread do consumidor. */
    public <E extends Pedido, S> void processa(
            List<ConsumerRecord<byte[], byte[]>> lote,
            Acknowledgment ack,
            Class<E> tipo,
            Passo<E, S> passo,
            Entrega<S> entrega) {
        try {
            escrita.comeca(lote);
            decideEEntrega(lote, ack, tipo, passo, entrega);
        } catch (Error e) {
            throw escrita.erroDaJvm(e);
        }
    }

    private <E extends Pedido, S> void decideEEntrega(
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
            var condenacao = escrita.condenacao(registro);
            if (condenacao != null) {
                rejeitados.add(new Rejeitado(registro, condenacao));
                lidos++;
                continue;
            }
            andamento.comeca(registro);
            try {
                feitos.add(decide(registro, tipo, passo, lidos < LINHAS_POR_LOTE));
            } catch (RegistroInvalido e) {
                rejeitados.add(new Rejeitado(registro, Rejeicao.semConserto(motivo(e))));
            } catch (KafkaException | org.springframework.kafka.KafkaException e) {
                throw e; // o Kafka fora do ar não é culpa do pedido
            } catch (RuntimeException | Error e) {
                if (e instanceof OutOfMemoryError && lote.size() > 1) {
                    throw e; // talvez seja de outro: um por vez, sabe-se de qual
                }
                metricas.falhou();
                var espera = tentativas.aposFalhar(registro);
                if (espera.isPresent()) {
                    pausa = espera.get();
                    avisaRepeticao(registro, e, pausa);
                    break;
                }
                rejeitados.add(new Rejeitado(registro, new Rejeicao("Tentativas esgotadas", motivo(e))));
            } finally {
                andamento.terminou();
            }
            lidos++;
        }
        rejeitados.forEach(rejeitado -> escrita.rejeita(rejeitado.registro(), rejeitado.rejeicao()));
        entrega.entrega(feitos);
        escrita.espera(lidos);
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

    private void avisaRepeticao(ConsumerRecord<?, ?> registro, Throwable causa, Duration espera) {
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
