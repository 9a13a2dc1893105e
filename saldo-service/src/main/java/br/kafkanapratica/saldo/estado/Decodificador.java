package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.contratos.RegistroDeContas;
import org.jspecify.annotations.Nullable;

/** Um registro lido do tópico → o que se guarda dele. O que é um saldo válido, quem define é {@link RegistroDeContas}. */
final class Decodificador {

    private Decodificador() {}

    static Registro decodifica(int particao, long offset, long tempo, String id, byte @Nullable [] valor) {
        var lido = RegistroDeContas.le(ClienteId.legivel(id) ? id : null, valor);
        if (lido instanceof RegistroDeContas.Valido valido) {
            return new Registro.Valido(particao, offset, tempo, valido.saldo());
        }
        return lido instanceof RegistroDeContas.Malformado malformado
                ? new Registro.Corrompido(particao, offset, tempo, malformado.causa())
                : new Registro.Removido(particao, offset, tempo);
    }
}
