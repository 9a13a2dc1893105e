package br.kafkanapratica.saldo.api;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.chaves.Chave;
import br.kafkanapratica.estado.chaves.Registro;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Um cliente cujo último registro está malformado.
 *
 * @param clienteId a chave do registro; {@code 0x…} em hexadecimal quando ela não é UTF-8
 */
record ClienteCorrompido(@JsonProperty("cliente_id") String clienteId, String causa, int particao, long offset) {

    static ClienteCorrompido de(Registro.Malformado<Saldo> registro) {
        return new ClienteCorrompido(
                Chave.paraExibir(registro.chave()), registro.causa(), registro.particao(), registro.offset());
    }
}
