package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.espera;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** O jar do broker-local como quem o usa o vê: na linha de comando, com os dados e as portas deste teste. */
class BrokerLocalIT {

    private static final Duration PRAZO = Duration.ofSeconds(60);

    @TempDir
    private Path pasta;

    private final int porta = PortaLivre.uma();
    private final String servidores = "localhost:" + porta;

    @Test
    @EnabledOnOs(OS.LINUX)
    void dizQueEstaProntoEOndeSoEscutaEmLoopbackETerminaPorBemComSigterm() {
        try (var broker = inicia()) {
            assertThat(broker.linhas())
                    .anyMatch(linha -> linha.startsWith("Broker Kafka pronto em " + servidores))
                    .anyMatch(linha -> linha.contains(pasta.toString()));

            assertThat(Escutas.de(broker.identidade()))
                    .anyMatch(escuta -> escuta.getPort() == porta)
                    .allMatch(escuta -> escuta.getAddress().isLoopbackAddress());

            assertThat(broker.para(PRAZO)).isTrue();
            assertThat(broker.esperaFim(PRAZO)).isEqualTo(143); // 128 + SIGTERM
            assertThat(broker.linhas())
                    .contains("Broker parado. Os dados continuam em disco.")
                    .noneMatch(linha -> linha.startsWith("\tat "));
            assertThat(Escutas.alguemEscuta(porta)).isFalse();
        }
    }

