package br.kafkanapratica.armadilhas;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.convert.DurationStyle;

/** As opções de um programa sem Spring, com os nomes que o Spring Boot lhes daria: {@code --a.b-c=valor}, ou a variável {@code A_BC}. */
final class Opcoes {

    private final Map<String, String> valores = new HashMap<>();

    private Opcoes() {}

    static Opcoes de(String... argumentos) {
        var opcoes = new Opcoes();
        System.getenv().forEach((variavel, valor) -> opcoes.valores.put(canonico(variavel), valor));
        for (int i = 0; i < argumentos.length; i++) {
            var par = argumentos[i].split("=", 2);
            if (!par[0].startsWith("--")) {
                throw new IllegalArgumentException("não entendi \"%s\": as opções são --nome=valor".formatted(par[0]));
            }
            var valor = par.length == 2 ? par[1] : i + 1 < argumentos.length ? argumentos[++i] : "";
            opcoes.valores.put(canonico(par[0]), valor);
        }
        return opcoes;
    }

    String texto(String nome, String padrao) {
        return valores.getOrDefault(canonico(nome), padrao);
    }

    int inteiro(String nome, int padrao) {
        return le(nome, Integer.toString(padrao), Integer::valueOf, "um número inteiro");
    }

    /** {@code 2s}, {@code 500ms}; um número sozinho são milissegundos. */
    Duration duracao(String nome, String padrao) {
        return le(nome, padrao, DurationStyle::detectAndParse, "um tempo, como 500ms, 5s ou 1m");
    }

    private <T> T le(String nome, String padrao, Function<String, T> leitura, String oQueEscrever) {
        var valor = texto(nome, padrao);
        try {
            return leitura.apply(valor);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s=%s não serve: escreva %s".formatted(nome, valor, oQueEscrever), e);
        }
    }

    private static String canonico(String nome) {
        return nome.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
    }
}
