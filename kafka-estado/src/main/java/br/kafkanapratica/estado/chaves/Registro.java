package br.kafkanapratica.estado.chaves;

import br.kafkanapratica.estado.Lido;
import java.util.Objects;

/** O último registro de uma chave numa partição: é ele que decide, mesmo malformado. Imutável, se o valor é. */
public sealed interface Registro<V> {

    /** A chave como texto (ver {@link Chave}). */
    String chave();

    int particao();

    long offset();

    /** O timestamp do registro no Kafka, em milissegundos desde 1970. */
    long tempo();

    /** O valor vale. */
    record Valido<V>(String chave, int particao, long offset, long tempo, V valor) implements Registro<V> {}

    /** Não se entendeu; {@code causa} diz por quê. */
    record Malformado<V>(String chave, int particao, long offset, long tempo, String causa) implements Registro<V> {}

    /** Valor nulo (tombstone): a chave foi removida. */
    record Removido<V>(String chave, int particao, long offset, long tempo) implements Registro<V> {}

    /** Nunca falha: do que o intérprete não entende, guarda a causa. Só um {@code Error} passa. */
    static <V> Registro<V> de(Lido lido, Interprete<V> interprete) {
        var chave = Chave.texto(lido.chave());
        var valor = lido.valor();
        if (valor == null) {
            return new Removido<>(chave, lido.particao(), lido.offset(), lido.tempo());
        }
        try {
            var entendido = Objects.requireNonNull(
                    interprete.interpreta(chave, valor), "não diz valor nenhum (o intérprete devolveu null)");
            return new Valido<>(chave, lido.particao(), lido.offset(), lido.tempo(), entendido);
        } catch (Exception e) {
            var causa = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Malformado<>(chave, lido.particao(), lido.offset(), lido.tempo(), causa);
        }
    }

    /**
     * Se um registro decide sobre outro da mesma chave que está em outra partição: decide o de maior timestamp do Kafka; no empate,
     * o da maior partição. (Na mesma partição decide sempre o último.) Assim a ordem em que se leem as partições não muda o estado.
     */
    default boolean decideSobre(Registro<V> outro) {
        return tempo() != outro.tempo() ? tempo() > outro.tempo() : particao() > outro.particao();
    }
}
