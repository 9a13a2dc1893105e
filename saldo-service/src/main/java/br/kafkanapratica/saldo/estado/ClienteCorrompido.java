package br.kafkanapratica.saldo.estado;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Um cliente cujo último registro não segue o contrato.
 *
 * @param clienteId a chave do registro; {@code 0x…} em hexadecimal quando ela não é UTF-8
 */
public record ClienteCorrompido(@JsonProperty("cliente_id") String clienteId, String causa, int particao, long offset) {

    public static ClienteCorrompido de(String clienteId, Registro.Corrompido registro) {
        return new ClienteCorrompido(clienteId, registro.causa(), registro.particao(), registro.offset());
    }
}
