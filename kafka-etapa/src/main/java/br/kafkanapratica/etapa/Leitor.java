package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import br.kafkanapratica.leitura.ParticoesSemAvanco;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * O consumidor que o container usa, com um {@code poll()} que não lança nada por causa do que está no log: o que não se lê para só a
 * sua partição, offsets que o log não tem se resolvem, e de qualquer outra falha o listener recomeça do último offset gravado.
 *
 * <p>De uma thread só, como todo consumidor.
 */
final class Leitor {

    private static final Duration ENTRE_MEDIDAS = Duration.ofSeconds(1);
    static final Duration PACIENCIA = Duration.ofSeconds(60);

    /** O que os leitores de um processo dividem. */
    record Comum(
            Escrita escrita,
            Andamento andamento,
            ForaDoLog foraDoLog,
            Trechos trechos,
            Cuidado cuidado,
            Impedimentos impedimentos,
            Diagnostico diagnostico,
            Runnable recomecaListener) {}

    private final Consumer<byte[], byte[]> consumidor;
    private final Comum comum;
    private final LongSupplier nanos;
    private long ultimaMedida;
    private final ParticoesSemAvanco semAvanco;
    private final Renovacao renovacao;
    private final Posse posse = new Posse();
    private boolean parou;

    /** A que se soube com registros na mão: lançada já, eles se perderiam; o {@code poll()} seguinte a trata. */
    private @Nullable KafkaException adiada;

    private Leitor(Consumer<byte[], byte[]> consumidor, Comum comum, LongSupplier nanos) {
        this.consumidor = consumidor;
        this.comum = comum;
        this.nanos = nanos;
        this.ultimaMedida = nanos.getAsLong();
        this.semAvanco = new ParticoesSemAvanco(PACIENCIA, nanos);
        this.renovacao = new Renovacao(consumidor, nanos);
    }

    static Consumer<byte[], byte[]> de(Consumer<byte[], byte[]> consumidor, Comum comum, LongSupplier nanos) {
        var leitor = new Leitor(consumidor, comum, nanos);
        return Procurador.de(Consumer.class, consumidor, leitor::chama);
    }

    private @Nullable Object chama(String metodo, @Nullable Object[] argumentos) {
        return switch (metodo) {
            case "poll" -> poll((Duration) Objects.requireNonNull(argumentos[0]));
            case "position" ->
                argumentos.length == 1
                        ? (Object) posicao((TopicPartition) Objects.requireNonNull(argumentos[0]))
                        : Procurador.SEGUE;
            case "paused" -> pausadasAqui();
            case "subscribe" -> {
                if (argumentos.length == 2 && argumentos[1] instanceof ConsumerRebalanceListener ouvinte) {
                    argumentos[1] = posse.por(ouvinte);
                }
                yield Procurador.SEGUE;
            }
            case "close" -> {
                comum.andamento().saiu();
                yield Procurador.SEGUE;
            }
            default -> Procurador.SEGUE;
        };
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration espera) {
        comum.escrita().confirmou();
        comum.andamento().terminou();
        try {
            lancaAdiada();
            var registros = posse.so(
                    comum.cuidado().ligado() ? TrechoIlegivel.poll(consumidor, espera) : consumidor.poll(espera));
            leu(registros);
            return cadaUmNaSuaVez(registros);
        } catch (WakeupException e) {
            throw e; // o container parando
        } catch (InterruptException e) {
            interrompido(e);
            return ConsumerRecords.empty();
        } catch (Throwable e) { // até OutOfMemoryError: o que sair daqui acaba com a thread
            trata(e);
            return ConsumerRecords.empty();
        } finally {
            comum.andamento().terminou();
        }
    }

    private ConsumerRecords<byte[], byte[]> cadaUmNaSuaVez(ConsumerRecords<byte[], byte[]> registros) {
        var pendencias = comum.escrita().pendencias();
        if (!pendencias.temPresos()) { // quase sempre
            return registros;
        }
        var emOrdem = new LinkedHashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        registros.partitions().stream()
                .sorted(pendencias.ordem())
                .forEach(particao -> emOrdem.put(particao, registros.records(particao)));
        return new ConsumerRecords<>(emOrdem, registros.nextOffsets());
    }

    /** O container para com wakeup: quem interrompe é a regra, tarde. Com a thread marcada, todos os poll() seguintes lançariam já. */
    private void interrompido(InterruptException e) {
        Thread.interrupted();
        falhou(e);
    }

    private void lancaAdiada() {
        var erro = adiada;
        if (erro != null) {
            adiada = null;
            throw erro;
        }
    }

    private void trata(Throwable erro) {
        try {
            if (erro instanceof NoOffsetForPartitionException semOffset) {
                comum.foraDoLog().comeca(consumidor, semOffset.partitions());
                return;
            }
            if (erro instanceof OffsetOutOfRangeException fora) {
                foraDoLog(fora);
                return;
            }
            if (erro instanceof KafkaException doKafka) {
                var trecho = TrechoIlegivel.em(doKafka, consumidor);
                if (trecho.isPresent()) {
                    comum.trechos().para(consumidor, trecho.get());
                    // Achado o culpado, as outras seguem ao passo de sempre; e um consumidor novo não guarda o que não
                    // coube.
                    if (comum.cuidado().ligado() || SondaDeTrecho.daJvm(trecho.get())) {
                        comum.cuidado().desliga();
                        recomeca();
                    }
                    return;
                }
            }
            falhou(erro);
        } catch (WakeupException e) {
            throw e;
        } catch (InterruptException e) {
            interrompido(e);
        } catch (Throwable outro) {
            falhou(outro);
        }
    }

