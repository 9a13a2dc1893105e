package br.kafkanapratica.testes.sistema;

import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Um broker só deste teste, com todos os tópicos, e as etapas do pipeline em processos próprios. */
final class Pipeline implements AutoCloseable {

    static final Duration PRAZO = Duration.ofMinutes(3);
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", Temporarios.opcao()
    };

    static {
        Awaitility.setDefaultPollInterval(
                Duration.ofMillis(250)); // cada pergunta lê um tópico, e a CPU é dos programas
    }

    private final BrokerDeTeste broker;
    private final ClienteDeTeste kafka;
    private final List<Processo> processos = new ArrayList<>();

    Pipeline() {
        this(BrokerDeTeste.novo());
    }

    /** @param broker que passa a ser só deste pipeline, e para com ele */
    Pipeline(BrokerDeTeste broker) {
        this.broker = broker;
        this.kafka = new ClienteDeTeste(broker.servidores());
        Topico.todos().forEach(topico -> kafka.cria(topico.nome(), Topico.PARTICOES, topico.configuracoes()));
    }

    BrokerDeTeste broker() {
        return broker;
    }

    ClienteDeTeste kafka() {
        return kafka;
    }

    Programa programa(String modulo, String... argumentos) {
        return Programa.jar(BrokerDeTeste.raiz(), modulo, JVM)
                .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", broker.servidores())
                .comArgumentos(argumentos);
    }

    /** Inicia como o aluno digita, {@code java -jar}: sem o preparo do laboratório, e com os beans decididos ao começar. */
    synchronized Processo digita(String modulo, String... argumentos) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = BrokerDeTeste.raiz().resolve("%1$s/target/%1$s.jar".formatted(modulo));
        var programa = new Programa(modulo, List.of(java, "-jar", jar.toString()), Map.of(), BrokerDeTeste.raiz())
                .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", broker.servidores())
                .comArgumentos(argumentos);
        var processo = programa.inicia();
        processos.add(processo);
        return processo;
    }

    /** Inicia e volta logo. */
    synchronized Processo inicia(String modulo, String... argumentos) {
        return inicia(linha -> {}, modulo, argumentos);
    }

    /** Inicia e volta logo; cada linha que a instância escreve vai também para {@code aoEscrever}. */
    synchronized Processo inicia(Consumer<String> aoEscrever, String modulo, String... argumentos) {
        return inicia(aoEscrever, programa(modulo, argumentos));
    }

    synchronized Processo inicia(Consumer<String> aoEscrever, Programa programa) {
        var processo = programa.inicia(aoEscrever);
        processos.add(processo);
        return processo;
    }

    /** Inicia e espera a instância saber quais são as suas partições, ainda que nenhuma. */
    Processo pronto(String modulo, String... argumentos) {
        var processo = inicia(modulo, argumentos);
        processo.esperaLinha(linha -> linha.contains("partições minhas agora"), PRAZO);
        return processo;
    }

    /** O mesmo, cedendo a CPU a quem a quiser: numa máquina de dois núcleos, o que se mede é outra coisa. */
    Processo prontoSemPressa(String modulo, String... argumentos) {
        var programa = programa(modulo, argumentos);
        var comando = Stream.concat(Stream.of("nice", "-n", "19"), programa.comando().stream())
                .toList();
        return pronto(new Programa(modulo, comando, programa.ambiente(), programa.pasta()));
    }

    synchronized Processo pronto(Programa etapa) {
        var processo = etapa.inicia();
        processos.add(processo);
        processo.esperaLinha(linha -> linha.contains("partições minhas agora"), PRAZO);
        return processo;
    }

    /** {@code novos_pedidos} recebe {@code quantos} pedidos bons, já confirmados; devolve os ids. */
    List<String> envia(int quantos) {
        var ids = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(quantos)
                .toList();
        var envios = ids.stream()
                .map(id -> kafka.envia(
                        Topico.NOVOS_PEDIDOS.nome(), null, ClienteDeTeste.bytes(id), ClienteDeTeste.bytes(novo(id))))
                .toList();
        envios.forEach(ClienteDeTeste::espera);
        return ids;
    }

    static String novo(String id) {
        return """
                {"id_pedido":"%s","cliente":"cliente_1","produto":"Produto-1","quantidade":1}""".formatted(id);
    }

    static String aprovado(String id) {
        return novo(id).replace("}", ",\"aprovado_em\":\"2025-10-14T15:20:57-03:00\"}");
    }

    static String concluido(String id) {
        return aprovado(id).replace("}", ",\"pago_em\":\"2025-10-14T15:20:58-03:00\"}");
    }

    /** As chaves do que um leitor {@code read_committed} vê no tópico, por partição e offset. */
    List<String> ids(Topico topico) {
        return kafka.confirmados(topico.nome()).stream().map(Pipeline::chave).toList();
    }

    static String chave(ConsumerRecord<byte[], byte[]> registro) {
        return new String(registro.key(), StandardCharsets.UTF_8);
    }

    /** @throws AssertionError se não chegam; diz onde cada coisa parou */
    void esperaQuantos(Topico topico, int quantos, Duration prazo) {
        try {
            await().atMost(prazo)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> ids(topico).size() >= quantos);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%d de %d em %s%n%s".formatted(ids(topico).size(), quantos, topico.nome(), ondeParou()), e);
        }
    }

    private String ondeParou() {
        var texto = new StringBuilder();
        for (var etapa : EtapaDoPipeline.values()) {
            var entrada = etapa.entrada();
            texto.append(etapa.grupo())
                    .append(": gravados ")
                    .append(ClienteDeTeste.espera(kafka.admin()
                            .listConsumerGroupOffsets(etapa.grupo())
                            .partitionsToOffsetAndMetadata()))
                    .append("; no log de ")
                    .append(entrada.nome())
                    .append(", ")
                    .append(kafka.log(entrada.nome()).size())
                    .append(" registros, confirmados ")
                    .append(ids(entrada).size())
                    .append(System.lineSeparator());
        }
        for (var processo : processos) {
            var linhas = processo.linhas();
            texto.append("%s, %s:%n".formatted(processo.nome(), processo.vivo() ? "vivo" : "morto"));
            linhas.subList(Math.max(0, linhas.size() - 15), linhas.size())
                    .forEach(linha -> texto.append("    ").append(linha).append(System.lineSeparator()));
        }
        return texto.toString();
    }

    static List<String> linhas(Processo processo, Predicate<String> serve) {
        return processo.linhas().stream().filter(serve).toList();
    }

    /** A porta do actuator, que a instância sorteou e disse. */
    static int porta(Processo etapa) {
        var linha = etapa.esperaLinha(texto -> texto.contains("/actuator"), PRAZO);
        return Integer.parseInt(linha.replaceAll(".*localhost:(\\d+)/actuator.*", "$1"));
    }

    @Override
    public synchronized void close() {
        processos.forEach(Processo::mata);
        kafka.close();
        broker.close();
    }
}
