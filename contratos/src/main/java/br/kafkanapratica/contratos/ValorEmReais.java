package br.kafkanapratica.contratos;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Um valor em reais escrito por uma pessoa: {@code 150,50}, {@code 150.50}, {@code 1.234,56}, {@code R$ 1.234,56}. É a única
 * leitura de dinheiro digitado: o producer e a página o entendem igual.
 *
 * <p>Dinheiro não se adivinha. Um separador só, seguido de três dígitos ({@code 1.234}), tanto pode ser mil e tanto como um e
 * tanto. E a vírgula nunca agrupa: {@code 1,234.56} não é um número brasileiro.
 */
public final class ValorEmReais {

    /** Quantos dígitos cabem antes da vírgula, com os zeros à esquerda; depois dela, dois. */
    public static final int MAXIMO_DE_DIGITOS = 15;

    private static final int CENTAVOS = 2;

    private static final Pattern PARTES =
            Pattern.compile("[\\s\\p{Z}]*+(?<menos>-?)[\\s\\p{Z}]*+(?:[Rr]\\$)?[\\s\\p{Z}]*+"
                    + "(?<negativo>-?)(?<numero>[0-9][0-9.,]*+)[\\s\\p{Z}]*+");
    private static final Pattern SIMPLES = Pattern.compile("[0-9]+(?:[.,][0-9]{1,2})?");
    private static final Pattern AGRUPADO =
            Pattern.compile("[0-9]{1,3}(?:(?:\\.[0-9]{3})+,[0-9]{1,2}|(?:\\.[0-9]{3}){2,})");
    private static final Pattern AMBIGUO = Pattern.compile("[0-9]{1,3}[.,][0-9]{3}");
    private static final Pattern AMERICANO =
            Pattern.compile("[0-9]{1,3}(?:(?:,[0-9]{3})+\\.[0-9]{1,2}|(?:,[0-9]{3}){2,})");
    private static final Pattern CASAS_DEMAIS = Pattern.compile("[0-9][0-9.,]*[.,][0-9]{3,}");

    private ValorEmReais() {}

    /**
     * O valor exato, com duas casas decimais.
     *
     * @throws EntradaInvalida se não é um valor em reais, com o jeito de escrevê-lo
     */
    public static BigDecimal de(String texto) throws EntradaInvalida {
        var partes = PARTES.matcher(texto);
        if (!partes.matches() || dois(partes.group("menos"), partes.group("negativo"))) {
            throw naoEValor(texto);
        }
        var valor = new BigDecimal(normal(partes.group("numero"), texto)).setScale(CENTAVOS);
        return partes.group("menos").isEmpty() && partes.group("negativo").isEmpty() ? valor : valor.negate();
    }

    /** Só com dígitos e, antes dos centavos, um ponto. */
    private static String normal(String numero, String texto) throws EntradaInvalida {
        int separador = Math.max(numero.lastIndexOf('.'), numero.lastIndexOf(','));
        int casas = separador < 0 ? 0 : numero.length() - separador - 1;
        boolean agrupa = casas == 0 || casas > CENTAVOS;
        // Antes de casar as formas: nada se procura num texto de qualquer tamanho.
        if (soDigitos(agrupa ? numero : numero.substring(0, separador)).length() > MAXIMO_DE_DIGITOS) {
            throw new EntradaInvalida("%s tem dígitos demais (no máximo %d antes da vírgula e %d depois)"
                    .formatted(EntradaInvalida.cita(texto.strip()), MAXIMO_DE_DIGITOS, CENTAVOS));
        }
        if (AMBIGUO.matcher(numero).matches()) {
            throw ambiguo(numero);
        }
        if (AMERICANO.matcher(numero).matches()) {
            throw americano(numero);
        }
        if (AGRUPADO.matcher(numero).matches()) {
            return numero.replace(".", "").replace(',', '.');
        }
        if (SIMPLES.matcher(numero).matches()) {
            return numero.replace(',', '.');
        }
        throw CASAS_DEMAIS.matcher(numero).matches() ? casasDemais(texto) : naoEValor(texto);
    }

    private static boolean dois(String menos, String negativo) {
        return !menos.isEmpty() && !negativo.isEmpty();
    }

    private static String soDigitos(String numero) {
        return numero.replace(".", "").replace(",", "");
    }

    private static EntradaInvalida naoEValor(String texto) {
        return new EntradaInvalida("%s não é um valor em reais. Escreva, por exemplo, 150,50 ou 1.234,56 ou -10,00"
                .formatted(EntradaInvalida.cita(texto)));
    }

    private static EntradaInvalida casasDemais(String texto) {
        return new EntradaInvalida("%s tem mais de duas casas decimais. Escreva os centavos com duas: 150,50"
                .formatted(EntradaInvalida.cita(texto)));
    }

    private static EntradaInvalida americano(String numero) {
        int ponto = numero.indexOf('.');
        var inteiros = ponto < 0 ? numero : numero.substring(0, ponto);
        var centavos = ponto < 0 ? "" : numero.substring(ponto + 1);
        return new EntradaInvalida(
                "%s não é um número brasileiro: aqui o ponto agrupa e a vírgula separa os centavos. Escreva %s,%s"
                        .formatted(
                                EntradaInvalida.cita(numero),
                                inteiros.replace(',', '.'),
                                (centavos + "00").substring(0, CENTAVOS)));
    }

    private static EntradaInvalida ambiguo(String numero) {
        int separador = Math.max(numero.indexOf('.'), numero.indexOf(','));
        var inteiros = numero.substring(0, separador);
        return new EntradaInvalida(
                "\"%s\" é ambíguo. Escreva %s,00 se os três dígitos são milhar, ou %s,%s se são centavos"
                        .formatted(
                                numero,
                                soDigitos(numero),
                                inteiros,
                                numero.substring(separador + 1, separador + 1 + CENTAVOS)));
    }
}
