package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Um registro de {@code contas}. O mesmo pode ser anotado mais de uma vez: por quem acompanha o log antes que ele se compacte, e no fim.
 *
 * @param timestamp o do Kafka, que decide entre partições
 */
public record RegistroNoLog(String cliente, Lugar lugar, RegistroDeContas conteudo, Estado estado, Instant timestamp) {

    /** @param valor o JSON, ou nulo numa remoção */
    public static RegistroNoLog de(
            String cliente, @Nullable String valor, int particao, long offset, Instant timestamp) {
        var bytes = valor == null ? null : valor.getBytes(StandardCharsets.UTF_8);
        return new RegistroNoLog(
                cliente,
                new Lugar(Topico.Nome.CONTAS, particao, offset),
                RegistroDeContas.le(cliente, bytes),
                Estado.CONFIRMADO,
                timestamp);
    }

    public RegistroNoLog comEstado(Estado novo) {
        return new RegistroNoLog(cliente, lugar, conteudo, novo, timestamp);
    }
}
