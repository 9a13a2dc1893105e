package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import br.kafkanapratica.leitura.AjusteContrario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** Um programa com uma etapa e um ajuste que desfaria o que ela promete: não começa, e diz qual. Sem Kafka. */
class AjustesContrariosTest {

    private final ApplicationContextRunner semEtapas = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, EtapaAutoConfiguration.class))
            .withPropertyValues("spring.application.name=alertas", "etapa.ativa=false");
    private final ApplicationContextRunner programa = semEtapas.withUserConfiguration(Programa.class);

    record Medida(String sensor) {}

    @Configuration(proxyBeanMethods = false)
    static class Programa {

        @Bean
        Etapa<Medida, Medida> alertas(Etapas etapas) {
            return etapas.le("medidas", "grupo_alertas", Leitura.json(Medida.class))
                    .faz(medida -> medida)
                    .escreve("alertas");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spring.kafka.consumer.isolation-level, read_uncommitted",
        "spring.kafka.consumer.enable-auto-commit, true",
        "spring.kafka.consumer.auto-offset-reset, earliest",
        "spring.kafka.consumer.properties.auto.offset.reset, latest",
        "spring.kafka.consumer.properties.allow.auto.create.topics, true",
        "spring.kafka.consumer.properties.group.instance.id, sala-1",
        "spring.kafka.consumer.value-deserializer, org.apache.kafka.common.serialization.StringDeserializer",
        "spring.kafka.properties.isolation.level, read_uncommitted",
        "spring.kafka.producer.acks, 1",
        "spring.kafka.producer.acks, 0",
        "spring.kafka.producer.properties.enable.idempotence, false",
        "spring.kafka.properties.enable.idempotence, false",
        "spring.kafka.producer.properties.transactional.id, fixo",
        "spring.kafka.producer.retries, 0",
        "spring.kafka.producer.properties.max.in.flight.requests.per.connection, 6",
        "spring.kafka.producer.key-serializer, org.apache.kafka.common.serialization.StringSerializer",
        "etapa.sufixo-dlt, ''",
        "etapa.tentativas, -1",
        "etapa.lote, -1s",
        "etapa.espera, -1s",
        "etapa.trabalho-maximo, 0s",
        "etapa.threads, 0",
    })
    void oAjusteQueDesfariaUmaPromessaERecusadoPeloNome(String nome, String valor) {
        programa.withPropertyValues(nome + "=" + valor)
                .run(contexto -> assertThat(contexto.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(AjusteContrario.class)
                        .hasMessageStartingWith(nome + "=")
                        .hasMessageContaining("não pode ser"));
    }

    @ParameterizedTest
    @CsvSource({"consumer", "producer"})
    void lerDeUmKafkaEEscreverNoutroERecusadoPeloNome(String cliente) {
        var dele = "spring.kafka." + cliente + ".bootstrap-servers";
        programa.withPropertyValues("spring.kafka.bootstrap-servers=a:9092,b:9092", dele + "=c:9092")
                .run(contexto -> assertThat(contexto.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(AjusteContrario.class)
                        .hasMessage(
                                dele + "=c:9092 não pode ser: nenhuma transação abrange dois Kafkas, o de que se lê e o"
                                        + " em que se escreve. Tire esse ajuste (aqui vale a:9092,b:9092)."));
    }

    /** Outra porta de entrada, ou só alguns dos brokers. */
    @Test
    void umEnderecoEmComumBastaParaSerOMesmoKafka() {
        programa.withPropertyValues(
                        "spring.kafka.bootstrap-servers=a:9092,b:9092",
                        "spring.kafka.producer.bootstrap-servers=b:9092,c:9092")
                .run(contexto -> assertThat(contexto).hasNotFailed());
        programa.withPropertyValues("etapa.so-conexao=true", "spring.kafka.producer.bootstrap-servers=c:9092")
                .run(contexto -> assertThat(contexto).hasNotFailed());
    }

    @Test
    void aRecusaDizASaidaDeQuemTemListenersSeus() {
        var recusado = new AjusteRecusado();
        assertThat(recusado.analyze(
                                new RuntimeException(),
                                new AjusteContrario("spring.kafka.consumer.isolation-level", "x", "y", "z"))
                        .getAction())
                .contains("etapa.so-conexao=true");
        assertThat(recusado.analyze(new RuntimeException(), new AjusteContrario("etapa.lote", "x", "y", "z"))
                        .getAction())
                .doesNotContain("so-conexao");
    }

    @Test
    void oProgramaSemNenhumDelesComeca_eAsFabricasDoSpringBootFicamComoSao() {
        programa.withPropertyValues(
                        "spring.kafka.consumer.max-poll-records=10", "spring.kafka.consumer.group-id=de-outro")
                .run(contexto -> {
                    assertThat(contexto).hasNotFailed().hasSingleBean(Etapa.class);
                    assertThat(contexto.getBean(ConsumerFactory.class).getConfigurationProperties())
                            .containsEntry("max.poll.records", 10)
                            .containsEntry("group.id", "de-outro")
                            .doesNotContainKeys("enable.auto.commit", "interceptor.classes", "group.protocol");
                    assertThat(contexto.getBean(ProducerFactory.class).transactionCapable())
                            .isFalse();
                    assertThat(contexto).hasSingleBean(KafkaTemplate.class);
                });
    }

    @Test
    void comSoConexaoOsAjustesDosOutrosListenersSaoDeles() {
        programa.withPropertyValues(
                        "etapa.so-conexao=true",
                        "spring.kafka.consumer.enable-auto-commit=true",
                        "spring.kafka.producer.acks=1")
                .run(contexto -> assertThat(contexto).hasNotFailed());
        programa.withPropertyValues("etapa.so-conexao=true", "spring.kafka.properties.acks=1")
                .run(contexto -> assertThat(contexto).hasFailed());
    }

    @Test
    void asFabricasDasEtapasTemAsGarantias_eORitmoDeQuemOPediu() {
        programa.withPropertyValues(
                        "etapa.threads=2",
                        "spring.kafka.consumer.max-poll-records=10",
                        "spring.kafka.consumer.properties.fetch.max.bytes=1048576",
                        "spring.kafka.producer.batch-size=1000",
                        "spring.kafka.producer.buffer-memory=8MB")
                .run(contexto -> {
                    var etapas = contexto.getBean(Etapas.class);
                    assertThat(etapas.consumidores().getConfigurationProperties())
                            .containsEntry("isolation.level", "read_committed")
                            .containsEntry("enable.auto.commit", "false")
                            .containsEntry("auto.offset.reset", "none")
                            .containsEntry("group.protocol", "consumer")
                            .containsEntry("max.poll.records", 10)
                            .containsEntry("fetch.max.bytes", "1048576")
                            .containsKey("leitura.bytes.por.poll");
                    var produtores = etapas.kafka().getProducerFactory();
                    assertThat(produtores.transactionCapable()).isTrue();
                    assertThat(produtores.getConfigurationProperties())
                            .containsEntry("acks", "all")
                            .containsEntry("enable.idempotence", "true")
                            .containsEntry("transaction.timeout.ms", "5000")
                            .containsEntry("buffer.memory", 8L * 1024 * 1024)
                            .containsEntry("batch.size", 1000);
                });
    }

    /** O que é dos outros listeners não chega às etapas. */
    @Test
    void comSoConexaoAsFabricasDasEtapasNaoHerdamORitmo() {
        programa.withPropertyValues(
                        "etapa.so-conexao=true",
                        "spring.kafka.bootstrap-servers=kafka:9094",
                        "spring.kafka.security.protocol=SSL",
                        "spring.kafka.consumer.isolation-level=read_uncommitted",
                        "spring.kafka.consumer.max-poll-records=10")
                .run(contexto -> assertThat(
                                contexto.getBean(Etapas.class).consumidores().getConfigurationProperties())
                        .containsEntry("isolation.level", "read_committed")
                        .containsEntry("max.poll.records", "4000")
                        .containsEntry("bootstrap.servers", List.of("kafka:9094"))
                        .containsEntry("security.protocol", "SSL"));
    }

    /** O Admin pode entrar com outra senha: a das etapas continua a ser a de todos. */
    @Test
    void comSoConexaoOQueOAdminTemDeOutroModoNaoSeTiraDasEtapas() {
        programa.withPropertyValues(
                        "etapa.so-conexao=true",
                        "spring.kafka.properties.sasl.jaas.config=de todos",
                        "spring.kafka.admin.properties.sasl.jaas.config=do admin",
                        "spring.kafka.admin.security.protocol=SASL_SSL")
                .run(contexto -> assertThat(
                                contexto.getBean(Etapas.class).consumidores().getConfigurationProperties())
                        .containsEntry("sasl.jaas.config", "de todos")
                        .doesNotContainKey("security.protocol"));
    }

    /** Dois programas, ou duas etapas, com o mesmo prefixo: cada produtor derrubaria a transação do outro. */
    @Test
    void oPrefixoDasTransacoesValeComoPrefixo_eCadaFabricaTemOsSeusIds() {
        programa.withPropertyValues("spring.kafka.producer.transaction-id-prefix=tx-")
                .run(contexto -> programa.withPropertyValues("spring.kafka.producer.transaction-id-prefix=tx-")
                        .run(outro -> assertThat(List.of(prefixo(contexto), prefixo(outro)))
                                .doesNotHaveDuplicates()
                                .allMatch(prefixo -> prefixo.matches("tx-[0-9a-f-]{36}-"))));
    }

    private static String prefixo(ApplicationContext contexto) {
        return String.valueOf(
                contexto.getBean(Etapas.class).kafka().getProducerFactory().getTransactionIdPrefix());
    }

    @Test
    void semNenhumaEtapaNadaSeExige() {
        semEtapas
                .withPropertyValues("spring.kafka.consumer.enable-auto-commit=true")
                .run(contexto -> assertThat(contexto).hasNotFailed().hasSingleBean(Etapas.class));
    }

    @ParameterizedTest
    @CsvSource({
        "medidas, a etapa leria o que escreve",
        "medidas-dlt, o destino não pode ser a DLT",
        "'', precisa do nome de um destino",
    })
    void oDestinoQueFariaUmLacoERecusado(String destino, String porQue) {
        semEtapas.run(contexto -> {
            var decidida = contexto.getBean(Etapas.class)
                    .le("medidas", "grupo", Leitura.json(Medida.class))
                    .<Medida>faz(medida -> medida);
            assertThat(catchThrowable(() -> decidida.escreve(destino)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(porQue);
        });
    }

    @Test
    void duasEtapasComOMesmoTopicoEGrupoSaoRecusadas() {
        semEtapas.run(contexto -> {
            var etapas = contexto.getBean(Etapas.class);
            etapas.le("medidas", "grupo", Leitura.json(Medida.class));
            assertThat(catchThrowable(() -> etapas.le("medidas", "grupo", Leitura.json(Medida.class))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("duas etapas");
        });
    }

    /** Um programa que sobe e não lê nada, sem o dizer, parece um defeito. */
    @ParameterizedTest
    @CsvSource({
        "etapa.ativa=false, etapa.ativa=true",
        "spring.kafka.listener.auto-startup=false, etapa.ativa=true",
    })
    @ExtendWith(OutputCaptureExtension.class)
    void desligadaNaoComeca_nadaFalaComOKafka_eDizPorQueAjuste(String ajuste, String outro, CapturedOutput saida) {
        programa.withPropertyValues(outro, ajuste).run(contexto -> {
            assertThat(contexto.getBean(Etapa.class).isRunning()).isFalse();
            assertThat(contexto.getBean(Etapa.class).isAutoStartup()).isFalse();
            assertThat(contexto.getBean(Etapa.class).impedimento()).isEmpty();
            assertThat(contexto.getBean(Etapa.class).particoes()).isEqualTo("desligada (%s)".formatted(ajuste));
            assertThat(saida).contains("[ALERTAS] Desligada (%s): não leio nada de medidas.".formatted(ajuste));
        });
    }

    @Test
    void aDesligadaQueSeIniciaAMaoDizOQueAImpede() {
        programa.withPropertyValues("spring.kafka.bootstrap-servers=localhost:1")
                .run(contexto -> {
                    var etapa = contexto.getBean(Etapa.class);
                    etapa.start();
                    assertThat(etapa.impedimento()).isPresent();
                    assertThat(etapa.particoes()).isEqualTo("nenhuma");

                    etapa.stop();
                    assertThat(etapa.impedimento()).isEmpty();
                });
    }

    @Test
    void comSoConexaoOAutoStartupEDosOutrosListeners() {
        programa.withPropertyValues(
                        "etapa.ativa=true",
                        "etapa.so-conexao=true",
                        "spring.kafka.bootstrap-servers=localhost:1",
                        "spring.kafka.listener.auto-startup=false")
                .run(contexto ->
                        assertThat(contexto.getBean(Etapa.class).isRunning()).isTrue());
    }
}