    /** O Kafka não para o que ainda inicia: um Ctrl-C logo depois do enter, ou de quem espera por outros brokers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void terminaTambemEnquantoInicia(int brokers) {
        try (var broker =
                programa().comArgumentos("--brokers", Integer.toString(brokers)).inicia()) {
            broker.esperaLinha(linha -> linha.startsWith("Iniciando o Apache Kafka"), PRAZO);
            assertThat(broker.para(PRAZO)).as("parou por si").isTrue();
            assertThat(broker.linhas()).noneMatch(linha -> linha.startsWith("\tat "));
        }
    }

    @Tag("completo")
    @Test
    void osDadosSobrevivemAUmaParadaEAUmKill9EOBrokerVoltaAAtenderEm15Segundos() {
        try (var broker = inicia();
                var kafka = new ClienteDeTeste(servidores)) {
            kafka.cria("contas", 3, Topico.CONTAS.configuracoes());
            kafka.escreve("contas", "1", "antes da parada");
            assertThat(broker.para(PRAZO)).isTrue();
        }
        try (var broker = inicia();
                var kafka = new ClienteDeTeste(servidores)) {
            kafka.escreve("contas", "2", "antes do kill -9");
            confirma(kafka, "grupo", 1);
            broker.mata();
        }
        var comecou = new CompletableFuture<Instant>(); // o que a JVM leva a começar não é do broker
        try (var broker = inicia(programa(jar("-Dnivel=INFO")), linha -> {
                    if (linha.startsWith("Iniciando o Apache Kafka")) {
                        comecou.complete(Instant.now());
                    }
                });
                var kafka = new ClienteDeTeste(servidores)) {
            kafka.escreve("contas", "3", "depois");
            assertThat(Duration.between(comecou.join(), Instant.now())).isLessThan(Duration.ofSeconds(15));
            assertThat(kafka.log("contas"))
                    .extracting(registro -> new String(registro.value(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder("antes da parada", "antes do kill -9", "depois");
            assertThat(broker.vivo()).isTrue();

            // Duas cargas que se cruzam estragam os grupos (decisão 0015).
            assertThat(confirmado(kafka, "grupo")).isEqualTo(1);
            assertThat(broker.linhas())
                    .filteredOn(linha -> linha.contains("Scheduling loading of metadata from __consumer_offsets-0 "))
                    .hasSize(1);
        }
    }

    @Tag("completo")
    @Test
    void gruposQueNaoSeLeemSaoDitosComOComandoQueOsRecuperaSemPerderOffsets() {
        try (var broker = inicia();
                var kafka = new ClienteDeTeste(servidores)) {
            kafka.cria("contas", 1, Topico.CONTAS.configuracoes());
            confirma(kafka, "grupo", 7);
            estraga("__consumer_offsets", Math.abs("grupo".hashCode()) % 3);
            broker.para(PRAZO);
        }
        try (var broker = inicia()) {
            broker.esperaLinha(
                    linha -> linha.contains("Não consigo ler os grupos guardados em __consumer_offsets-")
                            && linha.contains("recuperar-grupos --dados '" + pasta + "'"),
                    PRAZO);
            broker.para(PRAZO);
            assertThat(broker.linhas()).noneMatch(linha -> linha.startsWith("\tat "));
        }
        assertThat(ferramenta("recuperar-grupos", "--dados", pasta.toString())).contains("Pronto: inicie o broker");
        try (var broker = inicia();
                var kafka = new ClienteDeTeste(servidores)) {
            assertThat(confirmado(kafka, "grupo")).isEqualTo(7);
            assertThat(broker.vivo()).isTrue();
        }
    }

    @Tag("completo")
    @Test
    void limparComecaVazioENaoApagaMaisNadaDaPasta() throws IOException {
        var meus = Files.createDirectories(pasta.resolve("meus"));
        Files.writeString(meus.resolve("notas.txt"), "não apague");
        Files.writeString(pasta.resolve("trabalho.txt"), "nem isto");
        try (var broker = inicia();
                var kafka = new ClienteDeTeste(servidores)) {
            kafka.cria("contas", 1, Map.of());
            assertThat(espera(kafka.admin().listTopics().names())).containsExactly("contas");
            broker.para(PRAZO);
        }
        try (var broker = inicia("--limpar");
                var kafka = new ClienteDeTeste(servidores)) {
            assertThat(broker.vivo()).isTrue();
            assertThat(espera(kafka.admin().listTopics().names())).isEmpty();
        }
        assertThat(meus.resolve("notas.txt")).hasContent("não apague");
        assertThat(pasta.resolve("trabalho.txt")).hasContent("nem isto");
    }

    @Test
    void portaTomadaEUmErroDeUmaLinhaQueADiz() throws IOException {
        try (var ocupante = new ServerSocket(porta, 1, InetAddress.getLoopbackAddress())) {
            var execucao = Execucao.de(programa());
            assertThat(execucao.codigo()).isEqualTo(1);
            assertThat(execucao.saida().lines())
                    .singleElement()
                    .satisfies(linha -> assertThat(linha)
                            .startsWith("ERRO: a porta " + ocupante.getLocalPort() + " já está em uso")
                            .contains("--porta"));
        }
    }

    @Tag("completo")
    @Test
    void pastaEmUsoPorOutroBrokerEUmErroDeUmaLinhaENaoOAtrapalha() {
        try (var broker = inicia();
                var kafka = new ClienteDeTeste(servidores)) {
            for (var limpar : new String[][] {{}, {"--limpar"}}) {
                var segundo = programa(PortaLivre.uma()).comArgumentos(limpar);
                var execucao = Execucao.de(segundo);
                assertThat(execucao.codigo()).isEqualTo(1);
                assertThat(execucao.saida().lines())
                        .singleElement()
                        .satisfies(linha -> assertThat(linha).startsWith("ERRO: outro broker já usa a pasta " + pasta));
            }
            kafka.cria("contas", 1, Map.of());
            kafka.escreve("contas", "1", "no ar");
            assertThat(broker.vivo()).isTrue();
        }
    }

    @Test
    void escreverNumTopicoQueNaoExisteNaoOCria() {
        var configuracao = new Properties();
        configuracao.put("bootstrap.servers", servidores);
        configuracao.put("max.block.ms", "3000");
        try (var broker = inicia();
                var produtor = new KafkaProducer<>(configuracao, new StringSerializer(), new StringSerializer());
                var kafka = new ClienteDeTeste(servidores)) {
            assertThatThrownBy(() -> espera(
                            produtor.send(new ProducerRecord<>("contas", "1", "um tópico nascido sem política"))))
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(espera(kafka.admin().listTopics().names())).isEmpty();
            assertThat(broker.vivo()).isTrue();
        }
    }

    @Tag("completo")
    @Test
    void asFerramentasDoKafkaFalamComOBrokerQueAVariavelDiz() {
        try (var broker = inicia()) {
            assertThat(broker.vivo()).isTrue();
            ferramenta("topics", "--create", "--topic", "contas", "--partitions", "1", "--config", "segment.ms=10000");
            assertThat(ferramenta("topics", "--list")).isEqualTo("contas");
            assertThat(ferramenta("topics", "--describe")).contains("Topic: contas", "PartitionCount: 1");
            assertThat(ferramenta("configs", "--describe", "--entity-type", "topics", "--entity-name", "contas"))
                    .contains("segment.ms=10000");

            var produzir =
                    ferramenta().comArgumentos("console-producer", "--topic", "contas", "--property", "parse.key=true");
            var producao = Execucao.de(produzir.comArgumentos("--property", "key.separator=|"), "1|duzentos", "2|çãé");
            assertThat(producao.codigo()).isZero();
            assertThat(ferramenta(
                            "console-consumer",
                            "--topic",
                            "contas",
                            "--from-beginning",
                            "--max-messages",
                            "2",
                            "--group",
                            "curiosos"))
                    .contains("duzentos", "çãé");
            assertThat(ferramenta("consumer-groups", "--describe", "--all-groups"))
                    .containsPattern("curiosos\\s+contas\\s+0\\s+2\\s+2\\s+0");
            assertThat(ferramenta("get-offsets", "--topic", "contas")).isEqualTo("contas:0:2");

            var segmento = pasta.resolve("log/contas-0/00000000000000000000.log");
            assertThat(ferramenta("dump-log", "--files", segmento.toString(), "--print-data-log"))
                    .contains("key: 1 payload: duzentos", "key: 2 payload: çãé");
        }
    }

    @Tag("completo")
    @Test
    void oEnderecoDadoNaLinhaDeComandoValeMaisQueODaVariavel() {
        try (var broker = inicia()) {
            assertThat(broker.vivo()).isTrue();
            var semVariavel = ferramenta()
                    .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:" + PortaLivre.uma())
                    .comArgumentos("topics", "--list");
            var comEspaco = Execucao.de(semVariavel.comArgumentos("--bootstrap-server", servidores));
            assertThat(comEspaco.codigo()).as(comEspaco.saida()).isZero();
            var comIgual = Execucao.de(semVariavel.comArgumentos("--bootstrap-server=" + servidores));
            assertThat(comIgual.codigo()).as(comIgual.saida()).isZero();
        }
    }

    @Test
    void ferramentaSemBrokerDizOQueFazer() {
        var execucao = Execucao.de(ferramenta().comArgumentos("topics", "--list"));
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.saida()).contains("Não há Kafka em " + servidores, "./start.sh");
        assertThat(execucao.temStackTrace()).isFalse();
    }

    @Test
    void aAjudaEEmPortugues() {
        var execucao = Execucao.de(jar().comArgumentos("--help"));
        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.saida())
                .contains("Uso:", "Porta do broker", "Apaga os dados", "topics --list")
                .doesNotContain("Usage");
    }

    @Test
    void oQueElaNaoEntendeEUmErroDeUmaLinha() {
        var execucao = Execucao.de(jar().comArgumentos("topcis", "--list"));
        assertThat(execucao.codigo()).isEqualTo(2);
        assertThat(execucao.saida()).isEqualTo("ERRO: não entendi \"topcis --list\" (veja --help).");
    }

    private static void confirma(ClienteDeTeste kafka, String grupo, long offset) {
        var offsets = Map.of(new TopicPartition("contas", 0), new OffsetAndMetadata(offset));
        espera(kafka.admin().alterConsumerGroupOffsets(grupo, offsets).all());
    }

    private static long confirmado(ClienteDeTeste kafka, String grupo) {
        return espera(kafka.admin().listConsumerGroupOffsets(grupo).partitionsToOffsetAndMetadata())
                .get(new TopicPartition("contas", 0))
                .offset();
    }

    /** Um registro da composição de um grupo que não se lê. Só este client.id pode escrever num tópico interno. */
    private void estraga(String topico, int particao) {
        var configuracao = Map.<String, Object>of("bootstrap.servers", servidores, "client.id", "__admin_client");
        try (var produtor = new KafkaProducer<>(configuracao, new ByteArraySerializer(), new ByteArraySerializer())) {
            var chave = new byte[] {0, 3, 2, 'g'};
            espera(produtor.send(new ProducerRecord<>(topico, particao, chave, new byte[] {0, 0})));
        }
    }

