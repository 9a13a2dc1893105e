package br.kafkanapratica.producer;

import java.util.regex.Pattern;

/** O identificador de um cliente, a chave dos registros: qualquer texto visível. */
final class ClienteId {

    private static final Pattern INVISIVEL = Pattern.compile("[\\s\\p{Z}\\p{C}]*");
    private static final Pattern BORDAS = Pattern.compile("^[\\s\\p{Z}\\uFEFF]+|[\\s\\p{Z}\\uFEFF]+$");
    private static final Pattern CONTROLE = Pattern.compile("\\p{Cc}");
    private static final String ILEGIVEL = "\uFFFD";

    private ClienteId() {}

    /** Sem os espaços em volta, que são descuido de quem digita. */
    static String de(String texto) throws EntradaInvalida {
        return exato(BORDAS.matcher(texto).replaceAll(""));
    }

    /** Tal como veio: {@code --remover " 5 "} não pode remover o cliente {@code 5}. */
    static String exato(String texto) throws EntradaInvalida {
        if (INVISIVEL.matcher(texto).matches()) {
            throw new EntradaInvalida("o ID do cliente não pode ser vazio. Escreva, por exemplo, 5 ou maria");
        }
        if (CONTROLE.matcher(texto).find()) {
            throw new EntradaInvalida("o ID do cliente tem caracteres de controle (tabulação, quebra de linha…)");
        }
        if (texto.contains(ILEGIVEL)) {
            throw new EntradaInvalida("o ID do cliente não está em UTF-8");
        }
        return texto;
    }
}
