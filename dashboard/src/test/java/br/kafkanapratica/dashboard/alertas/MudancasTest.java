package br.kafkanapratica.dashboard.alertas;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** O que some do Kafka entre duas fotografias é dito, com a hora, e depois se esquece. */
class MudancasTest {

    private static final TopicPartition PARTICAO = new TopicPartition("novos_pedidos", 0);
    private static final Uuid ID = Uuid.randomUuid();
    private static final Instant AGORA = Instant.parse("2026-11-26T17:40:12Z");

    private final Mudancas mudancas = new Mudancas(ZoneOffset.UTC);

    @Test
    void oQueSoCresceNaoSeDiz() {
        mudancas.compara(foto(ID, 10), foto(ID, 12));
        mudancas.compara(semTopicos(), foto(ID, 12));
        assertThat(mudancas.recentes(AGORA)).isEmpty();
    }

    @Test
    void umLogQuePerdeuOFimEDitoComOsOffsets() {
        mudancas.compara(foto(ID, 12), foto(ID, 7));
        assertThat(mudancas.recentes(AGORA))
                .singleElement()
                .extracting(Problema::texto)
                .asString()
                .startsWith(
                        "às 17:40:12, novos_pedidos-0 perdeu o fim: acabava antes do offset 12, e agora antes do 7");
        assertThat(mudancas.recentes(AGORA.plusSeconds(301))).isEmpty();
    }

    @Test
    void umTopicoRecriadoNaoPerdeuOFim_eOutroTopico() {
        mudancas.compara(foto(ID, 12), foto(Uuid.randomUuid(), 0));
        assertThat(mudancas.recentes(AGORA))
                .singleElement()
                .extracting(Problema::texto)
                .asString()
                .contains("o tópico novos_pedidos foi recriado");
    }

    @Test
    void umTopicoApagadoEDito() {
        mudancas.compara(foto(ID, 12), semTopicos());
        assertThat(mudancas.recentes(AGORA))
                .singleElement()
                .extracting(Problema::texto)
                .asString()
                .contains("o tópico novos_pedidos foi apagado");
    }

    private static Fotografia foto(Uuid id, long fim) {
        var fins = Map.of(PARTICAO, fim);
        return new Fotografia(
                AGORA, Map.of("novos_pedidos", id), Map.of(PARTICAO, 0L), fins, fins, Map.of(), List.of(), Set.of());
    }

    private static Fotografia semTopicos() {
        return new Fotografia(AGORA, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Set.of());
    }
}
