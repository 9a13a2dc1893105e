package br.kafkanapratica.testes.sistema;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tira do dashboard e o saldo-service, dois programas, sobre o mesmo log sorteado: chaves em várias partições, remoções, registros
 * malformados de todo jeito, transações desfeitas e uma aberta. Para repetir um sorteio: {@code -Dsemente=N}.
 */
@Tag("completo")
class TiraESaldosIT {

    /** Decimais exatos, e sem os limites do Jackson: quem os tem é quem se testa. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(1_000_000)
                            .maxNestingDepth(1_000_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int REGISTROS = 900;
    private static final int CHAVES = 40;
    private static final int POR_TRECHO = 100;

    @Test
    void aTiraEOSaldoServiceDizemOMesmoDeCadaCliente() {
        long semente = Long.getLong("semente", System.nanoTime());
        System.out.println("TiraESaldosIT: -Dsemente=" + semente);
        try (var lab = new DashboardNoAr();
                var transacional = transacional(lab.pipeline().broker().servidores())) {
            lab.esperaSaldos(); // antes: quem começasse com a última transação aberta esperaria por ela
            escreve(new Random(semente), lab.pipeline().kafka(), transacional);
            await().atMost(Pipeline.PRAZO).ignoreExceptions().untilAsserted(() -> compara(lab, semente));
        }
    }

    private static void compara(DashboardNoAr lab, long semente) {
        var tira = tira(lab);
        var servico = servico(lab);
        assertThat(tira).as("semente %d", semente).isEqualTo(servico);
        assertThat(tira.values())
                .as("há dos dois")
                .anyMatch(dele -> dele.startsWith("malformado"))
                .anyMatch(dele -> dele.startsWith("saldo"));
        var quantos = lab.json("/api/compactacao").get("quantos");
        var saldos = pede(lab, "/saldos?limite=1");
        assertThat(quantos.get("VIVO").asInt()).isEqualTo(saldos.get("total").asInt());
        assertThat(quantos.get("MALFORMADO").asInt())
                .isEqualTo(saldos.get("corrompidos").asInt());
        for (var estado : List.of("SUPERADO", "ENCOBERTO", "ABORTADO", "PENDENTE")) {
            assertThat(quantos.get(estado).asInt()).as(estado).isPositive();
        }
    }

    /** Cliente → o saldo dele, ou onde está e por que não há. */
    private static Map<String, String> tira(DashboardNoAr lab) {
        var clientes = new TreeMap<String, String>();
        for (var particao : lab.json("/api/compactacao").get("particoes")) {
            int numero = particao.get("numero").asInt();
            long fim = particao.get("trecho").get("fim").asLong();
            for (long de = 0; de < fim; de += POR_TRECHO) {
                var trecho = lab.json("/api/compactacao/%d?de=%d&ate=%d".formatted(numero, de, de + POR_TRECHO - 1));
                for (var celula : trecho.get("celulas")) {
                    var quantos = celula.get("quantos");
                    if (quantos.has("VIVO") || quantos.has("MALFORMADO")) {
                        var registro = lab.json("/api/compactacao/%d/%d"
                                        .formatted(numero, celula.get("de").asLong()))
                                .get("registro");
                        var causa = registro.get("causa");
                        clientes.put(
                                registro.get("chave").asString(),
                                quantos.has("VIVO")
                                        ? saldo(JSON.readTree(
                                                registro.get("valor").asString()))
                                        : malformado(
                                                causa, numero, celula.get("de").asLong()));
                    }
                }
            }
        }
        return clientes;
    }

    private static Map<String, String> servico(DashboardNoAr lab) {
        var clientes = new TreeMap<String, String>();
        for (var cliente : pede(lab, "/saldos").get("clientes")) {
            clientes.put(cliente.get("cliente_id").asString(), saldo(cliente));
        }
        for (var corrompido : pede(lab, "/saldos/corrompidos").get("clientes")) {
            clientes.put(
                    corrompido.get("cliente_id").asString(),
                    malformado(
                            corrompido.get("causa"),
                            corrompido.get("particao").asInt(),
                            corrompido.get("offset").asLong()));
        }
        return clientes;
    }

    private static String saldo(JsonNode saldo) {
        return "saldo %s em %s"
                .formatted(
                        saldo.get("saldo").decimalValue().stripTrailingZeros(),
                        saldo.get("timestamp").asString());
    }

    private static String malformado(JsonNode causa, int particao, long offset) {
        return "malformado em %d:%d (%s)".formatted(particao, offset, causa.asString());
    }

