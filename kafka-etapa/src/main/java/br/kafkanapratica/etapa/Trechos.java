package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * As partições paradas num trecho que não se lê: as outras seguem, e a {@linkplain SondaDeTrecho sonda} vê se ele já se lê. Nada é
 * pulado: isso só faz quem opera, com o comando que aqui se diz. Pode ser usada de várias threads.
 */
final class Trechos {

    /** @param gravado o offset do grupo: o que há entre ele e o trecho já foi processado ou não é registro */
    record Parado(TrechoIlegivel trecho, long gravado, String texto) {}

    private final Impedimentos impedimentos;
    private final Map<TopicPartition, Parado> parados = new ConcurrentHashMap<>();
    private final Set<TrechoIlegivel> semEntrega = ConcurrentHashMap.newKeySet();

    Trechos(Impedimentos impedimentos) {
        this.impedimentos = impedimentos;
    }

    /** Na thread do consumidor, que deixa de ler esta partição. */
    void para(Consumer<?, ?> consumidor, TrechoIlegivel trecho) {
        var particao = trecho.particao();
        var anterior = parados.get(particao);
        long gravado = gravado(consumidor, trecho);
        var texto = anterior != null && anterior.trecho().offset() == trecho.offset()
                ? anterior.texto()
                : "Não consigo ler %s no offset %d: %s. A partição espera, as outras seguem, e procuro onde volta a ser legível"
                        .formatted(particao, trecho.offset(), trecho.causa());
        parados.put(particao, new Parado(trecho, gravado, texto));
        consumidor.pause(List.of(particao));
        diz("");
    }

    /** Se não é a primeira vez que dali não vem nada: com outro consumidor, a culpa não era do primeiro. */
    boolean outraVez(TrechoIlegivel trecho) {
        return !semEntrega.add(trecho);
    }

    /** Ao receber partições: as que outra instância ou outro consumidor já fez passar do trecho não esperam mais. */
    void pausa(Consumer<?, ?> consumidor, Collection<TopicPartition> novas) {
        for (var particao : novas) {
            var parado = parados.get(particao);
            if (parado != null) {
                long posicao = consumidor.position(particao);
                boolean aindaNele = posicao == parado.trecho().offset() || posicao == parado.gravado();
                synchronized (this) { // quem a tira por já não ser nossa pode estar a ver a vez de antes
                    if (!aindaNele) {
                        solta(particao, "");
                    } else if (parados.containsKey(particao)) {
                        consumidor.pause(List.of(particao));
                    }
                }
            }
        }
    }

    Collection<Parado> parados() {
        return List.copyOf(parados.values());
    }

    Set<TopicPartition> particoes() {
        return parados.keySet();
    }

    /** As outras partições já são de outras instâncias: o que se diz delas já não é desta. */
    synchronized void restam(Predicate<TopicPartition> minhas) {
        particoes().stream().filter(minhas.negate()).forEach(particao -> solta(particao, ""));
    }

    void jaSeLe(TopicPartition particao) {
        solta(particao, "O que não se lia já se lê.");
    }

    /** @param nenhum o que dizer se era o último */
    private void solta(TopicPartition particao, String nenhum) {
        semEntrega.removeIf(trecho -> trecho.particao().equals(particao));
        if (parados.remove(particao) != null) {
            diz(nenhum);
        }
    }

    /** Se a partição ainda está parada nele. */
    void explica(TrechoIlegivel trecho, String texto) {
        parados.computeIfPresent(
                trecho.particao(),
                (mesma, antes) -> antes.trecho().equals(trecho) ? new Parado(trecho, antes.gravado(), texto) : antes);
        diz("");
    }

    private synchronized void diz(String nenhum) {
        var texto = parados.values().stream().map(Parado::texto).sorted().collect(Collectors.joining("; "));
        if (texto.isEmpty()) {
            impedimentos.tira(Assunto.TRECHOS, nenhum);
        } else {
            impedimentos.poe(Assunto.TRECHOS, texto);
        }
    }

    private static long gravado(Consumer<?, ?> consumidor, TrechoIlegivel trecho) {
        try {
            var gravado = consumidor.committed(Set.of(trecho.particao())).get(trecho.particao());
            return gravado == null ? trecho.offset() : gravado.offset();
        } catch (KafkaException e) {
            return trecho.offset();
        }
    }
}
