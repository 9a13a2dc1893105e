package br.kafkanapratica.experimentos;

import br.kafkanapratica.experimentos.fatos.Fatos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Prever, agir, observar, explicar. Imutável.
 *
 * @param id em minúsculas, com hífens: o nome dele no caderno e nos endereços, que nunca muda
 * @param cenario o que tem de estar no ar para ele valer
 * @param pergunta o que se pede para prever
 * @param explicacao mostrada depois que tudo foi visto; um parágrafo por item
 */
public record Experimento(
        String id,
        Trilha trilha,
        String titulo,
        Cenario cenario,
        String pergunta,
        List<Alternativa> alternativas,
        List<Passo> passos,
        List<Verificacao> verificacoes,
        List<String> explicacao) {

    public Experimento {
        alternativas = List.copyOf(alternativas);
        passos = List.copyOf(passos);
        verificacoes = List.copyOf(verificacoes);
        explicacao = List.copyOf(explicacao);
        if (alternativas.stream().filter(Alternativa::certa).count() != 1
                || passos.isEmpty()
                || verificacoes.isEmpty()
                || explicacao.isEmpty()) {
            throw new IllegalArgumentException(id + ": uma alternativa certa, e passos, verificações e explicação");
        }
    }

    /** Quantos brokers ele pede. */
    public enum Cenario {
        UM_BROKER,
        TRES_BROKERS
    }

    public Optional<Alternativa> alternativa(String letra) {
        return alternativas.stream().filter(esta -> esta.letra().equals(letra)).findFirst();
    }

    public static Redacao de(Trilha trilha, String id, String titulo) {
        return new Redacao(trilha, id, titulo);
    }

    /** Um experimento enquanto se escreve. De uma thread. */
    public static final class Redacao {

        private final Trilha trilha;
        private final String id;
        private final String titulo;
        private Cenario cenario = Cenario.UM_BROKER;
        private String pergunta = "";
        private final List<Alternativa> alternativas = new ArrayList<>();
        private final List<Passo> passos = new ArrayList<>();
        private final List<Verificacao> verificacoes = new ArrayList<>();

        private Redacao(Trilha trilha, String id, String titulo) {
            this.trilha = trilha;
            this.id = id;
            this.titulo = titulo;
        }

        public Redacao comTresBrokers() {
            cenario = Cenario.TRES_BROKERS;
            return this;
        }

        public Redacao pergunta(String texto) {
            pergunta = texto;
            return this;
        }

        public Redacao errada(String texto, String porque) {
            return alternativa(texto, false, porque);
        }

        public Redacao certa(String texto, String porque) {
            return alternativa(texto, true, porque);
        }

        private Redacao alternativa(String texto, boolean certa, String porque) {
            var letra = String.valueOf((char) ('a' + alternativas.size()));
            alternativas.add(new Alternativa(letra, texto, certa, porque));
            return this;
        }

        public Redacao faca(String texto, Acao acao) {
            passos.add(new Passo(texto, acao));
            return this;
        }

        public Redacao veja(String texto, Function<Fatos, Conclusao> regra) {
            verificacoes.add(new Verificacao(texto, regra));
            return this;
        }

        /** Termina o experimento; cada argumento é um parágrafo. */
        public Experimento porque(String... paragrafos) {
            return new Experimento(
                    id, trilha, titulo, cenario, pergunta, alternativas, passos, verificacoes, List.of(paragrafos));
        }
    }
}