    private static void escreve(Random sorteio, ClienteDeTeste kafka, KafkaProducer<byte[], byte[]> transacional) {
        long agora = System.currentTimeMillis();
        var envios = new ArrayList<Future<?>>();
        for (int i = 0; i < REGISTROS; i++) {
            if (sorteio.nextInt(30) == 0) {
                envios.forEach(ClienteDeTeste::espera);
                envios.clear();
                transacional.beginTransaction();
                for (int j = 0; j < 5; j++) {
                    transacional.send(registro(sorteio, agora));
                }
                transacional.flush(); // o que ainda não saiu, um abort só descarta
                if (sorteio.nextBoolean()) {
                    transacional.commitTransaction();
                } else {
                    transacional.abortTransaction();
                }
            } else {
                envios.add(kafka.envia(registro(sorteio, agora)));
            }
        }
        envios.forEach(ClienteDeTeste::espera);
        // A última fica aberta: o que vem depois dela na partição ninguém lê.
        transacional.beginTransaction();
        ClienteDeTeste.espera(transacional.send(new ProducerRecord<>(
                Topico.CONTAS.nome(), 0, agora, ClienteDeTeste.bytes("c0"), ClienteDeTeste.bytes("torto"))));
        ClienteDeTeste.espera(kafka.envia(new ProducerRecord<>(
                Topico.CONTAS.nome(), 0, agora, ClienteDeTeste.bytes("c1"), ClienteDeTeste.bytes("torto"))));
    }

    private static ProducerRecord<byte[], byte[]> registro(Random sorteio, long agora) {
        var chave = chave(sorteio);
        // Poucos instantes: há empates entre partições.
        return new ProducerRecord<>(
                Topico.CONTAS.nome(),
                sorteio.nextInt(Topico.PARTICOES),
                agora - sorteio.nextInt(4),
                chave,
                valor(sorteio, new String(chave, UTF_8)));
    }

    private static byte[] chave(Random sorteio) {
        return switch (sorteio.nextInt(12)) {
            case 0 -> new byte[] {(byte) 0xFF, (byte) sorteio.nextInt(3)};
            case 1 ->
                ClienteDeTeste.bytes(List.of(" ", "ção 😀", "a\u0000b", "\"", "x".repeat(300))
                        .get(sorteio.nextInt(5)));
            default -> ClienteDeTeste.bytes("c" + sorteio.nextInt(CHAVES));
        };
    }

    private static byte @Nullable [] valor(Random sorteio, String id) {
        var numero = sorteio.nextInt(1_000);
        var bom = json(id, Integer.toString(numero), "2025-10-14T15:20:57", "");
        return switch (sorteio.nextInt(24)) {
            case 0, 1, 2 -> null;
            case 3 -> new byte[0];
            case 4 -> ClienteDeTeste.bytes("lixo");
            case 5 -> ClienteDeTeste.bytes(json("outro", "1", "2025-10-14T15:20:57", ""));
            case 6 -> ClienteDeTeste.bytes(json(id, "1", "2025-02-30T10:00:00", ""));
            case 7 -> ClienteDeTeste.bytes(json(id, "9".repeat(1_001), "2025-10-14T15:20:57", ""));
            case 8 -> ClienteDeTeste.bytes(json(id, "1e-2147483648", "2025-10-14T15:20:57", ""));
            case 9 ->
                ClienteDeTeste.bytes(
                        json(id, "1", "2025-10-14T15:20:57", ",\"x\":" + "[".repeat(600) + "]".repeat(600)));
            case 10 -> comBytes(id, new byte[] {(byte) 0xC0, (byte) 0xAF}); // uma barra em dois bytes: não é UTF-8
            case 11 -> comBytes(id, new byte[] {(byte) 0xFF});
            case 12 -> bom.getBytes(UTF_16);
            case 13 -> ClienteDeTeste.bytes("\uFEFF" + bom);
            case 14 -> ClienteDeTeste.bytes(bom + bom);
            case 15 -> ClienteDeTeste.bytes(json(id, "1", "2025-10-14T15:20:57", ",\"saldo\":2"));
            case 16 -> ClienteDeTeste.bytes(json(id, "\"1\"", "2025-10-14T15:20:57", ""));
            case 17 -> ClienteDeTeste.bytes(json(id, numero + ".50", "2024-02-29T23:59:59.123-03:00", ",\"x\":null"));
            default -> ClienteDeTeste.bytes(bom);
        };
    }

    private static String json(String id, String saldo, String timestamp, String mais) {
        return "{\"cliente_id\":%s,\"saldo\":%s,\"timestamp\":\"%s\"%s}"
                .formatted(ServicoEmJar.JSON.writeValueAsString(id), saldo, timestamp, mais);
    }

    /** Um saldo com estes bytes num campo que se ignora. */
    private static byte[] comBytes(String id, byte[] dentro) {
        var partes = json(id, "1", "2025-10-14T15:20:57", ",\"x\":\"@\"").split("@", 2);
        var antes = ClienteDeTeste.bytes(partes[0]);
        var depois = ClienteDeTeste.bytes(partes[1]);
        var todos = new byte[antes.length + dentro.length + depois.length];
        System.arraycopy(antes, 0, todos, 0, antes.length);
        System.arraycopy(dentro, 0, todos, antes.length, dentro.length);
        System.arraycopy(depois, 0, todos, antes.length + dentro.length, depois.length);
        return todos;
    }

    private static KafkaProducer<byte[], byte[]> transacional(String servidores) {
        var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servidores,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "tira-e-saldos",
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static JsonNode pede(DashboardNoAr lab, String caminho) {
        return JSON.readTree(lab.doSaldoService(caminho));
    }
}
