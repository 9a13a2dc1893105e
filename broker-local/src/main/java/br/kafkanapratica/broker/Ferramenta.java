package br.kafkanapratica.broker;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * As ferramentas de linha de comando do próprio Kafka, com os nomes de sempre sem o {@code kafka-} e o {@code .sh}.
 *
 * <p>Quem não diz {@code --bootstrap-server} fala com {@code localhost:9092} (ou com o que estiver em
 * {@code SPRING_KAFKA_BOOTSTRAP_SERVERS}).
 */
final class Ferramenta {

    private static final Map<String, String> CLASSES = new TreeMap<>(Map.ofEntries(
            Map.entry("topics", "org.apache.kafka.tools.TopicCommand"),
            Map.entry("acls", "org.apache.kafka.tools.AclCommand"),
            Map.entry("configs", "kafka.admin.ConfigCommand"),
            Map.entry("console-consumer", "org.apache.kafka.tools.consumer.ConsoleConsumer"),
            Map.entry("console-producer", "org.apache.kafka.tools.ConsoleProducer"),
            Map.entry("consumer-groups", "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"),
            Map.entry("groups", "org.apache.kafka.tools.GroupsCommand"),
            Map.entry("get-offsets", "org.apache.kafka.tools.GetOffsetShell"),
            Map.entry("delete-records", "org.apache.kafka.tools.DeleteRecordsCommand"),
            Map.entry("dump-log", "kafka.tools.DumpLogSegments"),
            Map.entry("features", "org.apache.kafka.tools.FeatureCommand"),
            Map.entry("metadata-quorum", "org.apache.kafka.tools.MetadataQuorumCommand"),
            Map.entry("broker-api-versions", "org.apache.kafka.tools.BrokerApiVersionsCommand"),
            Map.entry("transactions", "org.apache.kafka.tools.TransactionsCommand"),
            Map.entry("producer-perf-test", "org.apache.kafka.tools.ProducerPerformance"),
            Map.entry("consumer-perf-test", "org.apache.kafka.tools.ConsumerPerformance")));

    /** O {@code dump-log} lê os arquivos do disco; as outras falam com o broker. */
    private static final Set<String> SEM_BROKER = Set.of("dump-log");

    /** Estas pedem as opções antes do subcomando. */
    private static final Set<String> OPCOES_PRIMEIRO = Set.of("features", "metadata-quorum", "transactions");

    /** Não é um prazo: só quando se diz que ele demora. */
    private static final int ESPERA_CONEXAO_MS = 3000;

    private static final Pattern LOCAL = Pattern.compile("(?:localhost|127\\.0\\.0\\.1):(\\d+)");

    private Ferramenta() {}

    static boolean existe(String nome) {
        return CLASSES.containsKey(nome);
    }

    /** Por ferramenta, a classe do Kafka que a é. */
    static Map<String, String> classes() {
        return Collections.unmodifiableMap(CLASSES);
    }

    /** Roda a ferramenta nesta JVM. Devolve o código de saída (algumas terminam a JVM por conta própria, com o delas). */
    static int executa(String nome, String... argumentos) {
        var args = new ArrayList<>(List.of(argumentos));
        if (!SEM_BROKER.contains(nome) && !args.contains("--help") && !args.contains("--version")) {
            if (args.stream().noneMatch(argumento -> argumento.matches("--bootstrap-(server|controller)(=.*)?"))) {
                args.addAll(OPCOES_PRIMEIRO.contains(nome) ? 0 : args.size(), List.of("--bootstrap-server", padrao()));
            }
            var endereco = endereco(args);
            if (endereco != null && !responde(endereco)) {
                System.err.println(semKafka(endereco));
                return ExitCode.SOFTWARE;
            }
        }
        return chama(nome, args.toArray(String[]::new));
    }

    private static int chama(String nome, String[] args) {
        try {
            Class.forName(CLASSES.get(nome)).getMethod("main", String[].class).invoke(null, (Object) args);
            return ExitCode.OK;
        } catch (InvocationTargetException e) {
            var causa = e.getCause() == null ? e : e.getCause();
            if (Stream.iterate(causa, Objects::nonNull, Throwable::getCause).anyMatch(Ferramenta::ehDemora)) {
                System.err.printf(
                        "ERRO: o Kafka aceitou a conexão, mas não respondeu a tempo a %s. Se a máquina está ocupada, tente de novo.%n",
                        nome);
                return ExitCode.SOFTWARE;
            }
            System.err.printf("%s %s: %s%n", nome, Arrays.toString(args), causa.getMessage());
            return ExitCode.SOFTWARE;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Ferramenta do Kafka ausente deste jar: " + nome, e);
        }
    }

    private static boolean ehDemora(Throwable causa) {
        return causa instanceof TimeoutException || causa instanceof org.apache.kafka.common.errors.TimeoutException;
    }

    private static String padrao() {
        var servidores = System.getenv("SPRING_KAFKA_BOOTSTRAP_SERVERS");
        return servidores == null || servidores.isBlank() ? "localhost:9092" : servidores;
    }

    private static @Nullable String endereco(List<String> args) {
        int indice = args.indexOf("--bootstrap-server");
        if (indice >= 0 && indice + 1 < args.size()) {
            return args.get(indice + 1);
        }
        return args.stream()
                .filter(argumento -> argumento.startsWith("--bootstrap-server="))
                .map(argumento -> argumento.substring(argumento.indexOf('=') + 1))
                .findFirst()
                .orElse(null);
    }

    /** O que fazer quando ninguém escuta: depende de onde se procurou. */
    static String semKafka(String servidores) {
        var local = LOCAL.matcher(servidores);
        if (!local.matches()) {
            return "Não há Kafka em %s. Confira o endereço (SPRING_KAFKA_BOOTSTRAP_SERVERS ou --bootstrap-server)."
                    .formatted(servidores);
        }
        var porta = local.group(1);
        boolean padrao = porta.equals("9092");
        return """
                Não há Kafka em %s. Suba um com: ./start.sh%s
                   (ou só o broker: java -jar broker-local/target/broker-local.jar%s)""".formatted(servidores, padrao ? "" : " --porta-kafka " + porta, padrao ? "" : " --porta " + porta);
    }

    /** Só quem recusa a conexão (ou não existe) não está lá; quem demora a aceitá-la está ocupado, e a ferramenta espera. */
    static boolean responde(String servidores) {
        return Arrays.stream(servidores.split(",")).anyMatch(servidor -> {
            try (var soquete = new Socket()) {
                var nome = Utils.getHost(servidor.strip());
                var porta = Utils.getPort(servidor.strip());
                if (nome == null || porta == null) {
                    return true; // a própria ferramenta explica o endereço que não serve
                }
                soquete.connect(new InetSocketAddress(nome, porta), ESPERA_CONEXAO_MS);
                return true;
            } catch (IllegalArgumentException e) {
                return true; // idem: a porta não é uma
            } catch (SocketTimeoutException e) {
                System.err.printf("O Kafka em %s demora a responder; espero por ele.%n", servidor);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
