package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.dashboard.auditor.Chave;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Os pedidos que esperam numa partição, na ordem, para a página desenhar os primeiros.
 *
 * <p>A memória tem um teto: numa fila longa guarda-se uma amostra (1 de cada 2, de 4, de 8…). Quantos são ao todo, quem sabe é a
 * auditoria. Para uma thread por vez.
 */
final class Fila {

    private record Ficha(String id, long offset) {}

    private final int teto;
    private final Map<Chave, Ficha> fichas = new LinkedHashMap<>();
    private long chegadas;
    private int umaEmCada = 1;

    Fila(int teto) {
        this.teto = teto;
    }

    void chega(Chave chave, String id, long offset) {
        if (chegadas++ % umaEmCada == 0) {
            fichas.put(chave, new Ficha(id, offset));
            if (fichas.size() > teto) {
                rareia();
            }
        }
    }

    /** Devolve o id, se a ficha deste pedido estava aqui; nulo se não. */
    @Nullable
    String sai(Chave chave) {
        var ficha = fichas.remove(chave);
        if (fichas.isEmpty()) {
            umaEmCada = 1;
        }
        return ficha == null ? null : ficha.id();
    }

    /** Saem todos os anteriores a este offset; devolve os ids. */
    List<String> saemAte(long offset) {
        var saiu = fichas.values().stream()
                .takeWhile(ficha -> ficha.offset() < offset)
                .map(Ficha::id)
                .toList();
        var restantes = fichas.values().iterator();
        for (int i = 0; i < saiu.size(); i++) {
            restantes.next();
            restantes.remove();
        }
        if (fichas.isEmpty()) {
            umaEmCada = 1;
        }
        return saiu;
    }

    List<String> primeiros(int quantos) {
        return fichas.values().stream().limit(quantos).map(Ficha::id).toList();
    }

    private void rareia() {
        umaEmCada *= 2;
        Iterator<Ficha> todas = fichas.values().iterator();
        for (boolean fica = true; todas.hasNext(); fica = !fica) {
            todas.next();
            if (!fica) {
                todas.remove();
            }
        }
    }
}
