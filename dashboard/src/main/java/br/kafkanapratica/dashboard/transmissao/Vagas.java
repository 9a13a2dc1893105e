package br.kafkanapratica.dashboard.transmissao;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Quantas páginas acompanham ao mesmo tempo. Quem acompanha diz de tempos em tempos que está lendo: com todas as vagas ocupadas, a de
 * quem há mais tempo não diz passa a quem chega. Um soquete aberto que ninguém lê não tira o lugar de uma página. Pode ser usado de
 * várias threads.
 */
final class Vagas {

    /** Sem sinal por este tempo, a vaga pode ir para outro. */
    static final Duration SEM_SINAL = Duration.ofSeconds(15);

    private final int quantas;
    private final LongSupplier nanos;
    private final Map<String, Vaga> ocupadas = new LinkedHashMap<>();

    /** Uma vaga ocupada; quem a ocupa para quando ela é tomada. */
    static final class Vaga {
        private final String id = UUID.randomUUID().toString();
        private volatile long sinal;
        private volatile boolean tomada;

        private Vaga(long agora) {
            sinal = agora;
        }

        String id() {
            return id;
        }

        boolean tomada() {
            return tomada;
        }
    }

    Vagas(int quantas, LongSupplier nanos) {
        this.quantas = quantas;
        this.nanos = nanos;
    }

    /** Vazio se estão todas com quem as usa. */
    synchronized Optional<Vaga> ocupa() {
        long agora = nanos.getAsLong();
        if (ocupadas.size() >= quantas && !toma(agora)) {
            return Optional.empty();
        }
        var vaga = new Vaga(agora);
        ocupadas.put(vaga.id(), vaga);
        return Optional.of(vaga);
    }

    /** @return falso se a vaga já não é de quem diz */
    synchronized boolean presente(String id) {
        var vaga = ocupadas.get(id);
        if (vaga != null) {
            vaga.sinal = nanos.getAsLong();
        }
        return vaga != null;
    }

    synchronized void libera(Vaga vaga) {
        ocupadas.remove(vaga.id());
    }

    private boolean toma(long agora) {
        var calada = ocupadas.values().stream()
                .max(Comparator.comparingLong(vaga -> agora - vaga.sinal))
                .filter(vaga -> agora - vaga.sinal >= SEM_SINAL.toNanos());
        calada.ifPresent(vaga -> {
            vaga.tomada = true;
            ocupadas.remove(vaga.id());
        });
        return calada.isPresent();
    }
}
