package br.kafkanapratica.producer;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Uma linha {@code cliente_id;saldo} ou {@code cliente_id,saldo} de um CSV; cada campo pode vir entre aspas, com as aspas
 * de dentro dobradas.
 */
record LinhaDeSaldo(String clienteId, BigDecimal saldo) {

    private static final String CABECALHO = "cliente_id";
    private static final Pattern PONTO_E_VIRGULA = colunas(';');
    private static final Pattern VIRGULA = colunas(',');

    static LinhaDeSaldo de(String linha) throws EntradaInvalida {
        var colunas = PONTO_E_VIRGULA.matcher(linha);
        if (!colunas.matches() && !colunas.usePattern(VIRGULA).matches()) {
            throw new EntradaInvalida(
                    "esperava duas colunas, cliente_id;saldo (com vírgula entre as colunas, o valor usa "
                            + "ponto ou vem entre aspas: 5,300.00)");
        }
        return new LinhaDeSaldo(
                ClienteId.de(semAspas(colunas.group("cliente"))), ValorEmReais.de(semAspas(colunas.group("saldo"))));
    }

    static boolean ehCabecalho(String linha) {
        var normal = linha.replace("\"", "").replace(" ", "").toLowerCase(Locale.ROOT);
        return normal.equals(CABECALHO + ";saldo") || normal.equals(CABECALHO + ",saldo");
    }

    private static Pattern colunas(char separador) {
        var campo = "\\s*+(?<%s>\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[^\"" + separador + "]*)\\s*+";
        return Pattern.compile(campo.formatted("cliente") + separador + campo.formatted("saldo"));
    }

    private static String semAspas(String campo) {
        return campo.startsWith("\"") ? campo.substring(1, campo.length() - 1).replace("\"\"", "\"") : campo;
    }
}
