package br.kafkanapratica.experimentos.controle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Um pedido ao laboratório: uma linha, palavras separadas por um espaço.
 *
 * @param argumentos um por nome em {@link Verbo#argumentos()}
 */
public record Pedido(Verbo verbo, List<String> argumentos) {

    /** Em bytes, com o fim da linha. */
    public static final int MAIOR_LINHA = 512;

    /** Nem espaço, nem fim de linha, nem barra: uma palavra nunca vira duas, nem um caminho. */
    private static final Pattern PALAVRA = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public Pedido {
        argumentos = List.copyOf(argumentos);
    }

    /** @throws PedidoInvalido se não é um pedido, com a frase que diz o que seria */
    public static Pedido de(List<String> palavras) throws PedidoInvalido {
        if (palavras.isEmpty()) {
            throw new PedidoInvalido("Falta dizer o que fazer: " + verbos() + ".");
        }
        for (var palavra : palavras) {
            if (!PALAVRA.matcher(palavra).matches()) {
                throw new PedidoInvalido(
                        "\"%s\" não é um nome que se aceite: só letras sem acento, algarismos, ponto e hífen."
                                .formatted(visivel(palavra)));
            }
        }
        var verbo = Verbo.de(palavras.get(0))
                .orElseThrow(() -> new PedidoInvalido(
                        "Não sei fazer \"%s\". O que sei: %s.".formatted(palavras.get(0), verbos())));
        var argumentos = palavras.subList(1, palavras.size());
        if (argumentos.size() != verbo.argumentos().size()) {
            throw new PedidoInvalido("É assim: " + verbo.uso());
        }
        return new Pedido(verbo, argumentos);
    }

    /** @throws PedidoInvalido se não é um pedido, com a frase que diz o que seria */
    public static Pedido daLinha(String linha) throws PedidoInvalido {
        return de(linha.isBlank() ? List.of() : List.of(linha.split(" ", -1)));
    }

    /** Sem o fim da linha. */
    public String linha() {
        var palavras = new ArrayList<>(List.of(verbo.palavra()));
        palavras.addAll(argumentos);
        return String.join(" ", palavras);
    }

    private static String verbos() {
        return Arrays.stream(Verbo.values()).map(Verbo::palavra).collect(Collectors.joining(", "));
    }

    private static String visivel(String palavra) {
        var curta = palavra.length() > 40 ? palavra.substring(0, 40) + "…" : palavra;
        return curta.replaceAll("\\p{Cntrl}", "·");
    }
}
