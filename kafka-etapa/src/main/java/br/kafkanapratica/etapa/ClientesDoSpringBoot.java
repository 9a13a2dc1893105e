package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.AjusteContrario;
import br.kafkanapratica.leitura.BytesLimitados;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails.Configuration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.core.MicrometerProducerListener;
import org.springframework.kafka.core.ProducerFactory;

/** Com os ajustes de {@code spring.kafka}; as fábricas são só das etapas, e as do programa ficam como estão. */
final class ClientesDoSpringBoot implements ClientesDoKafka {

    /** Por {@code poll()}, depois de descomprimir: vinte mil pedidos, e pouco perto do heap de uma etapa (128 MB). */
    private static final long BYTES_POR_POLL = 4 * 1024 * 1024;

    /** De uma busca, como vem do broker. */
    private static final int BYTES_POR_BUSCA = 2 * 1024 * 1024;

    /** O que espera por ser enviado: mais que um lote, e pouco perto do heap (padrão: 32 MB). */
    private static final int BYTES_POR_ENVIAR = 16 * 1024 * 1024;

    /**
     * De um produtor: o broker esquece um transactional.id que ficou {@code transactional.id.expiration.ms} (7 dias) sem transações, e a
     * seguinte falharia.
     */
    private static final Duration VIDA_DO_PRODUTOR = Duration.ofDays(1);

    /** De fábrica, no cliente do Kafka. */
    private static final Duration ENTRE_DOIS_POLLS = Duration.ofMinutes(5);

    private final KafkaProperties ajustes;
    private final KafkaConnectionDetails conexao;
    private final MeterRegistry metricas;
    private final String programa;
    private final boolean soConexao;
    private final @Nullable Integer threads;
    private final Duration entreDoisPolls;

    ClientesDoSpringBoot(
            KafkaProperties ajustes,
            KafkaConnectionDetails conexao,
            MeterRegistry metricas,
            String programa,
            EtapaProperties ritmo) {
        this.ajustes = ajustes;
        this.conexao = conexao;
        this.metricas = metricas;
        this.programa = programa;
        this.soConexao = ritmo.soConexao();
        this.threads = ritmo.threads();
        this.entreDoisPolls = entreDoisPolls(ritmo);
    }

    /**
     * Um lote e, já no fim dele, um registro e uma entrega que levem tudo o que podem. Quem demora mais perde as partições, e o que
     * demora se repetiria sem fim.
     */
    private static Duration entreDoisPolls(EtapaProperties ritmo) {
        var preciso = ritmo.lote().plus(ritmo.trabalhoMaximo().multipliedBy(2));
        return preciso.compareTo(ENTRE_DOIS_POLLS) > 0 ? preciso : ENTRE_DOIS_POLLS;
    }

    @Override
    public String servidores() {
        return servidores(conexao, soConexao);
    }

    /** Um endereço em comum basta: pode ser outra porta do mesmo cluster. */
    @Override
    public void confere() {
        if (soConexao) {
            return;
        }
        var deOndeLe = conexao.getConsumer().getBootstrapServers();
        var ondeEscreve = conexao.getProducer().getBootstrapServers();
        if (Collections.disjoint(deOndeLe, ondeEscreve)) {
            boolean oLeitorEOutro = Collections.disjoint(deOndeLe, conexao.getBootstrapServers());
            throw new AjusteContrario(
                    "spring.kafka.%s.bootstrap-servers".formatted(oLeitorEOutro ? "consumer" : "producer"),
                    String.join(",", oLeitorEOutro ? deOndeLe : ondeEscreve),
                    String.join(",", oLeitorEOutro ? ondeEscreve : deOndeLe),
                    "nenhuma transação abrange dois Kafkas, o de que se lê e o em que se escreve");
        }
    }

    @Override
    public int threads() {
        var pedidas =
                threads != null || soConexao ? threads : ajustes.getListener().getConcurrency();
        return pedidas == null ? 1 : pedidas;
    }

    @Override
    public boolean protocoloNovo() {
        return "consumer".equalsIgnoreCase(String.valueOf(doConsumidor().get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
    }

    @Override
    public ConsumerFactory<byte[], byte[]> consumidores(
            String instancia, UnaryOperator<Consumer<byte[], byte[]>> cuidado) {
        var configuracao = doConsumidor();
        configuracao.putAll(Garantias.doConsumidor());
        configuracao.putAll(BytesLimitados.configuracao(BYTES_POR_POLL));
        configuracao.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES_POR_BUSCA);
        configuracao.putIfAbsent(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int)
                Math.min(Integer.MAX_VALUE, entreDoisPolls.toMillis()));
        configuracao.put(ConsumerConfig.CLIENT_ID_CONFIG, instancia);
        configuracao.remove(ConsumerConfig.GROUP_ID_CONFIG);
        var fabrica = new DefaultKafkaConsumerFactory<byte[], byte[]>(configuracao);
        fabrica.addListener(new MicrometerConsumerListener<>(metricas));
        fabrica.addPostProcessor(cuidado::apply);
        return fabrica;
    }

