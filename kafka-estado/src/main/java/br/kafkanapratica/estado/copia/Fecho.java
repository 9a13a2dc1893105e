package br.kafkanapratica.estado.copia;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * O que só se sabe depois do último bloco.
 *
 * @param ate por partição, até onde podem ir os registros que os blocos incluem: o log tem de chegar lá
 * @param epocas por partição, a época do líder que tinha o log até ali
 * @param impressao a do que está nos blocos
 */
public record Fecho(Map<Integer, Long> ate, Map<Integer, Integer> epocas, long impressao) {

    public Fecho {
        ate = Map.copyOf(ate);
        epocas = Map.copyOf(epocas);
    }

    void grava(DataOutputStream saida) throws IOException {
        Quadros.grava(saida, ate);
        var longas = new HashMap<Integer, Long>();
        epocas.forEach((particao, epoca) -> longas.put(particao, epoca.longValue()));
        Quadros.grava(saida, longas);
        saida.writeLong(impressao);
    }

    static Fecho le(DataInputStream entrada) throws IOException {
        var ate = Quadros.mapa(entrada);
        var epocas = new HashMap<Integer, Integer>();
        Quadros.mapa(entrada).forEach((particao, epoca) -> epocas.put(particao, epoca.intValue()));
        return new Fecho(ate, epocas, entrada.readLong());
    }
}
