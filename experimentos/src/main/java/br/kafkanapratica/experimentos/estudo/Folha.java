package br.kafkanapratica.experimentos.estudo;

import br.kafkanapratica.experimentos.Prova;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * O que um aluno previu e viu num experimento. Imutável.
 *
 * @param experimento o id dele
 * @param previsao a letra da alternativa
 * @param inicio quando previu: o que veio antes não conta
 * @param vistas o que já se viu, na ordem em que se viu
 * @param terminou quando viu tudo; nulo enquanto falta algo
 */
public record Folha(
        String experimento,
        String previsao,
        Instant inicio,
        List<Vista> vistas,
        @Nullable Instant terminou) {

    /** @param verificacao o texto dela */
    public record Vista(String verificacao, Prova prova) {}

    public Folha {
        vistas = List.copyOf(vistas);
    }

    static Folha nova(String experimento, String previsao, Instant inicio) {
        return new Folha(experimento, previsao, inicio, List.of(), null);
    }

    public Optional<Prova> prova(String verificacao) {
        return vistas.stream()
                .filter(vista -> vista.verificacao().equals(verificacao))
                .map(Vista::prova)
                .findFirst();
    }

    public boolean completa() {
        return terminou != null;
    }

    Folha com(List<Vista> novas, @Nullable Instant fim) {
        var todas = new ArrayList<>(vistas);
        novas.stream().filter(nova -> prova(nova.verificacao()).isEmpty()).forEach(todas::add);
        return new Folha(experimento, previsao, inicio, todas, terminou == null ? fim : terminou);
    }

    /** A mesma passagem, vista pela página e pelo terminal: vale o que cada um viu. */
    Folha com(Folha outra) {
        return com(outra.vistas, outra.terminou);
    }

    boolean daMesmaPassagem(Folha outra) {
        return experimento.equals(outra.experimento) && inicio.equals(outra.inicio);
    }
}
