package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.livro.Corte;
import br.kafkanapratica.juiz.auditoria.FilaDaParticao;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * O que não se lê: os trechos de que a leitura não passa, e os de que não passa quem lê a fila, quando o disco estragou depois de o
 * dashboard ler. Para uma thread por vez.
 */
final class Ilegiveis {

    private static final String SEM_MEMORIA = "OutOfMemoryError";

    /** O primeiro offset que se lê depois de cada trecho. */
    private final Map<TrechoIlegivel, Long> proximos = new HashMap<>();
    /** @param esperava o primeiro offset que esperava; @param trecho vazio se se leu */
    private record Conferida(long esperava, Optional<TrechoIlegivel> trecho) {}

    /** O que se achou onde alguém está parado: vale até que ele ande. */
    private final Map<TopicPartition, Conferida> conferidas = new HashMap<>();

    private final Map<String, String> pulados = new TreeMap<>();
    private List<TrechoIlegivel> daLeitura = List.of();

    void recomeca() {
        daLeitura = List.of();
        pulados.clear();
    }

    void leitura(List<TrechoIlegivel> parados) {
        daLeitura = parados;
    }

    /** Quem andou passou do que se tinha achado. */
    void viu(Corte corte) {
        conferidas
                .entrySet()
                .removeIf(conferida -> EtapaDoPipeline.queLe(conferida.getKey().topic())
                        .map(etapa -> corte.filas(etapa).getOrDefault(conferida.getKey(), FilaDaParticao.NENHUMA))
                        .filter(espera -> espera.esperando() > 0
                                && espera.desde() == conferida.getValue().esperava())
                        .isEmpty());
    }

    /** @param onde o primeiro offset que espera, em cada partição de quem está parado */
    Map<TopicPartition, Long> porConferir(Map<TopicPartition, Long> onde) {
        var porConferir = new HashMap<>(onde);
        porConferir.keySet().removeAll(conferidas.keySet());
        return porConferir;
    }

    /** @param trecho o que não se leu a partir do offset; vazio se se leu */
    void conferido(TopicPartition particao, long offset, Optional<TrechoIlegivel> trecho) {
        conferidas.put(particao, new Conferida(offset, trecho));
    }

    List<TrechoIlegivel> todos() {
        var deQuemEstaParado = conferidas.values().stream()
                .flatMap(conferida -> conferida.trecho().stream())
                .filter(trecho ->
                        daLeitura.stream().noneMatch(outro -> outro.particao().equals(trecho.particao())));
        return Stream.concat(daLeitura.stream(), deQuemEstaParado).toList();
    }

    /** Aqueles de que ainda não se sabe até onde vão. */
    List<TrechoIlegivel> porSondar() {
        return todos().stream()
                .filter(trecho ->
                        !proximos.containsKey(trecho) && !trecho.causa().contains(SEM_MEMORIA))
                .toList();
    }

    /** @param proximo o primeiro offset que se lê depois do trecho */
    void sondado(TrechoIlegivel trecho, long proximo) {
        proximos.put(trecho, proximo);
    }

    OptionalLong proximo(TrechoIlegivel trecho) {
        var proximo = proximos.get(trecho);
        return proximo == null ? OptionalLong.empty() : OptionalLong.of(proximo);
    }

    /**
     * Os trechos por que quem lê a fila já passou, porque alguém o mandou: a leitura também passa, e a conta o diz.
     *
     * @param gravado até onde quem lê a partição gravou; 0 se ninguém a lê
     */
    Map<TopicPartition, Long> porPular(ToLongFunction<TopicPartition> gravado) {
        var porPular = new HashMap<TopicPartition, Long>();
        for (var trecho : daLeitura) {
            long proximo = proximos.getOrDefault(trecho, Long.MAX_VALUE);
            if (gravado.applyAsLong(trecho.particao()) >= proximo) {
                porPular.put(trecho.particao(), proximo);
                pulados.put(
                        trecho.particao() + "@" + trecho.offset(),
                        proximo - 1 == trecho.offset()
                                ? "o offset %d de %s não se lê, e foi pulado"
                                        .formatted(trecho.offset(), trecho.particao())
                                : "os offsets %d a %d de %s não se leem, e foram pulados"
                                        .formatted(trecho.offset(), proximo - 1, trecho.particao()));
            }
        }
        return porPular;
    }

    /** Uma frase por trecho que se pulou desde que a leitura começou. */
    Collection<String> pulados() {
        return pulados.values();
    }
}
