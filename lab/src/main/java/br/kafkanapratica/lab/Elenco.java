package br.kafkanapratica.lab;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Os programas do laboratório, cada um com as suas opções, e o que se digita para rodar um deles à mão com as mesmas.
 *
 * @param configuracoes as documentadas que vieram do ambiente de quem iniciou
 */
record Elenco(Path raiz, Portas portas, Map<String, String> configuracoes) {

    static final List<String> ETAPAS = Arrays.stream(EtapaDoPipeline.values())
            .map(EtapaDoPipeline::programa)
            .toList();

    /** O lixo de um programa destes cabe numa geração nova pequena; a do padrão, um terço do heap, só ocuparia memória. */
    private static final List<String> JVM_LEVE = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn32m");

    /** De que configurações cada programa faz caso. */
    private static final Map<String, List<String>> PREFIXOS = Map.of(
            "saldo-service",
            List.of("SALDO_", "LOGGING_"),
            "saldo-producer",
            List.of("SALDO_TOPICO"),
            EtapaDoPipeline.ESTOQUE.programa(),
            List.of("ESTOQUE_", "ETAPA_", "LOGGING_"),
            EtapaDoPipeline.PAGAMENTO.programa(),
            List.of("PAGAMENTO_", "ETAPA_", "LOGGING_"),
            EtapaDoPipeline.NOTIFICACAO.programa(),
            List.of("ETAPA_", "LOGGING_"),
            "dashboard",
            List.of("DASHBOARD_"));

    private static final Pattern SEM_ASPAS = Pattern.compile("[\\w@%+=:,./-]+");

    Programa broker(boolean limpar) {
        var programa = jar("broker-local", "-Xmx320m").comArgumentos(argumentosDoBroker());
        return limpar ? programa.comArgumentos("--limpar") : programa;
    }

    Programa topicos() throws IOException {
        var brokerLocal = new ArrayList<>(List.of(Marca.de(raiz).opcao()));
        brokerLocal.addAll(new JarPreparado(raiz, "broker-local").argumentos());
        return new Programa(
                "create-topics",
                List.of("bash", raiz.resolve("create-topics.sh").toString(), "--via", "jar"),
                Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "BROKER_LOCAL", String.join("\n", brokerLocal),
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS", portas.servidores()),
                raiz);
    }

    Programa saldoService() {
        return jar("saldo-service", "-Xmx512m");
    }

    List<Programa> etapas() {
        return ETAPAS.stream().map(modulo -> jar(modulo, "-Xmx128m")).toList();
    }

    Programa dashboard() {
        return jar("dashboard", "-Xmx128m");
    }

    Programa saldoProducer() {
        return jar("saldo-producer", "-Xmx128m");
    }

    /** O que se digita na raiz do repositório para rodar um programa como este laboratório o roda. */
    String comando(String modulo) {
        var deFabrica = new Elenco(raiz, Portas.PADRAO, Map.of());
        var comando = new StringBuilder();
        var padrao = deFabrica.ambiente(modulo);
        new TreeMap<>(ambiente(modulo)).forEach((variavel, valor) -> {
            if (!valor.equals(padrao.get(variavel))) {
                comando.append(variavel).append('=').append(entreAspas(valor)).append(' ');
            }
        });
        comando.append("%s -jar %s/target/%s.jar".formatted(entreAspas(java()), modulo, modulo));
        if (modulo.equals("broker-local") && portas.kafka() != Portas.PADRAO.kafka()) {
            comando.append(" --porta ").append(portas.kafka());
        }
        return comando.toString();
    }

    /** O que se digita antes do nome de uma ferramenta do Kafka. */
    String ferramentas() {
        var endereco = portas.kafka() == Portas.PADRAO.kafka()
                ? ""
                : "SPRING_KAFKA_BOOTSTRAP_SERVERS=" + portas.servidores() + " ";
        return "%s%s -jar broker-local/target/broker-local.jar".formatted(endereco, entreAspas(java()));
    }

    /** O que o programa recebe além do ambiente comum. */
    Map<String, String> ambiente(String modulo) {
        var ambiente = new TreeMap<String, String>();
        configuracoes.forEach((variavel, valor) -> {
            if (PREFIXOS.getOrDefault(modulo, List.of()).stream().anyMatch(variavel::startsWith)) {
                ambiente.put(variavel, valor);
            }
        });
        ambiente.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", portas.servidores());
        if (modulo.equals("saldo-service")) {
            ambiente.put("SERVER_PORT", Integer.toString(portas.saldo()));
            ambiente.put(
                    "SALDO_CORSORIGENS", "http://localhost:%1$d,http://127.0.0.1:%1$d".formatted(portas.dashboard()));
        }
        if (modulo.equals("dashboard")) {
            ambiente.put("SERVER_PORT", Integer.toString(portas.dashboard()));
            ambiente.put("DASHBOARD_SALDOSERVICE", "http://localhost:" + portas.saldo());
            ambiente.put("DASHBOARD_PASTADOLOG", raiz.resolve("dados/kafka/log").toString());
        }
        if (modulo.equals("broker-local")) {
            ambiente.remove("SPRING_KAFKA_BOOTSTRAP_SERVERS"); // ele é o servidor
        }
        return ambiente;
    }

    private String[] argumentosDoBroker() {
        return new String[] {
            "--porta",
            Integer.toString(portas.kafka()),
            "--dados",
            raiz.resolve("dados/kafka").toString()
        };
    }

    private Programa jar(String modulo, String memoria) {
        var jvm = Stream.concat(JVM_LEVE.stream(), Stream.of(memoria)).toArray(String[]::new);
        var programa = Programa.jar(raiz, modulo, jvm);
        for (var item : ambiente(modulo).entrySet()) {
            programa = programa.comAmbiente(item.getKey(), item.getValue());
        }
        return programa;
    }

    /** {@code java}, se o que se digitaria é o mesmo deste processo; se não, o caminho dele. */
    private static String java() {
        var deste = Path.of(System.getProperty("java.home"), "bin", "java");
        var doPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(pasta -> !pasta.isBlank())
                .map(pasta -> Path.of(pasta, "java"))
                .filter(Files::isExecutable)
                .findFirst();
        try {
            if (doPath.isPresent() && Files.isSameFile(doPath.get(), deste)) {
                return "java";
            }
        } catch (IOException e) {
            // vale o caminho inteiro
        }
        return deste.toString();
    }

    private static String entreAspas(String texto) {
        return SEM_ASPAS.matcher(texto).matches() ? texto : "'" + texto.replace("'", "'\\''") + "'";
    }
}