    private void foraDoLog(OffsetOutOfRangeException erro) {
        comum.foraDoLog().trata(consumidor, erro);
        erro.partitions().forEach(comum.escrita().pendencias()::esquece);
    }

    private void falhou(Throwable erro) {
        if (!(erro instanceof KafkaException)) { // memória, biblioteca, um lote que não se interpreta
            comum.cuidado().liga();
        }
        comum.impedimentos().poe(Assunto.LEITURA, comum.diagnostico().daLeitura(erro));
        recomeca();
    }

    /** Com um erro que não é do Kafka, outras partições podem ter sido dadas por lidas: só o offset gravado diz de onde seguir. */
    private void recomeca() {
        if (!parou) {
            parou = true;
            comum.recomecaListener().run();
        }
    }

    private void leu(ConsumerRecords<byte[], byte[]> registros) {
        long agora = nanos.getAsLong();
        if (!registros.isEmpty()) {
            comum.impedimentos().tira(Assunto.LEITURA, "Voltei a ler.");
        }
        if (agora - ultimaMedida >= ENTRE_MEDIDAS.toNanos()) {
            ultimaMedida = agora;
            try {
                mede(registros.isEmpty());
                renovacao.confere();
            } catch (KafkaException e) { // position() dá também o erro de outra partição
                adiada = e;
            }
            if (comum.cuidado().basta()) {
                comum.cuidado().desliga();
                recomeca();
            }
        }
    }

    private void mede(boolean nenhum) {
        var minhas = consumidor.assignment();
        var paradas = comum.trechos().particoes();
        var posicoes = new HashMap<TopicPartition, Long>();
        var disponivel = new HashMap<TopicPartition, Long>();
        boolean tudoLido = true;
        for (var particao : minhas) {
            if (!paradas.contains(particao)) {
                var lag = consumidor.currentLag(particao);
                tudoLido &= lag.isPresent() && lag.getAsLong() <= 0; // negativo: o log perdeu o fim, e o poll() o dirá
                var posicao = posicaoSabida(particao);
                if (lag.isPresent() && posicao.isPresent()) {
                    posicoes.put(particao, posicao.getAsLong());
                    disponivel.put(particao, posicao.getAsLong() + lag.getAsLong());
                }
            }
        }
        if (nenhum && !minhas.isEmpty() && tudoLido) { // e nada do que se leu está por escrever
            comum.impedimentos().tira(Assunto.LEITURA, "Voltei a ler.");
            comum.escrita().pendencias().emDia(minhas);
        }
        if (comum.impedimentos().tem(Assunto.KAFKA) || pausado(paradas)) {
            posicoes.clear();
        }
        semAvanco.observa(posicoes, disponivel).forEach(trecho -> naoAnda(trecho, disponivel));
    }

    private void naoAnda(TrechoIlegivel trecho, Map<TopicPartition, Long> disponivel) {
        if (comum.trechos().outraVez(trecho)) {
            comum.trechos().para(consumidor, trecho);
            return;
        }
        comum.impedimentos()
                .poe(
                        Assunto.LEITURA,
                        "em %s, há %d registros por ler a partir do offset %d e nenhum chega há mais de %d s; recomeço do último offset gravado"
                                .formatted(
                                        trecho.particao(),
                                        disponivel.getOrDefault(trecho.particao(), trecho.offset()) - trecho.offset(),
                                        trecho.offset(),
                                        PACIENCIA.toSeconds()));
        recomeca();
    }

    /** Sem perguntar ao broker: com ele fora do ar, a posição por validar esperaria por ele. */
    private OptionalLong posicaoSabida(TopicPartition particao) {
        try {
            return OptionalLong.of(consumidor.position(particao, Duration.ZERO));
        } catch (TimeoutException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Para o container, só as que a etapa pausou: na espera de um retry ele não retoma o que já estava pausado antes dela, e a que
     * já esperava ficaria pausada para sempre se outra, recebida entretanto, também falhasse.
     */
    private Set<TopicPartition> pausadasAqui() {
        var pausadas = new HashSet<>(consumidor.paused());
        pausadas.retainAll(comum.trechos().particoes());
        return pausadas;
    }

    /** À espera de um retry. */
    private boolean pausado(Set<TopicPartition> paradas) {
        return !paradas.containsAll(consumidor.paused());
    }

    /** Pergunta-se ao receber as partições, antes do primeiro {@code poll()}: daqui, lançar desfaria a atribuição. */
    private long posicao(TopicPartition particao) {
        while (true) {
            try {
                return consumidor.position(particao);
            } catch (NoOffsetForPartitionException e) { // cada volta resolve as que faltam
                comum.foraDoLog().comeca(consumidor, e.partitions());
            } catch (OffsetOutOfRangeException e) {
                foraDoLog(e);
            }
        }
    }
}
