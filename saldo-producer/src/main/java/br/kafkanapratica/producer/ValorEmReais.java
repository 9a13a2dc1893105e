package br.kafkanapratica.producer;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Um valor em reais escrito por uma pessoa: {@code 150,50}, {@code 150.50}, {@code 1.234,56}, {@code R$ 1.234,56}.
 *
 * <p>O último separador é o dos centavos e os outros agrupam de três em três. Um separador só, seguido de três dígitos
 * ({@code 1.234}), tanto pode ser mil e tanto como um e tanto: dinheiro não se adivinha.
 */
final class ValorEmReais {

    private static final int CENTAVOS = 2;
    private static final int MAXIMO_DE_DIGITOS = 15;

    private static final Pattern PARTES = Pattern.compile("[\\s\\p{Z}]*(?<menos>-?)[\\s\\p{Z}]*(?:[Rr]\\$)?[\\s\\p{Z}]*"
            + "(?<negativo>-?)(?<numero>[0-9][0-9.,]*+)[\\s\\p{Z}]*");
    private static final Pattern SIMPLES = Pattern.compile("[0-9]+(?:[.,][0-9]{1,2})?");
    private static final Pattern AGRUPADO =
            Pattern.compile("[0-9]{1,3}(?:(?:\\.[0-9]{3})++(?:,[0-9]{1,2})|(?:,[0-9]{3})++(?:\\.[0-9]{1,2}))");
    private static final Pattern MILHOES = Pattern.compile("[0-9]{1,3}(?:(?:\\.[0-9]{3}){2,}+|(?:,[0-9]{3}){2,}+)");
    private static final Pattern AMBIGUO = Pattern.compile("[0-9]{1,3}[.,][0-9]{3}");
    private static final Pattern CASAS_DEMAIS = Pattern.compile("[0-9][0-9.,]*[.,][0-9]{3,}");

    private ValorEmReais() {}

    /** O valor exato, com duas casas decimais. */
    static BigDecimal de(String texto) throws EntradaInvalida {
        var partes = PARTES.matcher(texto);
        if (!partes.matches() || dois(partes.group("menos"), partes.group("negativo"))) {
            throw naoEValor(texto);
        }
        var numero = partes.group("numero");
        if (AMBIGUO.matcher(numero).matches()) {
            throw ambiguo(numero);
        }
        if (MILHOES.matcher(numero).matches()) {
            numero = soDigitos(numero);
        } else if (AGRUPADO.matcher(numero).matches()) {
            int centavos = Math.max(numero.lastIndexOf('.'), numero.lastIndexOf(','));
            numero = soDigitos(numero.substring(0, centavos)) + '.' + numero.substring(centavos + 1);
        } else if (!SIMPLES.matcher(numero).matches()) {
            throw CASAS_DEMAIS.matcher(numero).matches() ? casasDemais(texto) : naoEValor(texto);
        }
        if (soDigitos(numero).length() > MAXIMO_DE_DIGITOS) {
            throw new EntradaInvalida("o valor tem dígitos demais (no máximo %d)".formatted(MAXIMO_DE_DIGITOS));
        }
        var valor = new BigDecimal(numero.replace(',', '.')).setScale(CENTAVOS);
        return partes.group("menos").isEmpty() && partes.group("negativo").isEmpty() ? valor : valor.negate();
    }

    private static boolean dois(String menos, String negativo) {
        return !menos.isEmpty() && !negativo.isEmpty();
    }

    private static String soDigitos(String numero) {
        return numero.replace(".", "").replace(",", "");
    }

    private static EntradaInvalida naoEValor(String texto) {
        return new EntradaInvalida(
                "\"%s\" não é um valor em reais. Escreva, por exemplo, 150,50 ou 1.234,56 ou -10,00".formatted(texto));
    }

    private static EntradaInvalida casasDemais(String texto) {
        return new EntradaInvalida(
                "\"%s\" tem mais de duas casas decimais. Escreva os centavos com duas: 150,50".formatted(texto));
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
