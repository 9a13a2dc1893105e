package br.kafkanapratica.producer;

import static br.kafkanapratica.producer.Execucao.programa;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Sinal;
import br.kafkanapratica.testes.base.Volume;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nada é dito enviado sem confirmação, e quem espera sabe logo, e sabe o que fazer. */
class KafkaComProblemasIT {

    /** O programa desiste aos 5 s (PacienciaTest); o resto é a JVM numa máquina ocupada, e fica longe do prazo do Kafka, de 2 min. */
    private static final Duration LIMITE = Duration.ofSeconds(30);

    static List<String> modos() {
        return List.of("--interativo", "--gerar=100", "", "--remover=5").subList(0, Volume.de(2, 4));
    }

    @ParameterizedTest
    @MethodSource("modos")
    void brokerForaDoAr(String argumento) {
        var servidores = "localhost:" + PortaLivre.uma();
        var argumentos = argumento.isEmpty() ? new String[0] : new String[] {argumento};

        long inicio = System.nanoTime();
        var execucao = Execucao.aqui(servidores, "contas", argumentos);

        assertThat(Duration.ofNanos(System.nanoTime() - inicio)).isLessThan(LIMITE);
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.linhas()).hasSize(2);
        assertThat(execucao.texto())
                .startsWith("ERRO: ")
                .contains(servidores, "./start.sh", "java -jar broker-local/target/broker-local.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nome-que-nao-existe.invalid:9092", "sem-porta"})
    void enderecoQueNaoExiste(String servidores) {
        var execucao = Execucao.aqui(servidores, "contas");

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.linhas()).hasSize(1);
        assertThat(execucao.texto())
                .startsWith("ERRO: ")
                .contains(servidores, "SPRING_KAFKA_BOOTSTRAP_SERVERS")
                .doesNotContain("./start.sh");
    }

    @Test
    void topicoQueNaoExisteNaoECriado() throws Exception {
        var servidores = BrokerDeTeste.compartilhado().servidores();
        var topico = "nao-existe-" + UUID.randomUUID();

        var execucao = Execucao.aqui(servidores, topico);

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.linhas()).hasSize(1);
        assertThat(execucao.texto()).startsWith("ERRO: ").contains(topico, "./create-topics.sh");
        try (var cliente = new ClienteDeTeste(servidores)) {
            assertThat(cliente.admin().listTopics().names().get()).doesNotContain(topico);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void topicoQueNaoESoCompact(String politica) {
        var servidores = BrokerDeTeste.compartilhado().servidores();
        try (var cliente = new ClienteDeTeste(servidores)) {
            var topico = cliente.criaTopico("contas", 1, Map.of("cleanup.policy", politica));

            var execucao = Execucao.aqui(servidores, topico);

            assertThat(execucao.codigo()).isEqualTo(1);
            assertThat(execucao.texto())
                    .startsWith("ERRO: ")
                    .contains("cleanup.policy=" + politica)
                    .contains("java -jar broker-local/target/broker-local.jar configs --alter --entity-type topics "
                            + "--entity-name " + topico + " --add-config cleanup.policy=compact");
            assertThat(cliente.log(topico)).isEmpty();
        }
    }

    /** O destino que não serve: dito uma vez, com o conserto e as contas. */
    @Tag("completo")
    @Test
    void mensagemQueNaoCabeNoTopico() {
        var servidores = BrokerDeTeste.compartilhado().servidores();
        try (var cliente = new ClienteDeTeste(servidores)) {
            var topico =
                    cliente.criaTopico("contas", 1, Map.of("cleanup.policy", "compact", "max.message.bytes", "60"));

            var execucao = Execucao.aqui(servidores, topico, "--gerar", "10");

            assertThat(execucao.codigo()).isEqualTo(1);
            assertThat(execucao.linhasQueComecamCom("ERRO: ")).hasSize(1);
            assertThat(execucao.texto())
                    .contains("--entity-name " + topico + " --add-config max.message.bytes=")
                    .endsWith("0 mensagens confirmadas; 10 não.");
        }
    }

    @Tag("completo")
    @Test
    void topicoApagadoNoMeioDaGeracao() {
        var servidores = BrokerDeTeste.compartilhado().servidores();
        try (var cliente = new ClienteDeTeste(servidores)) {
            var topico = Execucao.topicoNovo(cliente);
            try (var geracao =
                    programa(servidores, topico, "--gerar", "100000000").inicia()) {
                geracao.esperaLinha(linha -> linha.startsWith("Confirmadas:"), Execucao.PRAZO);
                ClienteDeTeste.espera(
                        cliente.admin().deleteTopics(List.of(topico)).all());
                var fim = Execucao.ateOFim(geracao);

                assertThat(fim.codigo()).isEqualTo(1);
                assertThat(fim.linhasQueComecamCom("ERRO: "))
                        .singleElement()
                        .satisfies(erro -> assertThat(erro).contains(topico, "não existe", "./create-topics.sh"));
                assertThat(fim.linhas().get(fim.linhas().size() - 1))
                        .matches("\\d+ mensagens confirmadas; \\d+ não\\.");
            }
        }
    }

    /** Lento não é falho. */
    @Test
    @Tag("completo")
    @Tag("longo")
    void brokerCongeladoEEsperadoENadaSePerde() {
        try (var broker = BrokerDeTeste.novo();
                var cliente = new ClienteDeTeste(broker.servidores())) {
            var topico = Execucao.topicoNovo(cliente);
            // Mais do que cabe no tempo do teste: o trabalho dura até a falha o pegar, por mais rápida que seja a
            // máquina.
            try (var geracao = Sinal.comCtrlC(programa(broker.servidores(), topico, "--gerar", "100000000"))
                    .inicia()) {
                geracao.esperaLinha(linha -> linha.startsWith("Confirmadas:"), Execucao.PRAZO);
                broker.congela();
                geracao.esperaLinha(linha -> linha.matches("Esperando pelo Kafka .* há 1\\d s: .*"), Execucao.PRAZO);
                long antes = progressos(geracao);
                broker.descongela();
                Awaitility.await().atMost(Execucao.PRAZO).until(() -> progressos(geracao) > antes);
                Sinal.envia("INT", geracao);
                var fim = Execucao.ateOFim(geracao);

                int gravadas = cliente.log(topico).size();
                assertThat(fim.codigo()).as(fim.texto()).isEqualTo(130);
                assertThat(fim.linhasQueComecamCom("ERRO: ")).isEmpty();
                assertThat(fim.linhas())
                        .endsWith("Interrompido: %d mensagens confirmadas; %d não."
                                .formatted(gravadas, 100_000_000 - gravadas));
            }
        }
    }

    private static long progressos(Processo geracao) {
        return geracao.linhas().stream()
                .filter(linha -> linha.startsWith("Confirmadas:"))
                .count();
    }

    @Tag("completo")
    @Test
    void brokerMortoNoMeioDeUmaConversaEDaGeracao() {
        try (var broker = BrokerDeTeste.novo();
                var cliente = new ClienteDeTeste(broker.servidores())) {
            var topico = Execucao.topicoNovo(cliente);

            try (var geracao = programa(broker.servidores(), topico, "--gerar", "100000000")
                            .inicia();
                    var conversa = programa(broker.servidores(), topico, "--interativo")
                            .inicia()) {
                geracao.esperaLinha(linha -> linha.startsWith("Confirmadas:"), Execucao.PRAZO);
                conversa.digita("a\n1\n");
                conversa.esperaLinha(linha -> linha.contains("Produzido -> key=a"), Execucao.PRAZO);

                broker.mata();
                long inicio = System.nanoTime();
                conversa.digita("b\n2\n");
                var fimDaGeracao = Execucao.ateOFim(geracao);
                conversa.esperaLinha(linha -> linha.startsWith("ERRO: NÃO CONFIRMADO -> key=b"), LIMITE);
                assertThat(Duration.ofNanos(System.nanoTime() - inicio)).isLessThan(LIMITE);
                broker.volta();
                Awaitility.await()
                        .atMost(Execucao.PRAZO)
                        .ignoreExceptionsInstanceOf(
                                IllegalStateException.class) // a linha que não veio: digita-se de novo
                        .until(() -> {
                            conversa.digita("c\n3\n");
                            return conversa.esperaLinha(
                                            linha -> linha.contains("Produzido -> key=c"), Duration.ofSeconds(10))
                                    != null;
                        });
                conversa.fechaEntrada();
                var fimDaConversa = Execucao.ateOFim(conversa);

                var log = cliente.log(topico);
                var gravados = Execucao.gravados(log);
                assertThat(gravados).containsAllEntriesOf(fimDaConversa.ditos());
                assertThat(fimDaConversa.ditos())
                        .containsValue("a")
                        .containsValue("c")
                        .doesNotContainValue("b");
                assertThat(fimDaConversa.codigo()).isEqualTo(1);

                assertThat(fimDaGeracao.codigo()).isEqualTo(1);
                var resumo = Pattern.compile("(\\d+) mensagens confirmadas; (\\d+) não\\.")
                        .matcher(fimDaGeracao.linhas().get(fimDaGeracao.linhas().size() - 1));
                assertThat(resumo.matches()).as(fimDaGeracao.texto()).isTrue();
                long confirmadas = Long.parseLong(resumo.group(1));
                assertThat(confirmadas + Long.parseLong(resumo.group(2))).isEqualTo(100_000_000);
                var clientes = new HashSet<>(gravados.values());
                clientes.removeIf(chave -> !chave.matches("\\d+"));
                assertThat(confirmadas).isPositive().isLessThanOrEqualTo(clientes.size());
            }
        }
    }
}