    @Override
    public ProducerFactory<byte[], byte[]> produtores(UnaryOperator<Producer<byte[], byte[]>> cuidado) {
        var pedidos = soConexao ? daConexao() : ajustes.buildProducerProperties();
        var configuracao = PrazosDoCliente.DO_PRODUTOR.concilia(
                com(AjustesDoKafka.doProdutor(), pedidos, soConexao ? deTodos() : conexao.getProducer()),
                pedidos.keySet());
        configuracao.putAll(Garantias.doProdutor());
        configuracao.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BYTES_POR_ENVIAR);
        configuracao.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BYTES_POR_ENVIAR);
        var fabrica = new DefaultKafkaProducerFactory<byte[], byte[]>(configuracao);
        var pedido = soConexao ? null : ajustes.getProducer().getTransactionIdPrefix();
        // Um id por fábrica: com um fixo, a segunda instância, ou a segunda etapa, derrubaria a primeira (fencing). O
        // começo é o pedido: é o que uma ACL por prefixo confere.
        var comeco = pedido == null || pedido.isBlank() ? programa : pedido.replaceAll("-+$", "");
        fabrica.setTransactionIdPrefix(comeco + "-" + UUID.randomUUID() + "-");
        fabrica.setMaxAge(VIDA_DO_PRODUTOR);
        fabrica.addListener(new MicrometerProducerListener<>(metricas));
        fabrica.addPostProcessor(cuidado::apply);
        return fabrica;
    }

    @Override
    public Admin admin() {
        var pedidos = ajustes.buildAdminProperties();
        return Admin.create(PrazosDoCliente.DO_ADMIN.concilia(
                com(AjustesDoKafka.doAdmin(), pedidos, doAdmin(conexao, soConexao)), pedidos.keySet()));
    }

    /** O endereço, como se mostra a quem opera. */
    static String servidores(KafkaConnectionDetails conexao, boolean soConexao) {
        return String.join(",", doAdmin(conexao, soConexao).getBootstrapServers());
    }

    /** Quem só deu endereço ao consumidor e ao produtor deixou o Admin no de fábrica, que é outro Kafka, se é algum: entra por onde se lê. */
    private static Configuration doAdmin(KafkaConnectionDetails conexao, boolean soConexao) {
        var admin = conexao.getAdmin();
        var deOndeLe = conexao.getConsumer();
        boolean esquecido = admin.getBootstrapServers().equals(new KafkaProperties().getBootstrapServers())
                && Collections.disjoint(admin.getBootstrapServers(), deOndeLe.getBootstrapServers());
        return esquecido && !soConexao ? deOndeLe : admin;
    }

    private Map<String, Object> doConsumidor() {
        return com(
                AjustesDoKafka.doConsumidor(),
                soConexao ? daConexao() : ajustes.buildConsumerProperties(),
                soConexao ? deTodos() : conexao.getConsumer());
    }

    private Configuration deTodos() {
        return Configuration.of(conexao.getBootstrapServers(), conexao.getSslBundle(), conexao.getSecurityProtocol());
    }

    /** O comum a todos os clientes, que o Spring Boot só dá misturado com o de um deles. */
    private Map<String, Object> daConexao() {
        var comum = new HashMap<String, Object>();
        comum.putAll(ajustes.getSsl().buildProperties());
        comum.putAll(ajustes.getSecurity().buildProperties());
        comum.putAll(ajustes.getProperties());
        return comum;
    }

    private static Map<String, Object> com(
            Map<String, Object> deFabrica, Map<String, Object> pedidos, Configuration conexao) {
        var configuracao = new HashMap<>(deFabrica);
        configuracao.putAll(pedidos);
        // Com o mesmo, as métricas dos clientes de duas etapas se confundiriam: sem nenhum, o Kafka dá um a cada.
        configuracao.remove(CommonClientConfigs.CLIENT_ID_CONFIG);
        configuracao.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, conexao.getBootstrapServers());
        var protocolo = conexao.getSecurityProtocol();
        if (protocolo != null) {
            configuracao.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocolo);
        }
        var ssl = conexao.getSslBundle();
        if (ssl != null) {
            configuracao.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            configuracao.put(SslBundle.class.getName(), ssl);
        }
        return configuracao;
    }
}
