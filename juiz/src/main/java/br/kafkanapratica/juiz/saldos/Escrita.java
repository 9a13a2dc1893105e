package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Uma escrita em {@code contas}, e o que foi dela.
 *
 * @param lugar o que o broker respondeu; nulo se não respondeu
 * @param inicio antes do envio
 * @param fim depois da resposta, ou de desistir dela
 */
public record Escrita(
        String cliente,
        RegistroDeContas conteudo,
        Resultado resultado,
        @Nullable Lugar lugar,
        Instant inicio,
        Instant fim) {

    /** @param valor o JSON, ou nulo numa remoção */
    public static Escrita confirmada(
            String cliente, @Nullable String valor, int particao, long offset, Instant inicio, Instant fim) {
        var lugar = new Lugar(Topico.Nome.CONTAS, particao, offset);
        return new Escrita(cliente, conteudo(cliente, valor), Resultado.CONFIRMADO, lugar, inicio, fim);
    }

    /** @param valor o JSON, ou nulo numa remoção */
    public static Escrita recusada(String cliente, @Nullable String valor, Instant inicio, Instant fim) {
        return new Escrita(cliente, conteudo(cliente, valor), Resultado.RECUSADO, null, inicio, fim);
    }

    /** @param valor o JSON, ou nulo numa remoção */
    public static Escrita desconhecida(String cliente, @Nullable String valor, Instant inicio, Instant fim) {
        return new Escrita(cliente, conteudo(cliente, valor), Resultado.DESCONHECIDO, null, inicio, fim);
    }

    private static RegistroDeContas conteudo(String cliente, @Nullable String valor) {
        return RegistroDeContas.le(cliente, valor == null ? null : valor.getBytes(StandardCharsets.UTF_8));
    }
}
