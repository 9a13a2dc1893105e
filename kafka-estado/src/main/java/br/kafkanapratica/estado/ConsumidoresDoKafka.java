package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.AjusteContrario;
import br.kafkanapratica.leitura.BytesLimitados;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Aquilo de que a correção e a memória dependem é posto aqui, e quem pede o contrário é recusado pelo nome. */
final class ConsumidoresDoKafka implements Consumidores {

    /** @param valor o único aceito; nulo se o ajuste não pode ser dado, e então {@code aceitos} diz o que ainda passa */
    private record Garantia(String nome, @Nullable Object valor, Set<String> aceitos, String porQue) {

        static Garantia de(String nome, String valor, String porQue) {
            return new Garantia(nome, valor, Set.of(valor), porQue);
        }

        static Garantia sem(String nome, String porQue) {
            return new Garantia(nome, null, Set.of(), porQue);
        }

        static Garantia bytes(String nome) {
            return new Garantia(
                    nome,
                    null,
                    Set.of(
                            ByteArrayDeserializer.class.getName().toLowerCase(Locale.ROOT),
                            BytesLimitados.class.getName().toLowerCase(Locale.ROOT)),
                    "o log se lê em bytes, e quem os entende é a projeção: o que ela não entende é dito, e não derruba a leitura");
        }
    }

    private static final List<Garantia> GARANTIAS = List.of(
            Garantia.de(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    "o estado incluiria o que foi escrito em transações abortadas"),
            Garantia.de(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "none",
                    "a posição é sempre explícita, e um log truncado passaria despercebido"),
            Garantia.de(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "false",
                    "a cada início se lê o log inteiro, sem offsets gravados"),
            Garantia.de(
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    "false",
                    "o tópico nasceria com a política errada, e o Kafka apagaria registros por idade"),
            Garantia.de(
                    ConsumerConfig.CHECK_CRCS_CONFIG,
                    "true",
                    "um lote danificado no disco seria lido como se fosse bom"),
            Garantia.sem(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    "num grupo cada instância leria só parte do log, e teria só parte do estado"),
            Garantia.sem(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "só serve num grupo, e aqui não há grupo"),
            Garantia.sem(
                    ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                    "o lugar é do que limita a memória, e o estado tem de ser o do log"),
            Garantia.bytes(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG),
            Garantia.bytes(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG));

    /** O que um {@code poll()} devolve, em bytes: com os lotes em curso, uns oito destes ao mesmo tempo. */
    private static final long POR_POLL = entre(1 << 20, Runtime.getRuntime().maxMemory() / 64, BytesLimitados.PADRAO);

    /** O que espera, comprimido, por ser lido, de todas as partições. */
    private static final long BUSCADOS = entre(1 << 20, Runtime.getRuntime().maxMemory() / 32, 16 << 20);

    /** Que o lote ainda esteja no cache do processador quando outra thread o aplica. */
    private static final int POR_POLL_NO_CACHE = 2_500;

    private static final long POR_PARTICAO_MAXIMO = 4 << 20; // com uma partição só, menos idas e voltas ao broker
    private static final long POR_PARTICAO_MINIMO = 64 << 10;

    private final String topico;
    private final Map<String, Object> cliente;
    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> fabrica;

    /** @param ajuste o nome com que um ajuste se escreve neste programa */
    ConsumidoresDoKafka(
            String topico,
            Map<String, ?> cliente,
            Function<Map<String, Object>, Consumer<byte[], byte[]>> fabrica,
            Function<String, String> ajuste) {
        this.topico = topico;
        this.cliente = new HashMap<>(cliente);
        this.cliente.values().removeIf(Objects::isNull);
        this.fabrica = fabrica;
        GARANTIAS.forEach(garantia -> confere(garantia, this.cliente.get(garantia.nome), ajuste));
    }

    private static void confere(Garantia garantia, @Nullable Object dado, Function<String, String> ajuste) {
        var texto = texto(dado);
        if (!texto.isEmpty() && !garantia.aceitos.contains(texto.toLowerCase(Locale.ROOT))) {
            throw new AjusteContrario(
                    ajuste.apply(garantia.nome),
                    texto,
                    garantia.valor == null ? "nenhum" : garantia.valor,
                    garantia.porQue);
        }
    }

    private static String texto(@Nullable Object valor) {
        return valor == null
                ? ""
                : valor instanceof Class<?> classe
                        ? classe.getName()
                        : valor.toString().strip();
    }

    @Override
    public Consumer<byte[], byte[]> abre(Modo modo, int particoes) {
        return fabrica.apply(configuracao(modo, particoes));
    }

    private Map<String, Object> configuracao(Modo modo, int particoes) {
        var configuracao = new HashMap<>(cliente);
        configuracao.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POR_POLL_NO_CACHE);
        configuracao.putIfAbsent(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        configuracao.put(
                ConsumerConfig.CLIENT_ID_CONFIG,
                ConfiguracaoDoCliente.clientId(cliente.get(ConsumerConfig.CLIENT_ID_CONFIG), topico));
        configuracao.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuracao.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        GARANTIAS.forEach(garantia -> {
            if (garantia.valor != null) {
                configuracao.put(garantia.nome, garantia.valor);
            }
        });
        configuracao.putAll(BytesLimitados.configuracao(POR_POLL));
        long porParticao = modo == Modo.DEPRESSA
                ? entre(POR_PARTICAO_MINIMO, BUSCADOS / Math.max(1, particoes), POR_PARTICAO_MAXIMO)
                : POR_PARTICAO_MINIMO;
        limita(configuracao, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BUSCADOS);
        limita(configuracao, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, porParticao);
        if (modo != Modo.DEPRESSA) {
            configuracao.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        }
        if (modo == Modo.SONDAGEM) {
            configuracao.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        }
        return configuracao;
    }

    /** O que se pediu, se é menos: mais, não, que é disto que a memória depende. */
    private static void limita(Map<String, Object> configuracao, String nome, long maximo) {
        var pedido = ConfigDef.parseType(nome, configuracao.get(nome), ConfigDef.Type.INT);
        configuracao.put(nome, pedido instanceof Integer menor && menor < maximo ? menor : (int) maximo);
    }

    private static long entre(long minimo, long valor, long maximo) {
        return Math.max(minimo, Math.min(valor, maximo));
    }
}
