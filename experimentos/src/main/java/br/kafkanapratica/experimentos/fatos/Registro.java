package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Um registro escrito depois que o experimento começou.
 *
 * @param chave o texto dela, ou {@code tópico-partição@offset} de quem não tem
 * @param valor nulo numa remoção; só o começo, se é longo
 * @param estado o que ele é para quem lê {@code read_committed}
 * @param quando o timestamp dele
 * @param headers só os de texto da DLT
 * @param doJuiz o mesmo, como o juiz o lê; nulo em {@code contas}
 */
public record Registro(
        Lugar lugar,
        String chave,
        @Nullable String valor,
        Estado estado,
        Instant quando,
        Map<String, String> headers,
        br.kafkanapratica.juiz.pedidos.@Nullable Registro doJuiz) {

    public Registro {
        headers = Map.copyOf(headers);
    }

    public boolean confirmado() {
        return estado == Estado.CONFIRMADO;
    }

    /** O que ele diz do cliente, se é de {@code contas}. */
    public RegistroDeContas saldo() {
        return RegistroDeContas.le(
                chave.getBytes(StandardCharsets.UTF_8), valor == null ? null : valor.getBytes(StandardCharsets.UTF_8));
    }

    Registro comEstado(Estado novo) {
        return new Registro(lugar, chave, valor, novo, quando, headers, doJuiz == null ? null : doJuiz.comEstado(novo));
    }
}
