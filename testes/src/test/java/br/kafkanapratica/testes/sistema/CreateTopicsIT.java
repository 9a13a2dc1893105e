package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.espera;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** O script de verdade contra um broker de verdade, que só este teste usa. */
class CreateTopicsIT {

    private static BrokerDeTeste broker;
    private static ClienteDeTeste kafka;

    @BeforeAll
    static void sobe() {
        broker = BrokerDeTeste.novo();
        kafka = new ClienteDeTeste(broker.servidores());
    }

    @AfterAll
    static void desce() {
        kafka.close();
        broker.close();
    }

    @BeforeEach
    void semTopicos() {
        espera(kafka.admin().deleteTopics(nomes()).all());
        await().atMost(Duration.ofSeconds(30)).until(() -> nomes().isEmpty());
    }

    @Test
    void criaTodosComoNoContratoEDeNovoNaoMudaNada() {
        var primeira = roda();
        assertThat(primeira.codigo()).as(primeira.saida()).isZero();
        assertThat(primeira.saida()).contains("7 criados, 0 já existiam");
        esperaContrato(Topico.PARTICOES);

        var segunda = roda();
        assertThat(segunda.codigo()).as(segunda.saida()).isZero();
        assertThat(segunda.saida()).contains("0 criados, 7 já existiam");
        esperaContrato(Topico.PARTICOES);
    }

    @Tag("completo")
    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void criaComOutroNumeroDeParticoes(int particoes) {
        var execucao = roda("PARTICOES", Integer.toString(particoes));
        assertThat(execucao.codigo()).as(execucao.saida()).isZero();
        esperaContrato(particoes);
    }

    @Tag("completo")
    @Test
    void oQueExisteDiferenteEDitoENaoEMudadoEOsComandosImpressosCorrigem() {
        kafka.cria("contas", 3, Map.of("cleanup.policy", "delete"));
        kafka.cria("novos_pedidos", 1, Topico.NOVOS_PEDIDOS.configuracoes());
        kafka.cria("pedidos_aprovados", 3, Map.of("cleanup.policy", "delete", "retention.ms", "3600000"));
        kafka.cria("novos_pedidos-dlt", 3, Map.of("cleanup.policy", "compact,delete", "retention.ms", "2592000000"));
        var antes = descritos();

        var execucao = roda();
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.temStackTrace()).isFalse();
        assertThat(execucao.erros())
                .anyMatch(erro -> erro.contains("contas tem cleanup.policy=delete em vez de compact"))
                .anyMatch(erro -> erro.contains("novos_pedidos tem 1 partições em vez de 3"))
                .anyMatch(erro -> erro.contains("pedidos_aprovados tem retention.ms=3600000 em vez de 604800000"))
                .anyMatch(erro -> erro.contains("novos_pedidos-dlt tem cleanup.policy=compact,delete em vez de delete"))
                .noneMatch(erro -> erro.contains("pedidos_concluidos"));
        assertThat(descritos()).containsAllEntriesOf(antes);