    private Processo inicia(String... argumentos) {
        return inicia(programa().comArgumentos(argumentos));
    }

    private static Processo inicia(Programa programa) {
        return inicia(programa, linha -> {});
    }

    private static Processo inicia(Programa programa, Consumer<String> ouvinte) {
        var broker = programa.inicia(ouvinte);
        try {
            broker.esperaLinha(linha -> linha.startsWith("Broker Kafka pronto"), PRAZO);
            return broker;
        } catch (IllegalStateException e) {
            broker.mata();
            throw e;
        }
    }

    private Programa programa() {
        return programa(porta);
    }

    private Programa programa(int outraPorta) {
        return programa(jar(), outraPorta);
    }

    private Programa programa(Programa jar) {
        return programa(jar, porta);
    }

    private Programa programa(Programa jar, int outraPorta) {
        return jar.comArgumentos("--porta", Integer.toString(outraPorta), "--dados", pasta.toString());
    }

    private Programa ferramenta() {
        return jar().comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", servidores);
    }

    /** O que ela escreveu, se terminou com 0. */
    private String ferramenta(String... argumentos) {
        var execucao = Execucao.de(ferramenta().comArgumentos(argumentos));
        assertThat(execucao.codigo()).as(execucao.saida()).isZero();
        return execucao.saida();
    }

    private static Programa jar() {
        return Programa.jar(BrokerDeTeste.raiz(), "broker-local", "-Xmx384m", "-XX:TieredStopAtLevel=1");
    }

    private static Programa jar(String nivel) {
        return Programa.jar(BrokerDeTeste.raiz(), "broker-local", "-Xmx384m", "-XX:TieredStopAtLevel=1", nivel);
    }
}
