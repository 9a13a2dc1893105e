package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.Topico;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Uma leitura de {@code contas}, do começo (ou do que cabe na memória) ao fim de cada partição. Para uma thread. */
final class LeituraDoLog {

    private static final Duration ESPERA = Duration.ofMillis(200);
    private static final Duration PRAZO = Duration.ofSeconds(15);

    /** O que já se leu de uma partição. */
    private static final class Lida {
        private static final long NUNCA = -1;
        private long[] offsets = new long[256];
        private long[] superadoPor = new long[256];
        private boolean[] remocao = new boolean[256];
        private int quantos;
        private final Map<ByteBuffer, Integer> ultimo = new HashMap<>();

        void acrescenta(ConsumerRecord<byte[], byte[]> registro) {
            if (quantos == offsets.length) {
                offsets = Arrays.copyOf(offsets, quantos * 2);
                superadoPor = Arrays.copyOf(superadoPor, quantos * 2);
                remocao = Arrays.copyOf(remocao, quantos * 2);
            }
            offsets[quantos] = registro.offset();
            superadoPor[quantos] = NUNCA;
            remocao[quantos] = registro.value() == null;
            if (registro.key() != null) {
                var anterior = ultimo.put(ByteBuffer.wrap(registro.key()), quantos);
                if (anterior != null) {
                    superadoPor[anterior] = registro.offset();
                }
            }
            quantos++;
        }

        LogDaParticao fecha(int numero, long inicio, long fim, OptionalLong inicioDoAtivo) {
            return new LogDaParticao(
                    numero,
                    inicio,
                    fim,
                    inicioDoAtivo,
                    Arrays.copyOf(offsets, quantos),
                    Arrays.copyOf(superadoPor, quantos),
                    Arrays.copyOf(remocao, quantos),
                    ultimo.size());
        }
    }

    private LeituraDoLog() {}

    /**
     * @param maximo quantos offsets, ao todo, ler do fim para trás
     * @param inicioDoAtivo por partição
     * @throws TimeoutException se o Kafka não responde a tempo
     */
    static List<LogDaParticao> le(
            Consumer<byte[], byte[]> consumidor, long maximo, IntFunction<OptionalLong> inicioDoAtivo) {
        var particoes = consumidor.partitionsFor(Topico.CONTAS.nome()).stream()
                .map(info -> new TopicPartition(Topico.CONTAS.nome(), info.partition()))
                .toList();
        if (particoes.isEmpty()) {
            return List.of();
        }
        // Antes de ler: se o segmento rolar no meio, o que se disser ativo a mais ainda era quando a leitura começou.
        var ativos = particoes.stream()
                .map(particao -> inicioDoAtivo.apply(particao.partition()))
                .toList();
        consumidor.assign(particoes);
        var inicio = new HashMap<>(consumidor.beginningOffsets(particoes));
        var fim = consumidor.endOffsets(particoes);
        var lidas = new HashMap<Integer, Lida>();
        for (var particao : particoes) {
            long primeiro = Math.max(
                    inicio.getOrDefault(particao, 0L), fim.getOrDefault(particao, 0L) - maximo / particoes.size());
            inicio.put(particao, primeiro);
            consumidor.seek(particao, primeiro);
            lidas.put(particao.partition(), new Lida());
        }
        leAte(fim, consumidor, lidas);
        var logs = new ArrayList<LogDaParticao>();
        for (int i = 0; i < particoes.size(); i++) {
            var particao = particoes.get(i);
            logs.add(lidas.getOrDefault(particao.partition(), new Lida())
                    .fecha(
                            particao.partition(),
                            inicio.getOrDefault(particao, 0L),
                            fim.getOrDefault(particao, 0L),
                            ativos.get(i)));
        }
        logs.sort((este, outro) -> Integer.compare(este.numero(), outro.numero()));
        return List.copyOf(logs);
    }

    private static void leAte(
            Map<TopicPartition, Long> fim, Consumer<byte[], byte[]> consumidor, Map<Integer, Lida> lidas) {
        long prazo = System.nanoTime() + PRAZO.toNanos();
        while (fim.entrySet().stream().anyMatch(ate -> consumidor.position(ate.getKey()) < ate.getValue())) {
            if (System.nanoTime() > prazo) {
                throw new TimeoutException("a leitura do log passou do prazo");
            }
            for (var registro : consumidor.poll(ESPERA)) {
                var particao = new TopicPartition(registro.topic(), registro.partition());
                var lida = lidas.get(registro.partition());
                if (lida != null && registro.offset() < fim.getOrDefault(particao, 0L)) {
                    lida.acrescenta(registro);
                }
            }
        }
    }
}
