package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonToken;

/** Um milhão de clientes num saldo-service com 512 MB de heap. */
@Tag("sozinho")
@Tag("completo")
@Tag("longo")
class MilhaoDeClientesIT {

    private static final int CLIENTES = 1_000_000;
    private static final int DOWNLOADS = 8;
    private static final int PAGINAS = 50;
    private static final int POR_PAGINA = 1000;

    private static BrokerDeTeste broker;
    private static ServicoEmJar servico;

    @BeforeAll
    static void escreveUmMilhaoESobe() {
        broker = BrokerDeTeste.novo();
        try (var kafka = new ClienteDeTeste(broker.servidores())) {
            kafka.cria("contas", Topico.PARTICOES, Topico.CONTAS.configuracoes());
            var envios = new ArrayList<Future<RecordMetadata>>();
            for (int i = 0; i < CLIENTES; i++) {
                var cliente = "c" + i;
                envios.add(kafka.envia(
                        "contas", null, ClienteDeTeste.bytes(cliente), ClienteDeTeste.bytes(json(cliente, i))));
            }
            envios.forEach(ClienteDeTeste::espera);
        }
        servico = ServicoEmJar.inicia(
                        broker.servidores(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC")
                .esperaPronto();
    }

    @AfterAll
    static void desce() {
        if (servico != null) {
            servico.close();
        }
        broker.close();
    }

    @Test
    void aReconstrucaoDizQuantosSao() {
        assertThat(servico.processo().linhas())
                .anyMatch(linha -> linha.contains("Reconstrução finalizada. Número de chaves: " + CLIENTES));
    }

    @Test
    void oitoDownloadsDeTudoAoMesmoTempoNaoCabemNaMemoriaETodosChegamInteirosNaMesmaOrdem() throws Exception {
        var executor = Executors.newFixedThreadPool(DOWNLOADS);
        try {
            var downloads = new ArrayList<Callable<Download>>();
            for (int i = 0; i < DOWNLOADS; i++) {
                downloads.add(() -> baixa("/saldos"));
            }
            var baixados = new ArrayList<Download>();
            for (var futuro : executor.invokeAll(downloads)) {
                baixados.add(futuro.get());
            }
            assertThat(baixados)
                    .allSatisfy(baixado -> assertThat(baixado.clientes()).isEqualTo(CLIENTES));
            assertThat(baixados)
                    .extracting(Download::ordem)
                    .containsOnly(baixados.get(0).ordem());
            assertThat(baixados.stream().mapToLong(Download::bytes).sum()).isGreaterThan(512L * 1024 * 1024);
        } finally {
            executor.shutdownNow();
        }
        assertThat(servico.processo().vivo()).isTrue();
        assertThat(servico.get("/saldo/c7").body()).contains("\"cliente_id\":\"c7\"", "\"saldo\":7.50");
    }

    @Test
    void asPaginasEmSequenciaSaoOComecoDoTodo() throws IOException {
        var todo = new ArrayList<String>();
        try (var corpo = servico.baixa("/saldos").body();
                var json = ServicoEmJar.JSON.createParser(corpo)) {
            while (todo.size() < PAGINAS * POR_PAGINA && json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && "cliente_id".equals(json.currentName())) {
                    todo.add(json.getString());
                }
            }
        }
        var paginado = new ArrayList<String>();
        for (int pagina = 0; pagina < PAGINAS; pagina++) {
            var apos = paginado.isEmpty() ? "" : "&apos=" + paginado.get(paginado.size() - 1);
            var clientes = servico.json("/saldos?limite=" + POR_PAGINA + apos).path("clientes");
            clientes.forEach(cliente -> paginado.add(cliente.path("cliente_id").asString()));
        }
        assertThat(paginado).isEqualTo(todo);
    }

    /**
     * O que se apurou de um {@code GET /saldos}, sem o guardar.
     *
     * @param clientes quantos clientes diferentes, todos com o saldo certo
     * @param ordem um hash da sequência dos clientes
     */
    private record Download(int clientes, long ordem, long bytes) {}

    private static Download baixa(String caminho) {
        try (var corpo = servico.baixa(caminho).body();
                var json = ServicoEmJar.JSON.createParser(corpo)) {
            var vistos = new BitSet(CLIENTES);
            long ordem = 0;
            int cliente = -1;
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && "cliente_id".equals(json.currentName())) {
                    cliente = Integer.parseInt(json.getString().substring(1));
                    if (vistos.get(cliente)) {
                        throw new AssertionError("c" + cliente + " veio duas vezes");
                    }
                    vistos.set(cliente);
                    ordem = 31 * ordem + cliente;
                } else if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                        && json.getDoubleValue() != cliente + 0.5) {
                    throw new AssertionError("c" + cliente + " veio com " + json.getString());
                }
            }
            return new Download(
                    vistos.cardinality(), ordem, json.currentLocation().getByteOffset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(String cliente, int reais) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%d.50,\"timestamp\":\"2025-10-14T15:20:57\"}"
                .formatted(cliente, reais);
    }
}
