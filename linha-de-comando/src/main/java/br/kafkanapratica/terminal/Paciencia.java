package br.kafkanapratica.terminal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Até quando se espera por uma resposta do Kafka. Lento não é falho: desiste-se logo só do que não tem cura, e do resto quando
 * nada avança por todo o limite; enquanto isso, diz-se pelo que se espera.
 *
 * <p>Não conta o tempo: recebe-o. Para uma só thread.
 */
final class Paciencia {

    /** Antes disto nem se olha: é o normal de uma máquina ocupada. */
    static final Duration CALMA = Duration.ofSeconds(3);

    /** Um broker que reinicia recusa por um instante. */
    private static final Duration CERTEZA = Duration.ofSeconds(2);

    private static final Duration ENTRE_AVISOS = Duration.ofSeconds(10);

    private final Destino destino;
    private final Duration limite;
    private final Supplier<Sintoma> exame;
    private final Consumer<String> aviso;

    private Duration proximoAviso = CALMA;
    private @Nullable Sintoma visto;
    private Duration vistoDesde = Duration.ZERO;

    /**
     * @param limite sem avanço nenhum
     * @param exame o que se vê agora; pode demorar uns segundos
     * @param aviso ouve o que se diz a quem espera
     */
    Paciencia(Destino destino, Duration limite, Supplier<Sintoma> exame, Consumer<String> aviso) {
        this.destino = destino;
        this.limite = limite;
        this.exame = exame;
        this.aviso = aviso;
    }

    /** Houve um avanço. */
    void recomeca() {
        proximoAviso = CALMA;
        visto = null;
    }

    /**
     * @param parado há quanto tempo nada avança
     * @return por que desistir; vazio, se é para continuar esperando
     */
    Optional<FalhaNoKafka> julga(Duration parado) {
        if (parado.compareTo(CALMA) < 0) {
            return Optional.empty();
        }
        var agora = exame.get();
        if (agora != visto) {
            visto = agora;
            vistoDesde = parado;
        }
        boolean certo =
                agora == Sintoma.CLIENTE_MORTO || parado.minus(vistoDesde).compareTo(CERTEZA) >= 0;
        if (agora.semCura() && certo || parado.compareTo(limite) >= 0) {
            return Optional.of(FalhaNoKafka.desistencia(agora, parado, destino));
        }
        if (!agora.semCura() && parado.compareTo(proximoAviso) >= 0) {
            proximoAviso = parado.plus(ENTRE_AVISOS);
            aviso.accept("Esperando pelo Kafka em %s há %d s: %s. Espero até %d s; Ctrl-C desiste."
                    .formatted(destino.servidores(), parado.toSeconds(), agora.descricao(), limite.toSeconds()));
        }
        return Optional.empty();
    }
}
