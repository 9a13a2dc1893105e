package br.kafkanapratica.experimentos;

import org.jspecify.annotations.Nullable;

/** O que uma regra conclui do que se viu até agora. */
public sealed interface Conclusao {

    /** Aconteceu, e esta é a prova. */
    record Feita(Prova prova) implements Conclusao {}

    /** Ainda não; {@code oQue} diz o que falta, em uma frase que serve a quem está fazendo. */
    record Falta(String oQue) implements Conclusao {}

    static Conclusao falta(String oQue, @Nullable Object... valores) {
        return new Falta(Frase.de(oQue, valores));
    }
}
