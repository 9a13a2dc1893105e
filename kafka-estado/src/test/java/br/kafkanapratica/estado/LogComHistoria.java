package br.kafkanapratica.estado;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Um tópico compactado a que acontece de tudo: atualizações, remoções, malformados, compactação que leva também as remoções
 * velhas, eleições sujas, recriação, partições a mais. Uma thread.
 */
final class LogComHistoria implements Consumidores {

    static final String TOPICO = "contas";
    static final Duration RETENCAO = Duration.ofHours(24);

    private record Registro(String chave, byte[] valor, long tempo, int epoca) {}

    private static final class Particao {
        final TreeMap<Long, Registro> registros = new TreeMap<>();
        /** De cada tombstone, quando o limpador o viu pela primeira vez. */
        final Map<Long, Instant> vistos = new HashMap<>();

        long inicio;
        long fim;
        /** Até onde o limpador já leu: só segmentos fechados, que estão no disco, e que já não se perdem. */
        long fechado;

        int epoca = 1;
        /** Onde acaba cada época, como o broker o diria. */
        final TreeMap<Integer, Long> fins = new TreeMap<>(Map.of(1, 0L));
    }

    private final Random sorteio;
    private final int chaves;
    private final List<Particao> particoes = new ArrayList<>();
    private Uuid id = Uuid.randomUuid();
    private Instant agora = Instant.parse("2026-01-01T00:00:00Z");

    LogComHistoria(Random sorteio, int quantas, int chaves) {
        this.sorteio = sorteio;
        this.chaves = chaves;
        for (int i = 0; i < quantas; i++) {
            particoes.add(new Particao());
        }
    }

    Instant agora() {
        return agora;
    }

    void passa(Duration tempo) {
        agora = agora.plus(tempo);
    }

    /** Qualquer chave em qualquer partição, como fazem produtores com particionadores diferentes. */
    void escreve(int quantos) {
        for (int i = 0; i < quantos; i++) {
            agora = agora.plusMillis(sorteio.nextInt(5));
            var particao = particoes.get(sorteio.nextInt(particoes.size()));
            int oQue = sorteio.nextInt(10);
            byte[] valor = oQue < 2 ? null : (oQue == 2 ? "malformado" : "v" + sorteio.nextInt(1000)).getBytes(UTF_8);
            long tempo = agora.toEpochMilli() - sorteio.nextInt(20);
            particao.registros.put(
                    particao.fim++, new Registro("c" + sorteio.nextInt(chaves), valor, tempo, particao.epoca));
            particao.fins.put(particao.epoca, particao.fim);
        }
    }

    /** O limpador: fica o último de cada chave; um tombstone, até a retenção depois da primeira vez que o viu. */
    void compacta() {
        for (var particao : particoes) {
            particao.fechado = particao.fim;
            var ultimos = new HashMap<String, Long>();
            particao.registros.forEach((offset, registro) -> ultimos.put(registro.chave(), offset));
            particao.registros.entrySet().removeIf(este -> {
                if (!ultimos.get(este.getValue().chave()).equals(este.getKey())) {
                    return true;
                }
                if (este.getValue().valor() != null) {
                    return false;
                }
                var visto = particao.vistos.putIfAbsent(este.getKey(), agora);
                return visto != null && !agora.isBefore(visto.plus(RETENCAO));
            });
        }
    }

    void acabaAEpoca(int qual) {
        var particao = particoes.get(qual);
        particao.epoca++;
        particao.fins.put(particao.epoca, particao.fim);
    }

    /** Uma eleição suja: o fim do log se perde, e outros registros tomam os mesmos offsets. */
    void perdeOFim(int qual, long quantos) {
        var particao = particoes.get(qual);
        particao.fim = Math.max(Math.max(particao.inicio, particao.fechado), particao.fim - quantos);
        particao.registros.tailMap(particao.fim).clear();
        particao.vistos.keySet().removeIf(offset -> offset >= particao.fim);
        particao.fins.replaceAll((epoca, fim) -> Math.min(fim, particao.fim));
        particao.epoca++;
        particao.fins.put(particao.epoca, particao.fim);
    }

