package br.kafkanapratica.experimentos;

import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Por que se diz que aconteceu.
 *
 * @param quando aconteceu
 * @param texto em uma frase, com os nomes e os números
 * @param lugares os registros de que se trata, que qualquer um pode ir ler
 */
public record Prova(Instant quando, String texto, List<Lugar> lugares) {

    public Prova {
        lugares = List.copyOf(lugares);
    }

    /** O primeiro lugar, e quantos mais há; vazio se nenhum. */
    public String onde() {
        return lugares.isEmpty()
                ? ""
                : "%s%s"
                        .formatted(
                                lugares.get(0), lugares.size() > 1 ? ", e mais %d".formatted(lugares.size() - 1) : "");
    }

    public static Conclusao de(Instant quando, List<Lugar> lugares, String texto, @Nullable Object... valores) {
        return new Conclusao.Feita(new Prova(quando, Frase.de(texto, valores), lugares));
    }
}
