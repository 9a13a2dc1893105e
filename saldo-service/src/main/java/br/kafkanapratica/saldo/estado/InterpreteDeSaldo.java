package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.chaves.Chave;

/** O que um registro de {@code contas} diz. O que é um saldo válido, quem define é {@link RegistroDeContas}. */
final class InterpreteDeSaldo {

    /** Sem as chamadas que enchem a pilha: um registro malformado é esperado, e pode haver muitos. */
    private static final class Malformado extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformado(String causa) {
            super(causa, null, false, false);
        }
    }

    private InterpreteDeSaldo() {}

    static Saldo saldo(String clienteId, byte[] valor) {
        var lido = RegistroDeContas.le(Chave.legivel(clienteId) ? clienteId : null, valor);
        if (lido instanceof RegistroDeContas.Valido valido) {
            return valido.saldo();
        }
        throw new Malformado(
                lido instanceof RegistroDeContas.Malformado malformado ? malformado.causa() : "não há valor");
    }
}