    /** {@code kafka-delete-records}. */
    void perdeOInicio(int qual, long ate) {
        var particao = particoes.get(qual);
        particao.inicio = Math.max(particao.inicio, Math.min(ate, particao.fim)); // nunca volta atrás
        particao.registros.headMap(particao.inicio).clear();
    }

    void recria() {
        id = Uuid.randomUuid();
        for (int i = 0; i < particoes.size(); i++) {
            particoes.set(i, new Particao());
        }
    }

    void maisUmaParticao() {
        particoes.add(new Particao());
    }

    int particoes() {
        return particoes.size();
    }

    long fim(int qual) {
        return particoes.get(qual).fim;
    }

    Map<Integer, Long> fins() {
        var fins = new HashMap<Integer, Long>();
        for (int i = 0; i < particoes.size(); i++) {
            fins.put(i, fim(i));
        }
        return fins;
    }

    Observacao.Topico observa() {
        var inicios = new HashMap<TopicPartition, Long>();
        var fins = new HashMap<TopicPartition, Long>();
        var epocas = new HashMap<TopicPartition, Integer>();
        for (int i = 0; i < particoes.size(); i++) {
            var particao = new TopicPartition(TOPICO, i);
            inicios.put(particao, particoes.get(i).inicio);
            fins.put(particao, fim(i));
            epocas.put(particao, particoes.get(i).epoca);
        }
        return new Observacao.Topico(id, inicios, fins, fins, epocas, RETENCAO);
    }

    /** Aplica o que há a partir destas posições, as partições em qualquer ordem; devolve até onde foi. */
    Map<Integer, Long> aplica(Projecao estado, Map<Integer, Long> de, int noMaximo) {
        var ate = new HashMap<>(de);
        int restam = noMaximo;
        var ordem = new ArrayList<>(ate.keySet());
        Collections.shuffle(ordem, sorteio);
        for (int qual : ordem) {
            var proximos = particoes
                    .get(qual)
                    .registros
                    .tailMap(ate.get(qual))
                    .entrySet()
                    .iterator();
            while (restam > 0 && proximos.hasNext()) {
                var este = proximos.next();
                restam--;
                var registro = este.getValue();
                estado.aplica(new Lido(
                        qual, este.getKey(), registro.tempo(), registro.chave().getBytes(UTF_8), registro.valor()));
                ate.put(qual, este.getKey() + 1);
            }
            if (!proximos.hasNext()) {
                ate.put(qual, fim(qual));
            }
        }
        return ate;
    }

    /**
     * Só a validação de uma posição, que é o que a {@link Linhagem} pede, com a mania do consumidor do Kafka: quem ainda não sabe quem é o
     * líder da partição dá por boa, sem perguntar a ninguém, a posição que lhe deram.
     */
    @Override
    public Consumer<byte[], byte[]> abre(Modo modo, int quantas) {
        return new MockConsumer<>("none") {
            private final Map<TopicPartition, OffsetAndMetadata> pedidas = new HashMap<>();
            private final Set<TopicPartition> conhecidas = new HashSet<>();
            private final Set<TopicPartition> porValidar = new HashSet<>();

            @Override
            public synchronized void seek(TopicPartition particao, OffsetAndMetadata onde) {
                pedidas.put(particao, onde);
                if (conhecidas.contains(particao)) {
                    porValidar.add(particao);
                }
            }

            @Override
            public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> quais, Duration prazo) {
                conhecidas.addAll(quais);
                return observa().fim();
            }

            @Override
            public synchronized long position(TopicPartition particao, Duration prazo) {
                var onde = pedidas.get(particao);
                if (!porValidar.contains(particao)) {
                    return onde.offset();
                }
                var fins = particoes.get(particao.partition()).fins;
                var epoca = onde.leaderEpoch().flatMap(esta -> Optional.ofNullable(fins.floorEntry(esta)));
                if (epoca.isEmpty() || epoca.get().getValue() < onde.offset()) {
                    throw new LogTruncationException("truncado", Map.of(particao, onde.offset()), Map.of());
                }
                return onde.offset();
            }
        };
    }
}
