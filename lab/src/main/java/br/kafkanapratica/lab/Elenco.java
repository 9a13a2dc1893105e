package br.kafkanapratica.lab;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.experimentos.controle.Armadilha;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

    static final String BROKER = "broker-local";
    private static final String ARMADILHAS = "armadilhas";

    /** O nome de um de alguns é este e o número dele. */
    static final String PREFIXO_DO_BROKER = "broker-";

    private static final Pattern SEM_ASPAS = Pattern.compile("[\\w@%+=:,./-]+");

    /** Um, ou os do cluster. */
    List<Programa> brokers(boolean limpar) {
        return IntStream.rangeClosed(1, portas.brokers())
                .mapToObj(id -> broker(id, limpar))
                .toList();
    }

    private Programa broker(int id, boolean limpar) {
        var programa = jar(BROKER, portas.brokers() == 1 ? "-Xmx320m" : "-Xmx256m")
                .comNome(nomeDoBroker(id))
                .comArgumentos(argumentosDoBroker());
        if (portas.brokers() > 1) {
            programa = programa.comArgumentos(
                    "--brokers", Integer.toString(portas.brokers()), "--id", Integer.toString(id));
        }
        return limpar ? programa.comArgumentos("--limpar") : programa;
    }

    static int numeroDoBroker(String nome) {
        return Integer.parseInt(nome.substring(PREFIXO_DO_BROKER.length()));
    }

    private String nomeDoBroker(int id) {
        return portas.brokers() == 1 ? BROKER : PREFIXO_DO_BROKER + id;
    }

    /** {@code broker-1}, e não {@code broker-local}. */
    static boolean ehUmDeAlguns(String nome) {
        return nome.matches(PREFIXO_DO_BROKER + "\\d+");
    }

    boolean ehBroker(String nome) {
        return nome.equals(BROKER) || ehUmDeAlguns(nome);
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

    /**
     * Um dos que ficam no ar, pelo nome: como começou, sem o {@code --limpar}.
     *
     * @throws IllegalStateException se o jar ainda não foi construído
     */
    Programa programa(String nome) {
        if (ehBroker(nome)) {
            return broker(ehUmDeAlguns(nome) ? numeroDoBroker(nome) : 1, false);
        }
        return jar(nome, nome.equals("saldo-service") ? "-Xmx512m" : "-Xmx128m");
    }

    /** Um programa errado, com o ambiente do certo cujo lugar toma. */
    Programa armadilha(Armadilha armadilha) {
        var jvm = Stream.concat(JVM_LEVE.stream(), Stream.of("-Xmx128m")).toArray(String[]::new);
        if (!Files.isRegularFile(Programa.caminhoDoJar(raiz, ARMADILHAS))) {
            throw new IllegalStateException(
                    "Falta %1$s/target/%1$s.jar, onde estão os programas errados. Construa-o com: sh mvnw -DskipTests -pl %1$s -am package"
                            .formatted(ARMADILHAS));
        }
        return comAmbiente(
                Programa.jar(raiz, ARMADILHAS, jvm).comArgumentos(armadilha.nome()),
                armadilha.noLugarDe().orElse(ARMADILHAS));
    }

    /** O que se digita para rodar um programa errado à mão. */
    String comando(Armadilha armadilha) {
        return comando(armadilha.noLugarDe().orElse(ARMADILHAS))
                        .replaceFirst(" -jar \\S+", " -jar %1$s/target/%1$s.jar".formatted(ARMADILHAS))
                + " " + armadilha.nome();
    }

    /** O mesmo elenco, com outro tempo de trabalho numa etapa. */
    Elenco comTempo(String etapa, String tempo) {
        var outras = new TreeMap<>(configuracoes);
        var escrita = configuracoes.keySet().stream()
                .filter(variavel -> Ambiente.mesma(variavel, variavelDoTempo(etapa)))
                .findFirst() // como veio do ambiente: com as duas grafias, o programa ficaria com a errada
                .orElse(variavelDoTempo(etapa));
        outras.put(escrita, tempo);
        return new Elenco(raiz, portas, outras);
    }

    static boolean temTempoDeTrabalho(String etapa) {
        return Ambiente.CONFIGURACOES.contains(variavelDoTempo(etapa));
    }

    private static String variavelDoTempo(String etapa) {
        return etapa.replaceFirst("-service$", "").toUpperCase(Locale.ROOT) + "_TEMPOPROCESSAMENTO";
    }

    Programa saldoProducer() {
        return jar("saldo-producer", "-Xmx128m");
    }

    /** O que se digita na raiz do repositório para rodar um programa como este laboratório o roda. */
    String comando(String nome) {
        var modulo = ehBroker(nome) ? BROKER : nome;
        var deFabrica = new Elenco(raiz, Portas.PADRAO, Map.of());
        var comando = new StringBuilder();
        var padrao = deFabrica.ambiente(modulo);
        new TreeMap<>(ambiente(modulo)).forEach((variavel, valor) -> {
            if (!valor.equals(padrao.get(variavel))) {
                comando.append(variavel).append('=').append(entreAspas(valor)).append(' ');
            }
        });
        comando.append("%s -jar %s/target/%s.jar".formatted(entreAspas(java()), modulo, modulo));
        if (modulo.equals(BROKER) && portas.brokers() > 1) {
            comando.append(
                    " --brokers %d --id %s".formatted(portas.brokers(), nome.substring(PREFIXO_DO_BROKER.length())));
        }
        if (modulo.equals(BROKER) && portas.kafka() != Portas.PADRAO.kafka()) {
            comando.append(" --porta ").append(portas.kafka());
        }
        return comando.toString();
    }

    /** O que se digita antes do nome de uma ferramenta do Kafka. */
    String ferramentas() {
        var endereco = portas.servidores().equals(Portas.PADRAO.servidores())
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
            ambiente.put(
                    "DASHBOARD_PASTADOLOG",
                    raiz.resolve(portas.brokers() == 1 ? "dados/kafka/log" : "dados/kafka/broker-1/log")
                            .toString());
        }
        if (modulo.equals(BROKER)) {
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
        return comAmbiente(Programa.jar(raiz, modulo, jvm), modulo);
    }

    private Programa comAmbiente(Programa programa, String modulo) {
        var completo = programa;
        for (var item : ambiente(modulo).entrySet()) {
            completo = completo.comAmbiente(item.getKey(), item.getValue());
        }
        return completo;
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
