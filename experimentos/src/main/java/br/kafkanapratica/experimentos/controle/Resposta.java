package br.kafkanapratica.experimentos.controle;

import java.util.List;
import java.util.regex.Pattern;

/**
 * O que o laboratório respondeu. Na linha: {@code ok <frase>} ou {@code erro <frase>}, e os dados nas linhas seguintes.
 *
 * @param frase uma linha; numa recusa, com o comando que a desfaz
 * @param linhas os dados, se o pedido os tem
 */
public record Resposta(Situacao situacao, String frase, List<String> linhas) {

    public enum Situacao {
        OK,
        RECUSADO,
        /** Não há laboratório no ar, ou não respondeu: nada se sabe dele. */
        SEM_LABORATORIO
    }

    private static final Pattern CONTROLE = Pattern.compile("[\\p{Cntrl}&&[^\\t]]+");

    public Resposta {
        frase = CONTROLE.matcher(frase).replaceAll(" ");
        linhas = linhas.stream()
                .map(linha -> CONTROLE.matcher(linha).replaceAll(" "))
                .toList();
    }

    public static Resposta ok(String frase, List<String> linhas) {
        return new Resposta(Situacao.OK, frase, linhas);
    }

    public static Resposta ok(String frase) {
        return ok(frase, List.of());
    }

    public static Resposta recusa(String frase) {
        return new Resposta(Situacao.RECUSADO, frase, List.of());
    }

    static Resposta semLaboratorio(String frase) {
        return new Resposta(Situacao.SEM_LABORATORIO, frase, List.of());
    }

    public boolean ok() {
        return situacao == Situacao.OK;
    }

    /** Como vai pela conexão. */
    public String texto() {
        var texto = new StringBuilder(ok() ? "ok " : "erro ").append(frase).append('\n');
        linhas.forEach(linha -> texto.append(linha).append('\n'));
        return texto.toString();
    }

    static Resposta doTexto(String texto) {
        var linhas = texto.lines().toList();
        if (linhas.isEmpty() || !linhas.get(0).matches("(ok|erro) .*")) {
            return semLaboratorio("O laboratório fechou a conexão sem responder; se ele está parando, repita depois de"
                    + " ./start.sh");
        }
        var primeira = linhas.get(0).split(" ", 2);
        return primeira[0].equals("ok") ? ok(primeira[1], linhas.subList(1, linhas.size())) : recusa(primeira[1]);
    }
}
