package br.kafkanapratica.estado.copia;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * De que log é a cópia, e desde quando.
 *
 * @param id o do tópico, que muda se ele for recriado
 * @param formato de que estado são os blocos: só serve a quem os escreveria iguais
 * @param momento quando o estado incluía tudo o que havia no log: o que falta nas {@code posicoes} é mais novo
 * @param inicios por partição, o primeiro offset do log: se avançou, há chaves que o log já não tem
 * @param posicoes por partição, o que o estado já incluía naquele momento: dali se relê
 */
public record Etiqueta(
        String topico,
        UUID id,
        String formato,
        Instant momento,
        Map<Integer, Long> inicios,
        Map<Integer, Long> posicoes) {

    public Etiqueta {
        inicios = Map.copyOf(inicios);
        posicoes = Map.copyOf(posicoes);
    }

    void grava(DataOutputStream saida) throws IOException {
        saida.writeUTF(topico);
        saida.writeLong(id.getMostSignificantBits());
        saida.writeLong(id.getLeastSignificantBits());
        saida.writeUTF(formato);
        saida.writeLong(momento.toEpochMilli());
        Quadros.grava(saida, inicios);
        Quadros.grava(saida, posicoes);
    }

    static Etiqueta le(DataInputStream entrada) throws IOException {
        return new Etiqueta(
                entrada.readUTF(),
                new UUID(entrada.readLong(), entrada.readLong()),
                entrada.readUTF(),
                Instant.ofEpochMilli(entrada.readLong()),
                Quadros.mapa(entrada),
                Quadros.mapa(entrada));
    }
}
