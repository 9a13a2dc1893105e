package br.kafkanapratica.experimentos.fatos;

import java.util.ArrayList;
import java.util.List;

/**
 * O que foi verdade, do mais antigo ao mais novo. De uma fila de momentos iguais ficam o primeiro e o último: desde quando, e até quando.
 * De uma thread.
 */
public final class Momentos {

    /** Uma hora de um momento que muda a cada volta. */
    private static final int MAXIMO = 5_000;

    private final List<Momento> momentos = new ArrayList<>();

    public void acrescenta(Momento novo) {
        int quantos = momentos.size();
        if (quantos > 1 && igual(momentos.get(quantos - 1), novo) && igual(momentos.get(quantos - 2), novo)) {
            momentos.set(quantos - 1, novo);
            return;
        }
        if (quantos == MAXIMO) {
            momentos.subList(0, MAXIMO / 10).clear();
        }
        momentos.add(novo);
    }

    /** Uma cópia. */
    public List<Momento> todos() {
        return List.copyOf(momentos);
    }

    private static boolean igual(Momento um, Momento outro) {
        return new Momento(
                        um.quando(),
                        outro.kafkaResponde(),
                        outro.grupos(),
                        outro.fins(),
                        outro.saldos(),
                        outro.outro(),
                        outro.nomeDoOutro(),
                        outro.cluster())
                .equals(um);
    }
}
