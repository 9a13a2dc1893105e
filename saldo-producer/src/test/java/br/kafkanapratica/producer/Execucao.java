package br.kafkanapratica.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** O programa de verdade, executado até o fim, e o que ele deixou no tópico. */
record Execucao(int codigo, List<String> linhas) {

    static final Duration PRAZO = Duration.ofSeconds(90);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ONDE =
            Pattern.compile("key=(.*?)(?: value=.*)? \\(partição (\\d+), offset (\\d+)\\)$");

    static Programa programa(String servidores, String topico, String... argumentos) {
        return Programa.jar(BrokerDeTeste.raiz(), "saldo-producer", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .comArgumentos(argumentos)
                .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", servidores)
                .comAmbiente("SALDO_TOPICO", topico);
    }

    /** Nesta JVM, contra o mesmo Kafka: o que não depende de ser outro processo. */
    static Execucao aqui(String servidores, String topico, String... argumentos) {
        return aqui("", Map.of("spring.kafka.bootstrap-servers", servidores, "saldo.topico", topico), argumentos);
    }

    static Execucao aqui(String digitado, Map<String, String> propriedades, String... argumentos) {
        var fim = NestaJvm.roda(propriedades, digitado, () -> LinhaDeComando.executa(argumentos));
        return new Execucao(fim.codigo(), semEspera(fim.linhas()));
    }

    static Execucao de(Programa programa) {
        return de(programa, "");
    }

    static Execucao de(Programa programa, String digitado) {
        try (var processo = programa.inicia()) {
            processo.digita(digitado);
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

    static String topicoNovo(ClienteDeTeste cliente) {
        return cliente.criaTopico("contas", 3, Topico.CONTAS.configuracoes());
    }

    String texto() {
        return String.join("\n", linhas);
    }

    List<String> linhasQueComecamCom(String comeco) {
        return linhas.stream().filter(linha -> linha.startsWith(comeco)).toList();
    }

    /** Cada registro que o programa disse ter escrito: {@code "partição:offset" → chave}. */
    Map<String, String> ditos() {
        var ditos = new TreeMap<String, String>();
        for (var linha : linhas) {
            var achado = ONDE.matcher(linha);
            if (achado.find()) {
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

    static @Nullable String valor(ConsumerRecord<byte[], byte[]> registro) {
        return registro.value() == null ? null : new String(registro.value(), UTF_8);
    }

    static JsonNode json(ConsumerRecord<byte[], byte[]> registro) {
        return JSON.readTree(registro.value());
    }

    /** {@code "cliente=saldo"}, com o saldo exatamente como está no JSON. */
    static List<String> saldos(List<ConsumerRecord<byte[], byte[]>> log) {
        var saldo = Pattern.compile("\"saldo\":([^,]*),");
        return log.stream()
                .map(registro -> {
                    var achado = saldo.matcher(String.valueOf(valor(registro)));
                    return chave(registro) + "=" + (achado.find() ? achado.group(1) : "null");
                })
                .toList();
    }
}
