package br.kafkanapratica.testes.falhas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A ordem em que as falhas acontecem, tirada de uma semente: primeiro uma de cada tipo, numa ordem sorteada, depois quaisquer. A mesma
 * semente dá o mesmo roteiro. Imutável.
 *
 * @param <T> o tipo das falhas
 */
public record Roteiro<T>(long semente, List<T> falhas) {

    public Roteiro {
        falhas = List.copyOf(falhas);
    }

    /** @param quantas o orçamento; se for menor que os tipos, fica um subconjunto sorteado */
    public static <T> Roteiro<T> sorteia(long semente, List<T> tipos, int quantas) {
        var acaso = new Random(semente);
        var falhas = new ArrayList<>(tipos);
        Collections.shuffle(falhas, acaso);
        while (falhas.size() < quantas) {
            falhas.add(tipos.get(acaso.nextInt(tipos.size())));
        }
        return new Roteiro<>(semente, falhas.subList(0, quantas));
    }
}
