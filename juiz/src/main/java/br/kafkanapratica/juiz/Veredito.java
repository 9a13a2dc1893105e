package br.kafkanapratica.juiz;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * O que o juiz decidiu. Imutável.
 *
 * @param achados nenhum, se tudo está certo
 * @param porConfirmar quantos não têm resultado e ainda podem ter: esperam, ou uma transação aberta pode trazê-lo
 * @param retomadas a mais lenta de cada falha que segurou alguém
 */
public record Veredito(List<Achado> achados, long porConfirmar, List<Retomada> retomadas) {

    private static final int MOSTRADOS = 20;

    public Veredito {
        achados = List.copyOf(achados);
        retomadas = List.copyOf(retomadas);
    }

    public boolean limpo() {
        return achados.isEmpty();
    }

    public List<Achado> achados(Anomalia anomalia) {
        return achados.stream().filter(achado -> achado.anomalia() == anomalia).toList();
    }

    public Optional<Retomada> maisLenta() {
        return retomadas.stream().max(Comparator.comparing(Retomada::demora));
    }

    /** Os primeiros achados, um por linha. */
    @Override
    public String toString() {
        var linhas = achados.stream().limit(MOSTRADOS).map(Achado::toString).collect(Collectors.joining("\n"));
        return "%d achados, %d por confirmar%s%s%s"
                .formatted(
                        achados.size(),
                        porConfirmar,
                        linhas.isEmpty() ? "" : "\n",
                        linhas,
                        achados.size() > MOSTRADOS ? "\ne mais " + (achados.size() - MOSTRADOS) : "");
    }
}
