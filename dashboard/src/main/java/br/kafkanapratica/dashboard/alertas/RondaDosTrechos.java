package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.dashboard.leitura.LeitorDosTopicos;
import br.kafkanapratica.dashboard.vida.Ronda;
import br.kafkanapratica.leitura.SinalDeVida;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Procura, com um consumidor só seu, até onde vai cada trecho que não se lê: é o que falta para dizer como pulá-lo. E vê se ainda se lê
 * aquilo por que alguém está parado.
 */
@Component
class RondaDosTrechos extends Ronda {

    private static final Duration ESPERA = Duration.ofSeconds(2);
    private static final Duration INTERVALO = Duration.ofSeconds(2);

    private final Supplier<Consumer<byte[], byte[]>> consumidores;
    private final Vigilancia vigilancia;

    RondaDosTrechos(
            ConsumerFactory<byte[], byte[]> fabrica,
            Vigilancia vigilancia,
            @Qualifier("sinalDosTrechos") SinalDeVida sinal) {
        super("sonda-de-trechos", sinal, INTERVALO);
        this.consumidores = () -> LeitorDosTopicos.consumidor(fabrica, 1);
        this.vigilancia = vigilancia;
    }

    @Override
    protected void volta() {
        vigilancia
                .porConferir()
                .forEach((particao, offset) -> tenta(consumidor -> confere(consumidor, particao, offset)
                        .ifPresent(achado -> vigilancia.conferido(particao, offset, achado))));
        vigilancia
                .porSondar()
                .forEach(trecho ->
                        tenta(consumidor -> vigilancia.sondado(trecho, trecho.proximoLegivel(consumidor, ESPERA))));
    }

    /** Uma partição que não responde não impede que se olhe para as outras. */
    private void tenta(java.util.function.Consumer<Consumer<byte[], byte[]>> olhada) {
        try (var consumidor = consumidores.get()) {
            olhada.accept(consumidor);
        } catch (KafkaException e) {
            // o Kafka fora do ar: a sonda dos grupos o diz, e daqui a pouco tenta-se de novo
        }
    }

    /** Vazio se nada veio, bom nem ruim; dentro, o que não se lê ou, se se leu, nada. */
    private static Optional<Optional<TrechoIlegivel>> confere(
            Consumer<byte[], byte[]> consumidor, TopicPartition particao, long offset) {
        consumidor.assign(List.of(particao));
        long inicio = consumidor.beginningOffsets(Set.of(particao)).getOrDefault(particao, 0L);
        consumidor.seek(particao, Math.max(offset, inicio)); // o começo pode ter passado dali
        try {
            return TrechoIlegivel.poll(consumidor, ESPERA).isEmpty() && consumidor.position(particao) <= offset
                    ? Optional.empty()
                    : Optional.of(Optional.empty());
        } catch (KafkaException e) {
            var trecho = TrechoIlegivel.em(e, consumidor);
            if (trecho.isEmpty()) {
                throw e;
            }
            return Optional.of(trecho);
        }
    }
}
