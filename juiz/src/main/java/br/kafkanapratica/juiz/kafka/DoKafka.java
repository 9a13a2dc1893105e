package br.kafkanapratica.juiz.kafka;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.identidade.Identidade;
import br.kafkanapratica.juiz.pedidos.Registro;
import br.kafkanapratica.juiz.saldos.RegistroNoLog;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Do que um consumidor leu aos fatos. */
public final class DoKafka {

    private DoKafka() {}

    /**
     * Os registros de um tópico dos pedidos, ou de uma DLT, e em que deu a transação de cada um.
     *
     * @param log todos, lidos {@code read_uncommitted}
     * @param confirmados os que se leem {@code read_committed}, lidos <b>depois</b>
     * @param fimEstavel até onde se leram os confirmados, por partição (o fim que um consumidor {@code read_committed} vê): daí em diante
     *     nada está decidido
     */
    public static Stream<Registro> registros(
            Collection<ConsumerRecord<byte[], byte[]>> log,
            Collection<ConsumerRecord<byte[], byte[]>> confirmados,
            Map<TopicPartition, Long> fimEstavel) {
        var vistos = lugares(confirmados);
        return log.stream().map(registro -> registro(registro).comEstado(estado(registro, vistos, fimEstavel)));
    }

    /** Um que um leitor {@code read_committed} viu. */
    public static Registro registro(ConsumerRecord<byte[], byte[]> registro) {
        return new Registro(
                lugar(registro),
                Origem.de(registro),
                Marca.de(registro.value()),
                Estado.CONFIRMADO,
                Origem.lugar(registro),
                Instant.ofEpochMilli(registro.timestamp()));
    }

    /** Os registros de {@code contas}; os argumentos são os de {@link #registros}. */
    public static Stream<RegistroNoLog> contas(
            Collection<ConsumerRecord<byte[], byte[]>> log,
            Collection<ConsumerRecord<byte[], byte[]>> confirmados,
            Map<TopicPartition, Long> fimEstavel) {
        var vistos = lugares(confirmados);
        return log.stream()
                .filter(registro -> registro.key() != null)
                .map(registro -> conta(registro).comEstado(estado(registro, vistos, fimEstavel)));
    }

    /** Um registro de {@code contas} que um leitor {@code read_committed} viu; tem de ter chave. */
    public static RegistroNoLog conta(ConsumerRecord<byte[], byte[]> registro) {
        return new RegistroNoLog(
                Identidade.texto(registro.key()),
                lugar(registro),
                RegistroDeContas.le(registro.key(), registro.value()),
                Estado.CONFIRMADO,
                Instant.ofEpochMilli(registro.timestamp()));
    }

    private static Set<Lugar> lugares(Collection<ConsumerRecord<byte[], byte[]>> registros) {
        var lugares = new HashSet<Lugar>();
        registros.forEach(registro -> lugares.add(lugar(registro)));
        return lugares;
    }

    private static Estado estado(
            ConsumerRecord<?, ?> registro, Set<Lugar> confirmados, Map<TopicPartition, Long> fimEstavel) {
        if (confirmados.contains(lugar(registro))) {
            return Estado.CONFIRMADO;
        }
        var fim = fimEstavel.get(new TopicPartition(registro.topic(), registro.partition()));
        return fim == null || registro.offset() >= fim ? Estado.ABERTO : Estado.DESFEITO;
    }

    private static Lugar lugar(ConsumerRecord<?, ?> registro) {
        return new Lugar(registro.topic(), registro.partition(), registro.offset());
    }
}
