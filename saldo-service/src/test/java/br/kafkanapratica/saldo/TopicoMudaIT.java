package br.kafkanapratica.saldo;

import static br.kafkanapratica.saldo.TopicoDeTeste.json;
import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static br.kafkanapratica.testes.ClienteDeTeste.espera;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** O tópico falta, está errado, é apagado, truncado, ampliado: o estado termina certo, sem reiniciar o serviço. */
class TopicoMudaIT {

    private static final Duration PRAZO = Duration.ofSeconds(30);

    @AutoClose
    private TopicoDeTeste topico;

    @BeforeEach
    void cria() {
        topico = new TopicoDeTeste(3);
    }

    @Test
    void topicoAusenteDizOComandoEFicaProntoQuandoEleECriado() {
        apaga();
        try (var servico = topico.servico()) {
            await().atMost(PRAZO).until(() -> servico.saldo("1").body().contains("./create-topics.sh"));
            assertThat(servico.saldo("1").statusCode()).isEqualTo(503);
            assertThat(topicos()).as("nunca criado em silêncio").doesNotContain(topico.nome);

            recria();
            topico.saldo("1", "1.00");
            servico.esperaPronto();
            await().atMost(PRAZO).until(() -> servico.saldo("1").body().contains("1.00"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void topicoQueNaoESoCompactadoDizOComandoEFicaProntoQuandoCorrigido(String politica) {
        topico.kafka.configura(topico.nome, "cleanup.policy", politica);
        topico.saldo("1", "1.00");
        if (politica.equals("delete")) { // sem compactação o Kafka aceita registros sem chave
            espera(topico.kafka.envia(new ProducerRecord<>(topico.nome, bytes("sem chave"))));
        }
        try (var servico = topico.servico()) {
            await().atMost(PRAZO).until(() -> servico.saldo("1").body().contains("cleanup.policy=" + politica));
            assertThat(servico.saldo("1").statusCode()).isEqualTo(503);
            assertThat(servico.saldo("1").body())
                    .contains("configs --alter --entity-type topics --entity-name " + topico.nome
                            + " --add-config cleanup.policy=compact");

            topico.kafka.configura(topico.nome, "cleanup.policy", "compact");
            servico.esperaPronto();
            assertThat(servico.saldo("1").body()).contains("1.00");

            topico.kafka.configura(topico.nome, "cleanup.policy", politica);
            await().atMost(PRAZO).until(() -> servico.saldo("1").statusCode() == 503);
        }
    }

    @Test
    void topicoApagadoERecriadoNaoDeixaClienteFantasma() {
        topico.saldo("fantasma", "1.00");
        topico.saldo("fica", "1.00");
        try (var servico = topico.servico().esperaPronto()) {
            apaga();
            await().atMost(PRAZO).until(() -> servico.saldo("fica").statusCode() == 503);
            recria();
            topico.saldo("fica", "2.00");
            confereSoFica(servico);
        }
    }

    @Test
    void topicoRecriadoEntreDuasVerificacoesTambemENotado() {
        topico.saldo("fantasma", "1.00");
        try (var servico = topico.servico("--saldo.verificacao=3s").esperaPronto()) {
            apaga();
            recria();
            // Mais registros que antes: só pelos offsets, pareceria o mesmo log.
            IntStream.range(0, 50).forEach(i -> topico.saldo("fica", "1.00"));
            topico.saldo("fica", "2.00");
            confereSoFica(servico);
        }
    }

    /** O Kafka não trunca um tópico só compactado: alguém troca a política, apaga e destroca. */
    @Test
    void topicoTruncadoNaoDeixaClienteFantasma() {
        topico.saldo("fantasma", "1.00");
        try (var servico = topico.servico().esperaPronto()) {
            var tudo = topico.kafka.log(topico.nome).stream()
                    .collect(Collectors.toMap(
                            registro -> new TopicPartition(topico.nome, registro.partition()),
                            registro -> RecordsToDelete.beforeOffset(registro.offset() + 1),
                            (antes, depois) -> depois));
            topico.kafka.configura(topico.nome, "cleanup.policy", "delete");
            espera(topico.kafka.admin().deleteRecords(tudo).all());
            topico.kafka.configura(topico.nome, "cleanup.policy", "compact");
            topico.saldo("fica", "2.00");
            confereSoFica(servico);
        }
    }

    @Test
    void particoesNovasPassamASerLidasSemDerrubarOServico() {
        IntStream.range(0, 60).forEach(i -> topico.saldo("c" + i, "1.00"));
        try (var servico = topico.servico().esperaPronto()) {
            topico.kafka.aumenta(topico.nome, 7);
            await().atMost(PRAZO)
                    .until(() -> topico.kafka
                                    .admin()
                                    .describeTopics(List.of(topico.nome))
                                    .allTopicNames()
                                    .get()
                                    .get(topico.nome)
                                    .partitions()
                                    .size()
                            == 7);
            for (int particao = 0; particao < 7; particao++) {
                espera(topico.kafka.envia(
                        topico.nome, particao, bytes("p" + particao), bytes(json("p" + particao, "3.00"))));
            }
            // Com mais partições, muitas chaves mudam de lugar: vale o que foi escrito por último, inclusive remoções.
            IntStream.range(0, 30).forEach(i -> moveParaOutraParticao("c" + i, json("c" + i, "2.00")));
            IntStream.range(30, 60).forEach(i -> moveParaOutraParticao("c" + i, null));

            await().atMost(PRAZO)
                    .until(() -> servico.json("/saldos").path("total").asInt() == 37);
            assertThat(servico.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
            confereDepoisDeAmpliado(servico);
        }
        try (var reiniciado = topico.servico().esperaPronto()) {
            confereDepoisDeAmpliado(reiniciado);
        }
    }

    private static void confereSoFica(ServicoDeSaldos servico) {
        await().atMost(PRAZO).until(() -> servico.saldo("fica").body().contains("2.00"));
        // Até a próxima verificação do tópico, o estado antigo ainda pode responder.
        await().atMost(PRAZO).until(() -> servico.saldo("fantasma").statusCode() == 404);
        await().atMost(PRAZO).until(() -> servico.json("/saldos").path("total").asInt() == 1);
        assertThat(servico.saldo("fica").body()).contains("2.00");
    }

    private static void confereDepoisDeAmpliado(ServicoDeSaldos servico) {
        IntStream.range(0, 7)
                .forEach(i -> assertThat(servico.saldo("p" + i).body()).contains("3.00"));
        IntStream.range(0, 30)
                .forEach(i -> assertThat(servico.saldo("c" + i).body()).contains("2.00"));
        IntStream.range(30, 60)
                .forEach(i -> assertThat(servico.saldo("c" + i).statusCode()).isEqualTo(404));
    }

    /** Não depende de quando o produtor fica sabendo das partições novas. */
    private void moveParaOutraParticao(String cliente, String valor) {
        int nova = 3 + Math.floorMod(cliente.hashCode(), 4);
        espera(topico.kafka.envia(topico.nome, nova, bytes(cliente), valor == null ? null : bytes(valor)));
    }

    private void apaga() {
        espera(topico.kafka.admin().deleteTopics(List.of(topico.nome)).all());
        await().atMost(PRAZO).until(() -> !topicos().contains(topico.nome));
    }

    private void recria() {
        topico.kafka.cria(topico.nome, 3, Topico.CONTAS.configuracoes());
    }

    private Set<String> topicos() {
        return espera(topico.kafka.admin().listTopics().names());
    }
}
