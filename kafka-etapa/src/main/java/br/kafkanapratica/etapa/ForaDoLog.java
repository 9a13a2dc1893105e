package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * De onde se lê quando o grupo não tem offset, ou tem um que o log não tem. Um grupo novo começa do início; o log que perdeu o
 * começo (retenção) ou o fim (disco) é dito, e nunca é razão para repetir.
 */
final class ForaDoLog {

    private static final Logger log = LoggerFactory.getLogger(ForaDoLog.class);

    private static final Duration ESPERA = Duration.ofMillis(500);

    private final String rotulo;
    private final Set<TopicPartition> ditas = ConcurrentHashMap.newKeySet();

    ForaDoLog(String rotulo) {
        this.rotulo = rotulo;
    }

    /**
     * Só do que ainda não tem mesmo offset nenhum: o consumidor pode repetir no {@code poll()} o erro que {@code position()} já deu,
     * e voltar então ao início repetiria o que se gravou entretanto.
     */
    void comeca(Consumer<?, ?> consumidor, Set<TopicPartition> semOffset) {
        var gravados = consumidor.committed(semOffset);
        var novas = semOffset.stream()
                .filter(particao -> gravados.get(particao) == null)
                .collect(Collectors.toSet());
        if (novas.isEmpty()) { // nenhuma, para o seekToBeginning(), são todas
            return;
        }
        if (!ditas.containsAll(novas)) {
            ditas.addAll(novas);
            log.info("[{}] O grupo ainda não tem offset em {}: começo do início.", rotulo, nomes(novas));
        }
        consumidor.seekToBeginning(novas);
    }

    /** Chamada na thread do consumidor. O lugar novo é gravado já: um reinício antes do próximo pedido parte dele. */
    void trata(Consumer<?, ?> consumidor, OffsetOutOfRangeException erro) {
        var posicoes = erro.offsetOutOfRangePartitions();
        Map<TopicPartition, OffsetAndMetadata> divergentes =
                erro instanceof LogTruncationException truncado ? truncado.divergentOffsets() : Map.of();
        var comecos = consumidor.beginningOffsets(posicoes.keySet());
        var fins = consumidor.endOffsets(posicoes.keySet());
        posicoes.forEach((particao, posicao) -> {
            if (jaSaiuDe(consumidor, particao, posicao)) {
                return;
            }
            long comeco = comecos.getOrDefault(particao, 0L);
            long fim = fins.getOrDefault(particao, comeco);
            var divergente = divergentes.get(particao);
            var novo = new OffsetAndMetadata(posicao); // dentro do log, mas sem se saber de que época
            if (posicao < comeco) {
                novo = new OffsetAndMetadata(comeco);
                log.error(
                        "[{}] {}: o log já não tem os offsets {} a {} ({} registros apagados antes de eu os ler, pela retenção ou por delete-records). Continuo do {}.",
                        rotulo,
                        particao,
                        posicao,
                        comeco - 1,
                        comeco - posicao,
                        comeco);
            } else if (divergente != null) {
                novo = divergente;
                log.error(
                        "[{}] {}: o log perdeu o fim. O grupo já tinha chegado ao offset {}, e o que havia depois do {} não é mais o mesmo (o log acaba no {}). Continuo do {}: nada se repete, e o que foi escrito depois da perda é processado.",
                        rotulo,
                        particao,
                        posicao,
                        novo.offset(),
                        fim,
                        novo.offset());
            } else if (posicao > fim) { // sem a época, não se sabe onde se perdeu
                novo = new OffsetAndMetadata(fim);
                log.error(
                        "[{}] {}: o grupo já tinha chegado ao offset {}, e o log acaba no {}: perdeu o fim, ou o tópico foi recriado. Continuo do {}: nada se repete, mas o que nele se escreveu de novo antes daí não é processado. Para processá-lo, pare a etapa e volte o grupo atrás, com kafka-consumer-groups --reset-offsets.",
                        rotulo,
                        particao,
                        posicao,
                        fim,
                        fim);
            } else {
                log.warn(
                        "[{}] {}: o broker recusou o offset {}, que está no log (do {} ao {}), e não se sabe se o que havia antes dele ainda é o mesmo. Continuo dele.",
                        rotulo,
                        particao,
                        posicao,
                        comeco,
                        fim);
            }
            consumidor.seek(particao, novo);
            consumidor.commitSync(Map.of(particao, novo));
        });
    }

    /** O erro é de antes de um {@code seek()}: segui-lo agora saltaria ou repetiria o que veio depois. */
    private static boolean jaSaiuDe(Consumer<?, ?> consumidor, TopicPartition particao, long posicao) {
        try {
            return consumidor.position(particao, ESPERA) != posicao;
        } catch (KafkaException e) { // ainda lá, sem posição válida
            return false;
        }
    }

    private static String nomes(Set<TopicPartition> particoes) {
        return particoes.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(", "));
    }
}
