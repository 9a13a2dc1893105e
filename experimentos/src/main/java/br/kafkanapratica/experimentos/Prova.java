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
 * @param lugares os primeiros registros de que se trata, que qualquer um pode ir ler
 * @param quantos são ao todo
 */
public record Prova(Instant quando, String texto, List<Lugar> lugares, int quantos) {

    /** Os de um experimento cabem; os de uma carga encheriam o caderno, que se lê a cada volta. */
    private static final int GUARDADOS = 30;

    /** Um caderno de antes tem todos, e não diz quantos. */
    public Prova {
        quantos = Math.max(quantos, lugares.size());
        lugares = List.copyOf(lugares.subList(0, Math.min(lugares.size(), GUARDADOS)));
    }

    public Prova(Instant quando, String texto, List<Lugar> lugares) {
        this(quando, texto, lugares, lugares.size());
    }

    /** O primeiro lugar, e quantos mais há; vazio se nenhum. */
    public String onde() {
        return lugares.isEmpty()
                ? ""
                : "%s%s".formatted(lugares.get(0), quantos > 1 ? ", e mais %d".formatted(quantos - 1) : "");
    }

    public static Conclusao de(Instant quando, List<Lugar> lugares, String texto, @Nullable Object... valores) {
        return new Conclusao.Feita(new Prova(quando, Frase.de(texto, valores), lugares));
    }
}
