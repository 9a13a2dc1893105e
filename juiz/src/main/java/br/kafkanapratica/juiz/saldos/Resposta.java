package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * O que o serviço disse de um cliente. Uma lista ({@code GET /saldos}) são muitas, com o mesmo início e o mesmo fim.
 *
 * @param vida o nome da {@link Vida} de quem respondeu
 * @param status 200, 404, 409, 503; 0 se não houve resposta. Os outros não dizem nada de um saldo, e valem como 0.
 * @param saldo o do 200
 * @param malformado o do 409
 * @param posicao a que se pediu em {@code ?posicao=}
 */
public record Resposta(
        String vida,
        String cliente,
        int status,
        @Nullable Saldo saldo,
        @Nullable Lugar malformado,
        @Nullable Lugar posicao,
        Instant inicio,
        Instant fim) {

    /** @param saldo nulo se não é um 200 */
    public static Resposta de(
            String vida, String cliente, int status, @Nullable Saldo saldo, Instant inicio, Instant fim) {
        return new Resposta(vida, cliente, status, saldo, null, null, inicio, fim);
    }

    /** Um 409, com o registro que o corpo diz. */
    public static Resposta malformado(
            String vida, String cliente, int particao, long offset, Instant inicio, Instant fim) {
        return new Resposta(
                vida, cliente, 409, null, new Lugar(Topico.Nome.CONTAS, particao, offset), null, inicio, fim);
    }

    public Resposta comPosicao(int particao, long offset) {
        return new Resposta(
                vida, cliente, status, saldo, malformado, new Lugar(Topico.Nome.CONTAS, particao, offset), inicio, fim);
    }

    /** Diz em que estado está o cliente. */
    public boolean respondeu() {
        return status == 200 || status == 404 || status == 409;
    }
}
