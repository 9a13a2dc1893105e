package br.kafkanapratica.dashboard;

import br.kafkanapratica.contratos.Comandos;
import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.experimentos.ComandosDaqui;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * O que se digita na raiz do repositório, com o Kafka e as portas desta execução: um comando copiado da página serve como está. Imutável
 * depois que o servidor está no ar.
 */
@Component
public class ComandosDaPagina {

    private static final String KAFKA = "localhost:9092";
    private static final int PORTA_DO_KAFKA = 9092;
    private static final int PORTA_DO_SALDO = 5001;
    private static final int PORTA = 8080;
    private static final Path PASTA_DO_LOG = Path.of("dados/kafka/log");
    private static final String INICIAR = "./start.sh";
    private static final String CRIAR_TOPICOS = "./create-topics.sh";
    private static final String BROKER = jar("broker-local");
    private static final List<String> SEM_PORTA = Stream.concat(
                    Arrays.stream(EtapaDoPipeline.values()).map(EtapaDoPipeline::programa),
                    Stream.of("saldo-producer", "pedidos-producer"))
            .toList();

    private final String kafka;
    private final DashboardProperties propriedades;
    private final Environment ambiente;

    ComandosDaPagina(KafkaConnectionDetails conexao, DashboardProperties propriedades, Environment ambiente) {
        var deFora = propriedades.kafkaNosComandos();
        this.kafka = deFora == null ? String.join(",", conexao.getBootstrapServers()) : deFora;
        this.propriedades = propriedades;
        this.ambiente = ambiente;
    }

    private String iniciar() {
        return INICIAR + portas();
    }

    public String criarTopicos() {
        return comKafka(CRIAR_TOPICOS);
    }

    /** O que fazer quando o Kafka não responde, com os comandos como os textos da página os citam. */
    public String semKafka() {
        return Comandos.semKafka(kafka);
    }

    /** O mesmo, com os comandos como se digitam aqui. */
    public String semKafkaNoLog() {
        return Comandos.para(kafka, semKafka());
    }

    /** Uma ferramenta do Kafka, como {@code topics --alter …}. */
    public String ferramenta(String argumentos) {
        return comKafka("%s %s".formatted(BROKER, argumentos)); // nem toda ferramenta aceita --bootstrap-server no fim
    }

    /** Um comando citado com as portas de fábrica, como se digita aqui. */
    public String aqui(String comando) {
        return new ComandosDaqui(kafka, propriedades.saldoService().toString()).aqui(comando);
    }

    /**
     * O que refaz os grupos, com o broker parado; nulo se a pasta que se conhece não é a dele: num contêiner, com um Kafka de outra
     * máquina, ou com vários brokers.
     */
    public @Nullable String recuperarGrupos() {
        if (propriedades.kafkaNosComandos() != null || !Comandos.daquiMesmo(kafka) || kafka.contains(",")) {
            return null;
        }
        var pasta = propriedades.pastaDoLog().toAbsolutePath().getParent();
        return pasta == null || propriedades.pastaDoLog().toAbsolutePath().equals(PASTA_DO_LOG.toAbsolutePath())
                ? BROKER + " recuperar-grupos"
                : "%s recuperar-grupos --dados %s".formatted(BROKER, pasta);
    }

    /** Cada comando, como os textos o citam → como se digita aqui. */
    public Map<String, String> todos() {
        var todos = new LinkedHashMap<String, String>();
        todos.put(INICIAR, iniciar());
        todos.put(CRIAR_TOPICOS, criarTopicos());
        todos.put(
                BROKER,
                porta(kafka, PORTA_DO_KAFKA) == PORTA_DO_KAFKA
                        ? BROKER
                        : BROKER + " --porta " + porta(kafka, PORTA_DO_KAFKA));
        todos.put(jar("saldo-service"), comKafka(saldoService()));
        todos.put(jar("dashboard"), comKafka(dashboard()));
        SEM_PORTA.forEach(modulo -> todos.put(jar(modulo), comKafka(jar(modulo))));
        return todos;
    }

    private String saldoService() {
        int saldo = portaDoSaldo();
        return variavel("SERVER_PORT", saldo, PORTA_DO_SALDO)
                + (porta() == PORTA
                        ? ""
                        : "SALDO_CORSORIGENS=http://localhost:%1$d,http://127.0.0.1:%1$d ".formatted(porta()))
                + jar("saldo-service");
    }

    private String dashboard() {
        var pasta = propriedades.pastaDoLog();
        return variavel("SERVER_PORT", porta(), PORTA)
                + (portaDoSaldo() == PORTA_DO_SALDO
                        ? ""
                        : "DASHBOARD_SALDOSERVICE=%s ".formatted(propriedades.saldoService()))
                + (pasta.toAbsolutePath().equals(PASTA_DO_LOG.toAbsolutePath())
                        ? ""
                        : "DASHBOARD_PASTADOLOG=%s ".formatted(pasta))
                + jar("dashboard");
    }

    private String portas() {
        return Stream.of(
                        opcao("--porta-kafka", porta(kafka, PORTA_DO_KAFKA), PORTA_DO_KAFKA),
                        opcao("--porta-saldo", portaDoSaldo(), PORTA_DO_SALDO),
                        opcao("--porta-dashboard", porta(), PORTA))
                .reduce("", String::concat);
    }

    private String comKafka(String comando) {
        return padrao() ? comando : "SPRING_KAFKA_BOOTSTRAP_SERVERS=%s %s".formatted(kafka, comando);
    }

    private boolean padrao() {
        return kafka.equals(KAFKA);
    }

    private int porta() {
        return ambiente.getProperty("local.server.port", Integer.class, PORTA);
    }

    private int portaDoSaldo() {
        int porta = propriedades.saldoService().getPort();
        return porta < 0 ? PORTA_DO_SALDO : porta;
    }

    private static int porta(String servidores, int padrao) {
        try {
            int porta = URI.create("kafka://" + servidores.split(",", 2)[0]).getPort();
            return porta < 0 ? padrao : porta;
        } catch (IllegalArgumentException e) {
            return padrao;
        }
    }

    private static String opcao(String nome, int valor, int padrao) {
        return valor == padrao ? "" : " %s %d".formatted(nome, valor);
    }

    private static String variavel(String nome, int valor, int padrao) {
        return valor == padrao ? "" : "%s=%d ".formatted(nome, valor);
    }

    private static String jar(String modulo) {
        return "java -jar %1$s/target/%1$s.jar".formatted(modulo);
    }
}
