package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** Sem broker e sem esperar: o relógio é do teste. */
class ObservacoesTest {

    private static final Duration INTERVALO = Duration.ofSeconds(1);

    private final List<CompletableFuture<Observacao>> pedidos = new ArrayList<>();
    private final AtomicInteger abertos = new AtomicInteger();
    private final AtomicInteger fechados = new AtomicInteger();
    private long nanos;
    private RuntimeException impede;
    private final Observacoes observacoes = new Observacoes(this::observador, INTERVALO, () -> nanos);

    @Test
    void olhaDeTemposEmTemposESemEsperarPelaResposta() {
        assertThat(observacoes.novidade()).isEmpty();
        assertThat(pedidos).as("ainda não é hora").isEmpty();
        passa(INTERVALO);
        assertThat(observacoes.novidade()).isEmpty();
        assertThat(observacoes.novidade()).isEmpty();
        assertThat(pedidos).as("um de cada vez").hasSize(1);
        pedidos.get(0).complete(new Observacao.PoliticaErrada("delete"));
        assertThat(observacoes.novidade()).contains(new Observacao.PoliticaErrada("delete"));
        assertThat(observacoes.novidade()).as("uma vez só").isEmpty();
    }

    /** Um broker que acaba de subir pode ainda não conhecer o tópico. */
    @Test
    void soTresAusenciasSeguidasProvamQueOTopicoNaoExiste() {
        assertThat(responde(new Observacao.Ausente())).isFalse();
        assertThat(responde(new Observacao.Ausente())).isFalse();
        assertThat(responde(new Observacao.SemContato("x")))
                .as("o que não é ausência se diz logo")
                .isTrue();
        assertThat(responde(new Observacao.Ausente())).isFalse();
        assertThat(responde(new Observacao.Ausente())).isFalse();
        assertThat(responde(new Observacao.Ausente())).isTrue();
    }

    @Test
    void quemNaoRespondeEmTrintaSegundosNaoTemContato() {
        passa(INTERVALO);
        observacoes.novidade();
        passa(Duration.ofSeconds(29));
        assertThat(observacoes.novidade()).isEmpty();
        passa(Duration.ofSeconds(1));
        assertThat(observacoes.novidade()).containsInstanceOf(Observacao.SemContato.class);
    }

    @Test
    void depoisDeDezFalhasSeguidasTrocaDeConexao() {
        for (int i = 0; i < 9; i++) {
            responde(new Observacao.SemContato("x"));
        }
        assertThat(fechados).hasValue(0);
        responde(new Observacao.Recusa("x"));
        assertThat(fechados).hasValue(1);
        responde(new Observacao.SemContato("x"));
        assertThat(abertos).hasValue(2);
        assertThat(fechados).as("a conta recomeça").hasValue(1);
    }

    /** Um container que parou leva consigo o nome: já não há endereço para abrir outra conexão. */
    @Test
    void seOutraConexaoNaoSeAbreFicaComAQueTem() {
        responde(new Observacao.SemContato("x"));
        impede = new KafkaException("Failed to create new KafkaAdminClient", new ConfigException("No resolvable"));
        for (int i = 0; i < 30; i++) {
            assertThat(responde(new Observacao.SemContato("x"))).isTrue();
        }
        assertThat(fechados).hasValue(0);
        impede = null;
        for (int i = 0; i < 10; i++) {
            responde(new Observacao.SemContato("x"));
        }
        assertThat(abertos).hasValue(2);
        assertThat(fechados).hasValue(1);
    }

    @Test
    void umErroTambemEUmaObservacao() {
        assertThat(ObservadorDoKafka.erro(new CompletionException(new UnknownTopicOrPartitionException("x"))))
                .isEqualTo(new Observacao.Ausente());
        assertThat(ObservadorDoKafka.erro(new TimeoutException("tempo"))).isEqualTo(new Observacao.SemContato("tempo"));
        assertThat(ObservadorDoKafka.erro(new TopicAuthorizationException("não")))
                .isInstanceOf(Observacao.Recusa.class);
    }

    private boolean responde(Observacao observacao) {
        passa(INTERVALO);
        observacoes.novidade();
        pedidos.get(pedidos.size() - 1).complete(observacao);
        return observacoes.novidade().isPresent();
    }

    private void passa(Duration quanto) {
        nanos += quanto.toNanos();
    }

    private Observador observador() {
        if (impede != null) {
            throw impede;
        }
        abertos.incrementAndGet();
        return new Observador() {
            @Override
            public CompletableFuture<Observacao> observa() {
                var pedido = new CompletableFuture<Observacao>();
                pedidos.add(pedido);
                return pedido;
            }

            @Override
            public void close() {
                fechados.incrementAndGet();
            }
        };
    }
}
