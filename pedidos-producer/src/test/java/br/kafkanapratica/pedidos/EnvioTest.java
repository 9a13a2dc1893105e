package br.kafkanapratica.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.EnvioConfirmado;
import br.kafkanapratica.terminal.Sintoma;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Com um Kafka de mentira, que só confirma quando o teste manda. */
@ExtendWith(OutputCaptureExtension.class)
class EnvioTest {

    private static final Duration PRAZO = Duration.ofSeconds(30);

    private final MockProducer<String, String> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new StringSerializer());
    private volatile Sintoma sintoma = Sintoma.LENTO;

    @Test
    void enviaTodosSemEsperarConfirmacaoESoDizQueEnviouDepoisDela(CapturedOutput tela) throws Exception {
        var codigo = comeca(new Lote(5, Duration.ZERO));
        Awaitility.await().atMost(PRAZO).until(() -> kafka.history().size() == 5);
        assertThat(tela.getOut()).doesNotContain("[PRODUTOR]");

        kafka.completeNext();
        Awaitility.await().atMost(PRAZO).until(() -> tela.getOut().contains("offset"));
        assertThat(tela.getOut().strip())
                .isEqualTo(
                        "[PRODUTOR] Pedido enviado: %s (Cliente: cliente_1) → partição 0, offset 0".formatted(id(0)));
        assertThat(codigo).isNotDone();

        completaTodos();
        assertThat(resultado(codigo)).isZero();
        assertThat(tela.getOut()).contains("5 pedidos enviados em ");
    }

    @Test
    void osPedidosTemOFormatoDoContrato() throws Exception {
        var codigo = comeca(new Lote(4, Duration.ZERO));
        Awaitility.await().atMost(PRAZO).until(() -> kafka.history().size() == 4);
        completaTodos();
        resultado(codigo);

        assertThat(kafka.history()).extracting(ProducerRecord::partition).containsOnlyNulls();
        assertThat(kafka.history())
                .extracting(ProducerRecord::value)
                .containsExactly(
                        valor(id(0), "cliente_1", "Produto-1"),
                        valor(id(1), "cliente_2", "Produto-2"),
                        valor(id(2), "cliente_0", "Produto-3"),
                        valor(id(3), "cliente_1", "Produto-4"));
    }

    @Test
    void cadaPedidoComecaUmRastroValidoESoSeu() throws Exception {
        var codigo = comeca(new Lote(100, Duration.ZERO));
        Awaitility.await().atMost(PRAZO).until(() -> kafka.history().size() == 100);
        completaTodos();
        resultado(codigo);

        assertThat(Execucao.rastros(kafka.history()))
                .hasSize(100)
                .doesNotHaveDuplicates()
                .allSatisfy(rastro -> assertThat(rastro)
                        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                        .doesNotContain("0".repeat(32))
                        .doesNotContain("-" + "0".repeat(16) + "-"));
    }

    @Test
    void oQueFalhaDepoisDeOutrosConfirmadosEDitoUmPorUm(CapturedOutput tela) throws Exception {
        var codigo = comeca(new Lote(3, Duration.ZERO));
        Awaitility.await().atMost(PRAZO).until(() -> kafka.history().size() == 3);
        kafka.completeNext();
        kafka.errorNext(new TimeoutException("Expiring 1 record(s)"));
        kafka.errorNext(new TimeoutException("Expiring 1 record(s)"));

        assertThat(resultado(codigo)).isEqualTo(1);
        assertThat(tela.getOut().lines().toList())
                .startsWith(
                        "[PRODUTOR] Pedido enviado: %s (Cliente: cliente_1) → partição 0, offset 0".formatted(id(0)),
                        "[PRODUTOR] NÃO CONFIRMADO: %s (Cliente: cliente_2)".formatted(id(1)),
                        "[PRODUTOR] NÃO CONFIRMADO: %s (Cliente: cliente_0)".formatted(id(2)))
                .hasSize(4)
                .last()
                .asString()
                .matches("Incompleto: 1 de 3 pedidos confirmados em [\\d,]+ s; "
                        + "não confirmados: 2; não enviados: 0\\.");
        assertThat(tela.getErr())
                .startsWith("ERRO: o Kafka em meu-kafka:9092 não respondeu: ")
                .contains("SPRING_KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void depoisDaPrimeiraFalhaNaoInsiste(CapturedOutput tela) throws Exception {
        kafka.sendException = new TimeoutException("Topic not present in metadata");

        assertThat(resultado(comeca(new Lote(1_000_000, Duration.ZERO)))).isEqualTo(1);
        assertThat(tela.getOut()).contains("0 de 1.000.000 pedidos", "não confirmados: 1; não enviados: 999.999.");
    }

    /** Sem quem desse a resposta que nunca virá, a espera não teria fim e as contas não sairiam. */
    @Test
    void seAThreadDeRedeMorreOQueFaltaEContadoEASaidaEComErro(CapturedOutput tela) throws Exception {
        sintoma = Sintoma.CLIENTE_MORTO;
        var codigo = comeca(new Lote(3, Duration.ZERO));
        Awaitility.await().atMost(PRAZO).until(() -> kafka.history().size() == 3);
        kafka.completeNext();

        assertThat(resultado(codigo)).isEqualTo(1);
        assertThat(tela.getErr()).contains("ERRO: o cliente do Kafka deste programa parou");
        assertThat(tela.getOut())
                .contains("Incompleto: 1 de 3 pedidos confirmados")
                .contains("não confirmados: 2; não enviados: 0.");
    }

    @Test
    void umPedidoSoEDitoNoSingular(CapturedOutput tela) throws Exception {
        var codigo = comeca(new Lote(1, Duration.ofDays(1)));
        Awaitility.await().atMost(PRAZO).until(() -> kafka.history().size() == 1);
        kafka.completeNext();

        assertThat(resultado(codigo)).isZero();
        assertThat(tela.getOut()).contains("1 pedido enviado em ");
    }

    @Test
    void duranteOIntervaloAsConfirmacoesJaSaoDitas(CapturedOutput tela) {
        var codigo = comeca(new Lote(2, Duration.ofDays(1)));
        Awaitility.await().atMost(PRAZO).until(() -> kafka.history().size() == 1);
        kafka.completeNext();

        Awaitility.await().atMost(PRAZO).until(() -> tela.getOut().contains("Pedido enviado: " + id(0)));
        assertThat(kafka.history()).hasSize(1);
        assertThat(codigo).isNotDone();
    }

    private CompletableFuture<Integer> comeca(Lote lote) {
        var codigo = new CompletableFuture<Integer>();
        var thread = new Thread(() -> {
            try {
                codigo.complete(new Envio(lote, new Rodizio(1), produtor()).executa());
            } catch (InterruptedException | RuntimeException e) {
                codigo.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return codigo;
    }

    private static int resultado(CompletableFuture<Integer> codigo) throws Exception {
        return codigo.get(PRAZO.toSeconds(), TimeUnit.SECONDS);
    }

    private void completaTodos() {
        List.copyOf(kafka.history()).forEach(registro -> kafka.completeNext());
    }

    private String id(int indice) {
        return kafka.history().get(indice).key();
    }

    private static String valor(String id, String cliente, String produto) {
        return "{\"id_pedido\":\"%s\",\"cliente\":\"%s\",\"produto\":\"%s\",\"quantidade\":1}"
                .formatted(id, cliente, produto);
    }

    private ProdutorDePedidos produtor() {
        var destino = new Destino("novos_pedidos", "meu-kafka:9092");
        return new ProdutorDePedidos(
                new EnvioConfirmado(() -> kafka, destino, Duration.ofMinutes(5), () -> sintoma), destino);
    }
}
