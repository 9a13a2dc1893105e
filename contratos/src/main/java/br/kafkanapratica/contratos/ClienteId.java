package br.kafkanapratica.contratos;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * O identificador de um cliente, a chave dos registros de {@link Topico#CONTAS}: qualquer texto visível de até
 * {@value #MAXIMO} caracteres.
 *
 * <p>Vale para o que os nossos programas escrevem. Quem lê o tópico aceita qualquer chave: outros programas também escrevem.
 */
public final class ClienteId {

    /** Em caracteres Unicode (code points), não em bytes nem em {@code char}. */
    public static final int MAXIMO = 200;

    private static final Pattern INVISIVEL = Pattern.compile("[\\s\\p{Z}\\p{C}]*");
    private static final Pattern BORDAS = Pattern.compile("^[\\s\\p{Z}\\uFEFF]+|[\\s\\p{Z}\\uFEFF]+$");

    /** Os controles, as quebras de linha do Unicode e as marcas de direção, que fariam um id passar por outro na tela. */
    private static final Pattern CONTROLE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private static final String ILEGIVEL = "\uFFFD";

    private ClienteId() {}

    /**
     * Sem os espaços em volta, que são descuido de quem digita.
     *
     * @throws EntradaInvalida se não serve como id
     */
    public static String digitado(String texto) throws EntradaInvalida {
        return exato(BORDAS.matcher(texto).replaceAll(""));
    }

    /**
     * Tal como veio: {@code --remover " 5 "} não pode remover o cliente {@code 5}.
     *
     * @throws EntradaInvalida se não serve como id
     */
    public static String exato(String texto) throws EntradaInvalida {
        // Antes do resto: nada se procura num texto de qualquer tamanho.
        int tamanho = texto.codePointCount(0, texto.length());
        if (tamanho > MAXIMO) {
            throw new EntradaInvalida("o ID do cliente tem %d caracteres, e o máximo é %d".formatted(tamanho, MAXIMO));
        }
        if (INVISIVEL.matcher(texto).matches()) {
            throw new EntradaInvalida("o ID do cliente não pode ser vazio. Escreva, por exemplo, 5 ou maria");
        }
        if (CONTROLE.matcher(texto).find()) {
            throw new EntradaInvalida("o ID do cliente tem caracteres de controle (tabulação, quebra de linha…)");
        }
        if (texto.contains(ILEGIVEL) || !StandardCharsets.UTF_8.newEncoder().canEncode(texto)) {
            throw new EntradaInvalida("o ID do cliente não está em UTF-8");
        }
        return texto;
    }
}
