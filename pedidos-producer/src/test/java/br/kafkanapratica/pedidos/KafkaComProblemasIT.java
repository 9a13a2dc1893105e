package br.kafkanapratica.pedidos;

import static br.kafkanapratica.pedidos.Execucao.programa;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.base.Volume;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
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
        return List.of("", "--intervalo=1m", "--quantidade=100000").subList(0, Volume.de(2, 3));
    }

    @ParameterizedTest
    @MethodSource("modos")
    void brokerForaDoAr(String argumento) {
        var servidores = "localhost:" + PortaLivre.uma();
        var argumentos = argumento.isEmpty() ? new String[0] : new String[] {argumento};

        long inicio = System.nanoTime();
        var execucao = Execucao.aqui(servidores, "novos_pedidos", argumentos);

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
        var execucao = Execucao.aqui(servidores, "novos_pedidos");

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
        assertThat(execucao.texto()).startsWith("ERRO: ").contains(topico, "Nada foi enviado", "./create-topics.sh");
        try (var cliente = new ClienteDeTeste(servidores)) {
            assertThat(cliente.admin().listTopics().names().get()).doesNotContain(topico);
        }
    }

    @Tag("completo")
    @Test
    void brokerMortoNoMeioDoEnvioCadaPedidoTemOSeuFimDito() {
        try (var broker = BrokerDeTeste.novo();
                var cliente = new ClienteDeTeste(broker.servidores())) {
            var topico = Execucao.topicoNovo(cliente, 3);
            try (var aosPoucos = programa(broker.servidores(), topico, "--quantidade=1000", "--intervalo=200ms")
                            .inicia();
                    var deUmaVez = programa(broker.servidores(), topico, "--quantidade=100000000")
                            .inicia()) {
                aosPoucos.esperaLinha(linha -> linha.startsWith("[PRODUTOR] Pedido enviado"), Execucao.PRAZO);
                deUmaVez.esperaLinha(linha -> linha.startsWith("[PRODUTOR] Pedido enviado"), Execucao.PRAZO);

                broker.mata();
                long inicio = System.nanoTime();
                var fimDoLento = Execucao.ateOFim(aosPoucos);
                assertThat(Duration.ofNanos(System.nanoTime() - inicio)).isLessThan(LIMITE);
                var fimDoRapido = Execucao.ateOFim(deUmaVez);
                broker.volta();

                var gravados = Execucao.gravados(cliente.log(topico));
                for (var execucao : new Execucao[] {fimDoLento, fimDoRapido}) {
                    assertThat(execucao.codigo()).isEqualTo(1);
                    assertThat(gravados).containsAllEntriesOf(execucao.ditos());
                    assertThat(execucao.linhas().get(execucao.linhas().size() - 3))
                            .startsWith("ERRO: o Kafka em %s não respondeu".formatted(broker.servidores()));
                }
                long naoConfirmados = fimDoLento.linhas().stream()
                        .filter(linha ->
                                linha.matches("\\[PRODUTOR] NÃO CONFIRMADO: \\S+ \\(Cliente: cliente_[012]\\)"))
                        .count();
                int confirmados = fimDoLento.ditos().size();
                assertThat(naoConfirmados).isPositive();
                assertThat(fimDoLento.ultimaLinha())
                        .startsWith("Incompleto: %d de 1.000 pedidos".formatted(confirmados))
                        .endsWith("não confirmados: %d; não enviados: %d."
                                .formatted(naoConfirmados, 1000 - confirmados - naoConfirmados));
            }
        }
    }
}
