package br.kafkanapratica.experimentos.fatos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Um grupo de consumidores num instante.
 *
 * @param gravados o offset gravado em cada partição da entrada; falta a que não tem nenhum
 */
public record Grupo(List<Membro> membros, Map<Integer, Long> gravados) {

    public static final Grupo SEM_NINGUEM = new Grupo(List.of(), Map.of());

    /** Uma instância: o id que o coordenador lhe deu, e as partições de que cuida. */
    public record Membro(String id, Set<Integer> particoes) {
        public Membro {
            particoes = Set.copyOf(particoes);
        }

        @Override
        public String toString() {
            return particoes.isEmpty() ? "nenhuma" : new TreeSet<>(particoes).toString();
        }
    }

    public Grupo {
        membros = List.copyOf(membros);
        gravados = Map.copyOf(gravados);
    }

    public boolean vazio() {
        return membros.isEmpty();
    }

    public Set<String> ids() {
        return membros.stream().map(Membro::id).collect(Collectors.toSet());
    }

    /** O offset a partir do qual o grupo ainda não fez. */
    public long gravado(int particao) {
        return gravados.getOrDefault(particao, 0L);
    }

    /** Como em {@code [0, 1] e [2]}. */
    public String divisao() {
        return membros.stream().map(Membro::toString).sorted().collect(Collectors.joining(" e "));
    }
}
