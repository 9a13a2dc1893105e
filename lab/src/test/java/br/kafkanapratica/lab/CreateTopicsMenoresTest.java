package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** O que {@code create-topics.sh} vê num destino menor que a fonte, com ferramentas do Kafka que só dizem o que lhes mandam. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class CreateTopicsMenoresTest {

    private static final String PEDIDOS = "cleanup.policy=delete,retention.ms=604800000";
    private static final String DLT = "cleanup.policy=delete,max.message.bytes=2097152,retention.ms=2592000000";

    @TempDir
    private Path pasta;

    private final Map<String, String> topicos = new TreeMap<>();

    @BeforeEach
    void comoNoContrato() throws IOException {
        topico("contas", 3, "cleanup.policy=compact,min.cleanable.dirty.ratio=0.01,segment.ms=10000");
        for (var nome : List.of("novos_pedidos", "pedidos_aprovados", "pedidos_concluidos")) {
            topico(nome, 3, PEDIDOS);
            topico(nome + "-dlt", 3, DLT);
        }
        for (var ferramenta : List.of("kafka-topics.sh", "kafka-configs.sh")) {
            var arquivo = pasta.resolve(ferramenta);
            Files.writeString(arquivo, """
                    #!/usr/bin/env bash
                    if [[ $* == *--describe* ]]; then cat '%1$s/describe'; else echo "${0##*/} $*" >>'%1$s/chamadas'; fi
                    """.formatted(pasta));
            Files.setPosixFilePermissions(arquivo, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void tudoComoNoContratoEstaPronto() throws IOException {
        assertThat(roda(Map.of())).isEqualTo("Tópicos prontos em fora:1: 0 criados, 7 já existiam.");
        assertThat(chamadas()).isEmpty();
    }

    @Test
    void aDltEOsDestinosComMenosParticoesQueAFonteSaoDitosComOComandoEAumentadosAPedido() throws IOException {
        topico("novos_pedidos", 6, PEDIDOS);
        assertThat(roda(Map.of()))
                .contains("o tópico novos_pedidos-dlt tem 3 partições em vez de 6 (as de novos_pedidos)")
                .contains("--alter --topic novos_pedidos-dlt --partitions 6")
                .contains("o tópico pedidos_concluidos-dlt tem 3 partições em vez de 6");
        assertThat(chamadas()).isEmpty();

        assertThat(roda(Map.of(), "--aumentar"))
                .contains("novos_pedidos-dlt tem 3 partições", "aumento.", "Tópicos prontos");
        assertThat(chamadas()).hasSize(5).allMatch(chamada -> chamada.endsWith("--partitions 6"));
    }

    @Test
    void oMaiorRegistroDaFonteTemDeCaberNoDestinoENaDlt() throws IOException {
        topico("novos_pedidos", 3, PEDIDOS + ",max.message.bytes=6000000");
        assertThat(roda(Map.of()))
                .contains(
                        "o tópico pedidos_aprovados tem max.message.bytes=1048588 em vez de 6000000: não cabe tudo o que novos_pedidos aceita")
                .contains("o tópico novos_pedidos-dlt tem max.message.bytes=2097152 em vez de 7048564")
                .contains("--entity-name novos_pedidos-dlt --add-config max.message.bytes=7048564");
        roda(Map.of(), "--aumentar");
        assertThat(chamadas()).hasSize(5).allMatch(chamada -> chamada.contains("max.message.bytes="));

        topico("pedidos_aprovados", 3, PEDIDOS.replace("delete,", "delete,max.message.bytes=120,"));
        assertThat(roda(Map.of())).contains("o tópico pedidos_aprovados tem max.message.bytes=120 em vez de 6000000");
    }

    @Test
    void umaDltMaiorServeEADeNovoJaNasceComoAFonte() throws IOException {
        topico("novos_pedidos-dlt", 3, DLT.replace("2097152", "9000000"));
        assertThat(roda(Map.of())).startsWith("Tópicos prontos");
        topico("novos_pedidos", 6, PEDIDOS + ",max.message.bytes=6000000");
        topicos.remove("novos_pedidos-dlt");
        roda(Map.of());
        assertThat(chamadas()).singleElement().asString().contains("--partitions 6", "max.message.bytes=7048564");
    }

    @Test
    void contasNaoGanhaParticoesSemQueSeDigaOComando() throws IOException {
        assertThat(roda(Map.of("PARTICOES", "6"), "--aumentar"))
                .contains("ERRO: o tópico contas tem 3 partições em vez de 6")
                .contains("além do que disse que aumentava");
        assertThat(chamadas()).hasSize(6).noneMatch(chamada -> chamada.contains("contas"));
    }

    @Test
    void deDentroDoContainerOConselhoEParaQuemEstaFora() throws IOException {
        topico("contas", 6, "cleanup.policy=delete");
        assertThat(roda(Map.of("SPRING_KAFKA_BOOTSTRAP_SERVERS", "kafka:29092")))
                .contains("  PARTICOES=6 docker compose up -d")
                .contains("  docker compose exec kafka /opt/kafka/bin/kafka-configs.sh --bootstrap-server kafka:29092 ")
                .doesNotContain("./create-topics.sh");
        assertThat(roda(Map.of(
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                        "kafka:29092,kafka-2:29092",
                        "COMANDO_DO_COMPOSE",
                        "docker compose -p cluster")))
                .contains("  PARTICOES=6 docker compose -p cluster up -d")
                .contains("  docker compose -p cluster exec kafka /opt/kafka/bin/kafka-configs.sh --bootstrap-server ");
    }

    private void topico(String nome, int particoes, String configs) {
        topicos.put(
                nome,
                "Topic: %s\tTopicId: x\tPartitionCount: %d\tReplicationFactor: 1\tConfigs: %s"
                        .formatted(nome, particoes, configs));
    }

    private List<String> chamadas() throws IOException {
        var arquivo = pasta.resolve("chamadas");
        return Files.exists(arquivo) ? Files.readAllLines(arquivo) : List.of();
    }

    private String roda(Map<String, String> alem, String... argumentos) throws IOException {
        Files.writeString(
                pasta.resolve("describe"), topicos.values().stream().collect(Collectors.joining("\n", "", "\n")));
        var comando = new ArrayList<>(
                List.of("bash", Path.of("../create-topics.sh").toAbsolutePath().toString(), "--via", "cli"));
        comando.addAll(List.of(argumentos));
        var ambiente = new TreeMap<>(
                Map.of("PATH", pasta + ":" + System.getenv("PATH"), "SPRING_KAFKA_BOOTSTRAP_SERVERS", "fora:1"));
        ambiente.putAll(alem);
        try (var processo = new Programa("bash", comando, ambiente, pasta).inicia()) {
            processo.esperaFim(Duration.ofSeconds(60));
            return String.join("\n", processo.linhas());
        }
    }
}