        for (var comando : comandos(execucao)) {
            var correcao = Execucao.doBash(comando);
            assertThat(correcao.codigo()).as(comando + "\n" + correcao.saida()).isZero();
        }
        var depois = roda();
        assertThat(depois.codigo()).as(depois.saida()).isZero();
        esperaContrato(Topico.PARTICOES);
    }

    @Tag("completo")
    @Test
    void compactComDeleteNasContasNaoServeEOComandoImpressoCorrige() {
        kafka.cria(
                "contas",
                3,
                Map.of(
                        "cleanup.policy",
                        "compact,delete",
                        "segment.ms",
                        "10000",
                        "min.cleanable.dirty.ratio",
                        "0.01",
                        "retention.ms",
                        "3600000"));
        var execucao = roda();
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.erros())
                .anyMatch(erro -> erro.contains("contas tem cleanup.policy=compact,delete em vez de compact"));
        assertThat(comandos(execucao))
                .singleElement()
                .satisfies(
                        comando -> assertThat(Execucao.doBash(comando).codigo()).isZero());
        assertThat(roda().codigo()).isZero();
    }

    @Tag("completo")
    @Test
    void particoesDemaisSaoDitasComOComandoQueAsAceitaEOQueApaga() {
        kafka.cria("contas", 5, Topico.CONTAS.configuracoes());
        var execucao = roda();
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.saida())
                .contains("o tópico contas tem 5 partições em vez de 3", "PARTICOES=5 ./create-topics.sh", "PERDENDO");

        var apagar = comandos(execucao).stream()
                .filter(comando -> comando.contains("--delete"))
                .findFirst()
                .orElseThrow();
        assertThat(Execucao.doBash(apagar).codigo()).isZero();
        await().atMost(Duration.ofSeconds(30)).until(() -> !nomes().contains("contas"));
        var depois = roda();
        assertThat(depois.codigo()).as(depois.saida()).isZero();
        esperaContrato(Topico.PARTICOES);
    }

    @Tag("completo")
    @Test
    void usaAsFerramentasDoKafkaQueEstaoNoPath(@TempDir Path bin) throws IOException {
        for (var ferramenta : List.of("topics", "configs")) {
            Files.writeString(
                    bin.resolve("kafka-" + ferramenta + ".sh"), """
                    #!/usr/bin/env bash
                    echo "$*" >> "%s/chamadas"
                    exec java -XX:TieredStopAtLevel=1 -jar "%s/broker-local/target/broker-local.jar" %s "$@"
                    """.formatted(bin, BrokerDeTeste.raiz(), ferramenta));
            Files.setPosixFilePermissions(
                    bin.resolve("kafka-" + ferramenta + ".sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Topico.todos().stream()
                .skip(1)
                .limit(5)
                .forEach(topico -> kafka.cria(topico.nome(), 3, topico.configuracoes()));
        kafka.cria("contas", 3, Map.of("segment.ms", "10000", "min.cleanable.dirty.ratio", "0.01"));
        var path = bin + ":" + Execucao.ambiente(Map.of()).get("PATH");

        var execucao = script("cli", Map.of("PATH", path));
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(comandos(execucao)).singleElement().satisfies(comando -> {
            assertThat(comando).startsWith("kafka-configs.sh --bootstrap-server " + broker.servidores());
            assertThat(Execucao.doBash("PATH=" + path + " " + comando).codigo()).isZero();
        });
        esperaContrato(Topico.PARTICOES);
        assertThat(bin.resolve("chamadas")).content().contains("--describe", "--create", "--alter");
    }

    @Test
    void semKafkaDizEmQueEnderecoOProcurou() {
        var servidores = "localhost:" + PortaLivre.uma();
        var execucao = roda("SPRING_KAFKA_BOOTSTRAP_SERVERS", servidores);
        assertThat(execucao.codigo()).as("não é um problema dos tópicos").isEqualTo(3);
        assertThat(execucao.erros()).containsExactly("ERRO: não consegui falar com o Kafka em " + servidores);
        assertThat(execucao.temStackTrace()).isFalse();
    }

    private static Execucao roda() {
        return script("jar", Map.of());
    }

    private static Execucao roda(String variavel, String valor) {
        return script("jar", Map.of(variavel, valor));
    }

    private static Execucao script(String via, Map<String, String> alem) {
        var brokerLocal = Programa.jar(BrokerDeTeste.raiz(), "broker-local").comando();
        var ambiente = new TreeMap<>(Map.of(
                "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                broker.servidores(),
                "BROKER_LOCAL", // como o laboratório: o jar preparado, sem o java
                String.join("\n", brokerLocal.subList(1, brokerLocal.size()))));
        ambiente.putAll(alem);
        return Execucao.de(new Programa(
                "create-topics.sh",
                List.of("bash", "create-topics.sh", "--via", via),
                Execucao.ambiente(ambiente),
                BrokerDeTeste.raiz()));
    }

    /** Os comandos que o script mandou rodar: as linhas recuadas. */
    private static List<String> comandos(Execucao execucao) {
        return execucao.saida()
                .lines()
                .filter(linha -> linha.startsWith("  "))
                .map(String::strip)
                .toList();
    }

    private static Set<String> nomes() {
        return espera(kafka.admin().listTopics().names());
    }

    /** Por tópico, as partições e o que foi configurado nele, como se lê numa linha. */
    private static Map<String, String> descritos() {
        var admin = kafka.admin();
        var nomes = nomes();
        var recursos = nomes.stream()
                .map(nome -> new ConfigResource(ConfigResource.Type.TOPIC, nome))
                .toList();
        var configuracoes = espera(admin.describeConfigs(recursos).all());
        return espera(admin.describeTopics(nomes).allTopicNames()).values().stream()
                .collect(Collectors.toMap(
                        topico -> topico.name(),
                        topico -> linha(
                                topico.partitions().size(),
                                configuracoes
                                        .get(new ConfigResource(ConfigResource.Type.TOPIC, topico.name()))
                                        .entries()
                                        .stream()
                                        .filter(item -> item.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)))));
    }

    /** O controller responde a quem cria ou altera antes de o broker, a quem se pergunta, saber. */
    private static void esperaContrato(int particoes) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(descritos()).isEqualTo(doContrato(particoes)));
    }

    private static Map<String, String> doContrato(int particoes) {
        return Topico.todos().stream()
                .collect(Collectors.toMap(Topico::nome, topico -> linha(particoes, topico.configuracoes())));
    }

    private static String linha(int particoes, Map<String, String> configuracoes) {
        return particoes + " " + new TreeMap<>(configuracoes);
    }
}
