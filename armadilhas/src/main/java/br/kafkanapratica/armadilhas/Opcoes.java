package br.kafkanapratica.armadilhas;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
        return Integer.parseInt(texto(nome, Integer.toString(padrao)));
    }

    /** {@code 2s}, {@code 500ms}; um número sozinho são milissegundos. */
    Duration duracao(String nome, String padrao) {
        return DurationStyle.detectAndParse(texto(nome, padrao));
    }

    private static String canonico(String nome) {
        return nome.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
    }
}
