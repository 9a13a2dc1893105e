package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Trechos.Parado;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Olha, com um consumidor só seu, os trechos em que as partições estão parados: até onde vão, e se já se leem. Uma thread de cada
 * vez.
 */
final class SondaDeTrecho {

    private static final String SEM_MEMORIA = "OutOfMemoryError";
    private static final List<String> SEM_BIBLIOTECA =
            List.of("UnsatisfiedLinkError", "NoClassDefFoundError", "ExceptionInInitializerError");
    private static final Duration ESPERA = Duration.ofSeconds(2);
    private static final Duration ENTRE_OLHADAS = Duration.ofSeconds(15);

    private final Trechos trechos;
    private final Supplier<Consumer<?, ?>> consumidores;
    private final String grupo;
    private final ComandosDoKafka comandos;
    private final Set<TrechoIlegivel> explicados = new HashSet<>();
    private final Map<TrechoIlegivel, Long> olhados = new HashMap<>();

    /** @param consumidores fora de grupos, com {@code max.poll.records=1} */
    SondaDeTrecho(Trechos trechos, Supplier<Consumer<?, ?>> consumidores, String grupo, ComandosDoKafka comandos) {
        this.trechos = trechos;
        this.consumidores = consumidores;
        this.grupo = grupo;
        this.comandos = comandos;
    }

    /** Devolve se algum já se lê: o listener tem de recomeçar, porque o consumidor dele guarda o que leu mal. */
    boolean olha() {
        boolean legivel = false;
        esqueceOsQueSairam();
        for (var parado : trechos.parados()) {
            var trecho = parado.trecho();
            long agora = System.nanoTime();
            var ultima = olhados.put(trecho, agora);
            if (ultima != null && agora - ultima < ENTRE_OLHADAS.toNanos()) {
                olhados.put(trecho, ultima);
                continue;
            }
            try (var consumidor = consumidores.get()) {
                if (seLe(consumidor, trecho)) {
                    trechos.jaSeLe(trecho.particao());
                    legivel = true;
                } else if (!explicados.contains(trecho)) {
                    explica(consumidor, parado);
                    explicados.add(trecho);
                }
            } catch (KafkaException e) {
                // o Kafka não respondeu, e a ronda já o diz: este fica para a próxima, e o que se soube dos outros vale
            } catch (RuntimeException | Error e) { // este fica para depois; o que já se lê, só o recomeço o retoma
                if (!legivel) {
                    throw e;
                }
                return true;
            }
        }
        return legivel;
    }

    /** Se voltam a esta instância, explicam-se outra vez. */
    private void esqueceOsQueSairam() {
        var atuais = trechos.parados().stream().map(Parado::trecho).collect(Collectors.toSet());
        explicados.retainAll(atuais);
        olhados.keySet().retainAll(atuais);
    }

    private boolean seLe(Consumer<?, ?> consumidor, TrechoIlegivel trecho) {
        var particao = trecho.particao();
        consumidor.assign(List.of(particao));
        if (consumidor.beginningOffsets(Set.of(particao)).getOrDefault(particao, 0L) > trecho.offset()) {
            return true; // o trecho foi apagado
        }
        if (daJvm(trecho)) {
            return false; // o registro é o que é: tentar de novo só custaria memória
        }
        consumidor.seek(particao, trecho.offset());
        try {
            return !consumidor.poll(ESPERA).isEmpty() || consumidor.position(particao) > trecho.offset();
        } catch (KafkaException ilegivel) {
            return false;
        }
    }

    private void explica(Consumer<?, ?> consumidor, Parado parado) {
        var trecho = parado.trecho();
        var particao = trecho.particao();
        if (semBiblioteca(trecho)) {
            trechos.explica(
                    trecho,
                    "Não consigo ler %s no offset %d: a biblioteca nativa do codec não carregou (%s). A partição espera e as outras seguem. Reinicie com -Djava.io.tmpdir numa pasta que permita executar (ou TMPDIR em outra)"
                            .formatted(particao, trecho.offset(), trecho.causa()));
            return;
        }
        long proximo = trecho.proximoLegivel(consumidor, ESPERA);
        trechos.explica(
                trecho,
                "Não consigo ler %s, offsets %d a %d: %s. A partição espera e as outras seguem; se o disco for consertado, ela volta sozinha. Para pular esses %d offsets, e perdê-los: pare todas as instâncias desta etapa, rode \"%s\" e inicie-as de novo"
                        .formatted(
                                particao,
                                trecho.offset(),
                                proximo - 1,
                                causa(trecho),
                                proximo - trecho.offset(),
                                comandos.ferramenta(
                                        "consumer-groups",
                                        "--reset-offsets --group %s --topic %s:%d --to-offset %d --execute"
                                                .formatted(grupo, particao.topic(), particao.partition(), proximo))));
    }

    /** Falta de memória ou de uma biblioteca: não muda enquanto este processo viver. */
    static boolean daJvm(TrechoIlegivel trecho) {
        return trecho.causa().contains(SEM_MEMORIA) || semBiblioteca(trecho);
    }

    private static boolean semBiblioteca(TrechoIlegivel trecho) {
        return SEM_BIBLIOTECA.stream().anyMatch(trecho.causa()::contains);
    }

    private static String causa(TrechoIlegivel trecho) {
        return trecho.causa().contains(SEM_MEMORIA)
                ? "um registro não cabe na memória (%s; com mais, -Xmx, talvez caiba)".formatted(trecho.causa())
                : trecho.causa();
    }
}
