package br.kafkanapratica.pedidos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import br.kafkanapratica.contratos.InicioDeRastro;
import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.NestaJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import tools.jackson.databind.json.JsonMapper;

/** O programa de verdade, executado até o fim, e o que ele deixou no tópico. */
record Execucao(int codigo, List<String> linhas) {

    static final Duration PRAZO = Duration.ofSeconds(90);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String AQUECIMENTO = "aquecimento";
    private static final Pattern ENVIADO = Pattern.compile(
            "\\[PRODUTOR] Pedido enviado: (\\S+) \\(Cliente: cliente_[012]\\) → partição (\\d+), offset (\\d+)");

    static Programa programa(String servidores, String topico, String... argumentos) {
        return Programa.jar(
                        BrokerDeTeste.raiz(),
                        "pedidos-producer",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1")
                .comArgumentos(argumentos)
                .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", servidores)
                .comAmbiente("PEDIDOS_TOPICO", topico);
    }

    /** Nesta JVM, contra o mesmo Kafka: o que não depende de ser outro processo. */
    static Execucao aqui(String servidores, String topico, String... argumentos) {
        return aqui(Map.of("spring.kafka.bootstrap-servers", servidores, "pedidos.topico", topico), argumentos);
    }

    static Execucao aqui(Map<String, String> propriedades, String... argumentos) {
        var fim = NestaJvm.roda(propriedades, "", () -> LinhaDeComando.executa(argumentos));
        return new Execucao(fim.codigo(), semEspera(fim.linhas()));
    }

    static Execucao de(Programa programa) {
        try (var processo = programa.inicia()) {
            processo.fechaEntrada();
            return ateOFim(processo);
        }
    }

    static Execucao ateOFim(Processo processo) {
        int codigo = processo.esperaFim(PRAZO);
        return new Execucao(codigo, semEspera(processo.linhas()));
    }

    /** Numa máquina lenta, espera-se, e se diz. */
    private static List<String> semEspera(List<String> linhas) {
        return linhas.stream()
                .filter(linha -> !linha.startsWith("Esperando pelo Kafka"))
                .toList();
    }

    /**
     * Já com um registro em cada partição, que {@link #pedidos} não conta: a um tópico criado há milissegundos o broker pode
     * recusar o primeiro lote e aceitar o segundo, e o producer idempotente travaria (veja {@link ClienteDeTeste}).
     */
    static String topicoNovo(ClienteDeTeste cliente, int particoes) {
        var topico = cliente.criaTopico("novos_pedidos", particoes, Topico.NOVOS_PEDIDOS.configuracoes());
        var chave = ClienteDeTeste.bytes(AQUECIMENTO);
        IntStream.range(0, particoes)
                .mapToObj(particao -> cliente.envia(topico, particao, chave, chave))
                .toList()
                .forEach(ClienteDeTeste::espera);
        return topico;
    }

    static List<ConsumerRecord<byte[], byte[]>> pedidos(ClienteDeTeste cliente, String topico) {
        return cliente.log(topico).stream()
                .filter(registro -> !chave(registro).equals(AQUECIMENTO))
                .toList();
    }

    String texto() {
        return String.join("\n", linhas);
    }

    String ultimaLinha() {
        return linhas.get(linhas.size() - 1);
    }

    /** Cada pedido que o programa disse ter enviado: {@code "partição:offset" → id}. */
    Map<String, String> ditos() {
        var ditos = new TreeMap<String, String>();
        for (var linha : linhas) {
            var achado = ENVIADO.matcher(linha);
            if (achado.matches()) {
                ditos.put(achado.group(2) + ":" + achado.group(3), achado.group(1));
            }
        }
        return ditos;
    }

    /** O mesmo, do que está no log. */
    static Map<String, String> gravados(List<ConsumerRecord<byte[], byte[]>> log) {
        var gravados = new TreeMap<String, String>();
        log.forEach(registro -> gravados.put(registro.partition() + ":" + registro.offset(), chave(registro)));
        return gravados;
    }

    static String chave(ConsumerRecord<byte[], byte[]> registro) {
        return new String(registro.key(), UTF_8);
    }

    static NovoPedido pedido(ConsumerRecord<byte[], byte[]> registro) {
        return JSON.readValue(registro.value(), NovoPedido.class);
    }

    static List<String> rastros(List<ProducerRecord<String, String>> enviados) {
        return enviados.stream().map(registro -> rastro(registro.headers())).toList();
    }

    /** O valor do único {@code traceparent}. */
    static String rastro(Headers headers) {
        var valores = StreamSupport.stream(
                        headers.headers(InicioDeRastro.HEADER).spliterator(), false)
                .map(header -> new String(header.value(), US_ASCII))
                .toList();
        if (valores.size() != 1) {
            throw new AssertionError("Esperava um traceparent; vieram " + valores);
        }
        return valores.get(0);
    }
}
