package br.kafkanapratica.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Com producers de mentira, que só confirmam quando o teste manda. */
class EnvioConfirmadoTest {

    private static final Duration PRAZO = Duration.ofSeconds(60);

    private final List<MockProducer<String, String>> producers = new ArrayList<>();
    private volatile Sintoma sintoma = Sintoma.LENTO;
    private volatile Consumer<MockProducer<String, String>> aoFechar = velho -> {};

    @AutoClose
    private final EnvioConfirmado entrega = entrega(Duration.ofMinutes(5), () -> sintoma);

    @Test
    void cadaMensagemTemASuaResposta() throws Exception {
        var boa = envia("a");
        var recusada = envia("b");
        producers.get(0).completeNext();
        producers.get(0).errorNext(new RecordTooLargeException("grande"));

        assertThat(boa.get(PRAZO.toSeconds(), TimeUnit.SECONDS).offset()).isZero();
        assertThat(causa(recusada)).isInstanceOf(FalhaNoKafka.class).hasMessageContaining("max.message.bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "acks, 0",
        "acks, 1",
        "enable.idempotence, false",
        "max.in.flight.requests.per.connection, 5",
        "transactional.id, x",
        "key.serializer, org.apache.kafka.common.serialization.ByteArraySerializer",
        "value.serializer, org.springframework.kafka.support.serializer.JacksonJsonSerializer"
    })
    void oQueDesfariaUmaGarantiaERecusadoPeloNome(String nome, String valor) {
        assertThatThrownBy(() -> EnvioConfirmado.comGarantias(Map.of(nome, valor)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("%s=%s não pode ser".formatted(nome, valor));
    }

    @Test
    void asGarantiasValemPorEstaremNoCodigo() {
        assertThat(EnvioConfirmado.comGarantias(
                        Map.of("acks", "-1", "linger.ms", 5, "value.serializer", StringSerializer.class)))
                .containsOnly(
                        entry("acks", "all"),
                        entry("enable.idempotence", "true"),
                        entry("max.in.flight.requests.per.connection", "1"),
                        entry("key.serializer", StringSerializer.class.getName()),
                        entry("value.serializer", StringSerializer.class.getName()),
                        entry("linger.ms", 5));
    }

    /** Perguntar de novo por que, a cada um, seguraria a thread de rede. */
    @Test
    void muitosPrazosVencidosDeUmaVezSaoUmaSoPergunta() throws Exception {
        var uma = envia("a");
        var outra = envia("b");
        producers.get(0).errorNext(new TimeoutException("120 s"));
        producers.get(0).errorNext(new TimeoutException("120 s"));

        assertThat(causa(outra)).isSameAs(causa(uma));

        var depois = envia("c");
        producers.get(0).errorNext(new TimeoutException("120 s"));

        assertThat(causa(depois)).isNotSameAs(causa(uma));
    }

    @Test
    void oQueFalhaAntesDeSairTambemTemResposta() throws Exception {
        envia("a");
        producers.get(0).sendException = new IllegalStateException("de surpresa");

        assertThat(causa(envia("b")))
                .isInstanceOf(FalhaNoKafka.class)
                .hasMessage("inesperado, ao falar com o Kafka em meu-kafka:9092: "
                        + "java.lang.IllegalStateException: de surpresa");
    }

    @Test
    void seAThreadDeRedeMorreuDesisteDeTodasEOProximoEnvioRecomeca() throws Exception {
        var primeira = envia("a");
        var segunda = envia("b");
        sintoma = Sintoma.CLIENTE_MORTO;

        assertThat(causa(primeira)).isInstanceOf(FalhaNoKafka.class).hasMessageContaining("parou por dentro");
        assertThat(causa(segunda)).isInstanceOf(FalhaNoKafka.class);
        assertThat(producers.get(0).closed()).isTrue();

        sintoma = Sintoma.LENTO;
        var terceira = envia("c");
        assertThat(producers).hasSize(2);
        producers.get(1).completeNext();
        assertThat(terceira.get(PRAZO.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    /** Fechar à força responde às mensagens dele com um erro que não é o motivo. */
    @Test
    void quemEnviaEnquantoSeDesisteNaoMudaOQueSeDizDasDeAntes() throws Exception {
        aoFechar = velho -> {
            aoFechar = nenhum -> {};
            envia("de outra thread");
            velho.errorNext(new KafkaException("Producer is closed forcefully."));
        };
        var primeira = envia("a");
        sintoma = Sintoma.CLIENTE_MORTO;

        assertThat(causa(primeira)).hasMessageContaining("parou por dentro");
    }

    /** Quem pergunta à rede demora, e o Kafka volta entretanto. */
    @Test
    void aRespostaQueChegaDuranteOExameNaoEDesmentida() throws Exception {
        var exames = new AtomicInteger();
        var aTempo = entrega(PRAZO, () -> {
            if (exames.incrementAndGet() == 1) {
                producers.get(0).completeNext();
            }
            return Sintoma.CLIENTE_MORTO;
        });
        try (aTempo) {
            aTempo.envia(new ProducerRecord<>("contas", "a", "1"));
            var segunda = aTempo.envia(new ProducerRecord<>("contas", "b", "1"));

            assertThat(causa(segunda)).hasMessageContaining("parou por dentro");
            assertThat(exames).as("o do instante em que se avançou não conta").hasValueGreaterThan(1);
        }
    }

    @Test
    void umExameQueFalhaNaoDeixaAEsperaSemFim() throws Exception {
        var quebrada = entrega(PRAZO, () -> {
            throw new IllegalStateException("o exame quebrou");
        });
        try (quebrada) {
            var resposta = quebrada.envia(new ProducerRecord<>("contas", "a", "1"));

            assertThat(causa(resposta)).hasMessageContaining("o exame quebrou");
        }
    }

    /** Num relógio dez vezes mais depressa: os prazos são os de sempre. */
    private EnvioConfirmado entrega(Duration limite, Supplier<Sintoma> exame) {
        return new EnvioConfirmado(
                this::producer,
                new Destino("contas", "meu-kafka:9092"),
                limite,
                exame,
                () -> System.nanoTime() * 10,
                Duration.ofMillis(20));
    }

    private CompletableFuture<RecordMetadata> envia(String chave) {
        return entrega.envia(new ProducerRecord<>("contas", chave, "1"));
    }

    private MockProducer<String, String> producer() {
        var novo = new MockProducer<String, String>(false, null, new StringSerializer(), new StringSerializer()) {
            @Override
            public void close(Duration prazo) {
                aoFechar.accept(this);
                super.close(prazo);
            }
        };
        producers.add(novo);
        return novo;
    }

    private static Throwable causa(CompletableFuture<?> resposta) throws Exception {
        return resposta.<Throwable>handle((valor, erro) -> erro).get(PRAZO.toSeconds(), TimeUnit.SECONDS);
    }
}
