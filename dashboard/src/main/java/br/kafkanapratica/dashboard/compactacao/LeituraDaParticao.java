package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Trecho;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Uma leitura de {@code contas}, do começo (ou do que cabe na memória) ao fim de cada partição: primeiro o que todo leitor vê
 * ({@code read_committed}), depois tudo. O que só aparece na segunda é de transações desfeitas ou abertas. Para uma thread.
 */
final class LeituraDaParticao {

    private static final Duration ESPERA = Duration.ofMillis(200);

    /** Sem que nada chegue; enquanto chega, se espera. */
    private static final Duration SEM_AVANCAR = Duration.ofSeconds(10);

    /** @param chaves distintas em todas as partições, contadas as removidas */
    record TudoLido(List<LogDaParticao> particoes, int chaves) {}

    /** O que fazer com cada registro; o que se leu de uma partição acaba em {@code ate}. */
    @FunctionalInterface
    private interface Visita {
        void de(ConsumerRecord<byte[], byte[]> registro);
    }

    private record Fim(long ate, @Nullable String ilegivel) {}

    private final Consumer<byte[], byte[]> confirmados;
    private final Consumer<byte[], byte[]> tudo;

    /**
     * @param confirmados {@code read_committed}
     * @param tudo {@code read_uncommitted}
     */
    LeituraDaParticao(Consumer<byte[], byte[]> confirmados, Consumer<byte[], byte[]> tudo) {
        this.confirmados = confirmados;
        this.tudo = tudo;
    }

    /**
     * @param maximo quantos offsets, ao todo, ler do fim para trás
     * @param inicioDoAtivo por partição
     * @throws TimeoutException se o Kafka não responde a tempo
     */
    TudoLido le(long maximo, IntFunction<OptionalLong> inicioDoAtivo) {
        var particoes = tudo.partitionsFor(Topico.CONTAS.nome()).stream()
                .map(info -> new TopicPartition(Topico.CONTAS.nome(), info.partition()))
                .sorted((esta, outra) -> Integer.compare(esta.partition(), outra.partition()))
                .toList();
        if (particoes.isEmpty()) {
            return new TudoLido(List.of(), 0);
        }
        // Antes de ler: se o segmento rolar no meio, o que se disser ativo a mais ainda era quando a leitura começou.
        var ativos = particoes.stream()
                .map(particao -> inicioDoAtivo.apply(particao.partition()))
                .toList();
        var comecos = tudo.beginningOffsets(particoes);
        var fins = tudo.endOffsets(particoes);
        // Depois do fim: o que fica entre os dois é mesmo de uma transação aberta.
        var estaveis = confirmados.endOffsets(particoes);
        var classificacao = new Classificacao();
        var lidas = new HashMap<TopicPartition, Fim>();
        for (var particao : particoes) {
            long estavel = Math.min(estaveis.getOrDefault(particao, 0L), fins.getOrDefault(particao, 0L));
            long de = inicio(particao, comecos, fins, maximo / particoes.size());
            lidas.put(particao, le(confirmados, particao, de, estavel, classificacao::confirmado));
        }
        classificacao.decide();
        var logs = new ArrayList<LogDaParticao>();
        for (int i = 0; i < particoes.size(); i++) {
            var particao = particoes.get(i);
            int numero = particao.partition();
            long fim = fins.getOrDefault(particao, 0L);
            long de = inicio(particao, comecos, fins, maximo / particoes.size());
            var vista = lidas.getOrDefault(particao, new Fim(de, null));
            var extras = LongStream.builder();
            // O que o cleaner apagou entre as duas leituras só está na primeira: o que só está na segunda nunca se
            // confirmou.
            var toda = le(tudo, particao, de, vista.ilegivel() == null ? fim : vista.ate(), registro -> {
                if (!classificacao.confirmou(numero, registro.offset())) {
                    extras.add(registro.offset());
                }
            });
            logs.add(new LogDaParticao(
                    numero,
                    new Trecho(comecos.getOrDefault(particao, 0L), de, toda.ate(), fim),
                    ativos.get(i),
                    classificacao.com(numero, extras.build().toArray(), vista.ate()),
                    vista.ilegivel() == null ? toda.ilegivel() : vista.ilegivel()));
        }
        return new TudoLido(List.copyOf(logs), classificacao.chaves());
    }

    private static long inicio(
            TopicPartition particao, Map<TopicPartition, Long> comecos, Map<TopicPartition, Long> fins, long maximo) {
        return Math.max(comecos.getOrDefault(particao, 0L), fins.getOrDefault(particao, 0L) - maximo);
    }

    /** Uma partição de cada vez: se um trecho não se deixa ler, sabe-se de quem é, e as outras não sofrem. */
    private static Fim le(
            Consumer<byte[], byte[]> consumidor, TopicPartition particao, long de, long ate, Visita visita) {
        consumidor.assign(List.of(particao));
        consumidor.seek(particao, de);
        long posicao = de;
        long ultimoAvanco = System.nanoTime();
        try {
            while (posicao < ate) {
                for (var registro : TrechoIlegivel.poll(consumidor, ESPERA)) {
                    if (registro.offset() < ate) {
                        visita.de(registro);
                    }
                }
                long agora = consumidor.position(particao);
                if (agora > posicao) {
                    posicao = agora;
                    ultimoAvanco = System.nanoTime();
                } else if (System.nanoTime() - ultimoAvanco > SEM_AVANCAR.toNanos()) {
                    throw new TimeoutException("a leitura do log não avança");
                }
            }
            return new Fim(ate, null);
        } catch (KafkaException e) {
            return TrechoIlegivel.em(e, consumidor)
                    .map(trecho -> new Fim(trecho.offset(), trecho.causa()))
                    .orElseThrow(() -> e);
        }
    }
}
