package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.ClienteId;
import br.kafkanapratica.contratos.EntradaInvalida;
import br.kafkanapratica.contratos.ValorEmReais;
import br.kafkanapratica.terminal.Plural;
import java.math.BigDecimal;

/** Uma linha de um CSV: {@code cliente_id;saldo}, ou com vírgula, conforme o arquivo. */
record LinhaDeSaldo(String clienteId, BigDecimal saldo) {

    private static final int COLUNAS = 2;

    /**
     * @param campos os desta linha, com este separador
     * @throws EntradaInvalida com o que a linha tem de errado
     */
    static LinhaDeSaldo de(Campos campos, String linha, Separador separador) throws EntradaInvalida {
        if (!campos.bem() || campos.aberto()) {
            throw new EntradaInvalida("as aspas não envolvem um campo inteiro: " + EntradaInvalida.cita(linha));
        }
        if (campos.valores().size() != COLUNAS) {
            throw colunas(campos.valores().size(), linha, separador);
        }
        // "5;300,00" num arquivo com vírgula daria ao cliente "5;300" zero reais.
        if (separador == Separador.VIRGULA && campos.outros() > 0) {
            throw new EntradaInvalida(
                    "tem ; fora de aspas, e o separador deste arquivo é a vírgula: " + EntradaInvalida.cita(linha));
        }
        return new LinhaDeSaldo(
                ClienteId.digitado(campos.valores().get(0)),
                ValorEmReais.de(campos.valores().get(1)));
    }

    static EntradaInvalida colunas(int quantas, String linha, Separador separador) {
        return new EntradaInvalida("esperava duas colunas separadas por %s, como no resto do arquivo, e há %s: %s%s"
                .formatted(
                        separador.caractere(),
                        Plural.de(quantas, "coluna", "colunas"),
                        EntradaInvalida.cita(linha),
                        separador == Separador.VIRGULA && quantas > COLUNAS
                                ? ". Com vírgula entre as colunas, o valor usa ponto ou vem entre aspas"
                                : ""));
    }
}
