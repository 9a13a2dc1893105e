package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Sobe os programas na ordem em que dependem uns dos outros, acompanha-os e os para na ordem inversa. */
final class Laboratorio {

    private static final Duration PRAZO_INICIO = Duration.ofMinutes(2);
    private static final Duration PRAZO_FIM = Duration.ofSeconds(15);
    private static final List<String> ETAPAS = List.of("estoque-service", "pagamento-service", "notificacao-service");
    /** O lixo de um programa destes cabe numa geração nova pequena; a do padrão, um terço do heap, só ocuparia memória. */
    private static final List<String> JVM_LEVE = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn32m");

    private final Path raiz;
    private final Pasta pasta;
    private final Console console;
    private final Portas portas;
    private final boolean limpar;
    private final List<Processo> iniciados = new ArrayList<>();
    private boolean parando;

    Laboratorio(Path raiz, Pasta pasta, Console console, Portas portas, boolean limpar) {
        this.raiz = raiz;
        this.pasta = pasta;
        this.console = console;
        this.portas = portas;
        this.limpar = limpar;
    }

    /** Volta quando todos os programas terminaram; Ctrl-C e SIGTERM os terminam. */
    int roda() throws IOException {
        long comecou = System.nanoTime();
        Runtime.getRuntime().addShutdownHook(new Thread(this::paraTudo, "fim-do-laboratorio"));
        try {
            portas.confereLivres();
            iniciaBroker();
            var topicos = criaTopicos(); // enquanto os programas começam: quem chegar antes espera por eles
            var saldos = inicia(saldoService());
            var etapas = iniciaEtapas();
            var dashboard = inicia(dashboard());
            if (fim(topicos) != 0) {
                throw new IllegalStateException("os tópicos não estão como deviam; create-topics.sh disse:\n"
                        + String.join("\n", topicos.linhas()));
            }
            esperaPronto(saldos, portas.saldo());
            for (var etapa : etapas) {
                etapa.esperaLinha(linha -> linha.contains("partições minhas agora"), PRAZO_INICIO);
            }
            esperaPronto(dashboard, portas.dashboard());
            console.diz(String.format(
                    Locale.forLanguageTag("pt-BR"),
                    "Todos os programas prontos em %.1f s.",
                    (System.nanoTime() - comecou) / 1e9));
            enviaPrimeirasMensagens();
            orienta();
            acompanha();
            return 0;
        } catch (IllegalStateException e) {
            boolean interrompido;
            synchronized (this) {
                interrompido = parando;
            }
            if (!interrompido) {
                System.err.println("ERRO: " + e.getMessage());
            }
            return 1;
        } finally {
            paraTudo();
        }
    }

    private void iniciaBroker() throws IOException {
        if (!Sonda.ocupada(portas.kafka())) {
            var programa = Programa.jar(raiz, "broker-local", jvm("-Xmx320m"))
                    .comArgumentos("--porta", Integer.toString(portas.kafka()))
                    .comArgumentos("--dados", raiz.resolve("dados/kafka").toString());
            var broker = inicia(limpar ? programa.comArgumentos("--limpar") : programa);
            broker.esperaLinha(linha -> linha.startsWith("Broker Kafka pronto"), PRAZO_INICIO);
        } else if (limpar) {
            throw new IllegalStateException(
                    "--limpar apaga os dados do broker deste laboratório, mas já há algo na porta %d: pare-o antes."
                            .formatted(portas.kafka()));
        } else if (Sonda.kafkaResponde(kafka())) {
            console.diz("Já há um Kafka em localhost:%d: uso esse, e não o paro no fim.".formatted(portas.kafka()));
        } else {
            throw new IllegalStateException(("a porta %d está ocupada por algo que não é um Kafka. Veja quem a usa com "
                            + "\"ss -ltnp | grep %d\", ou escolha outra: ./start.sh --porta-kafka %d")
                    .formatted(portas.kafka(), portas.kafka(), portas.kafka() + 1000));
        }
    }

    private Processo criaTopicos() throws IOException {
        var brokerLocal = new JarPreparado(Programa.caminhoDoJar(raiz, "broker-local")).argumentos();
        var script = new Programa(
                "create-topics",
                List.of("bash", raiz.resolve("create-topics.sh").toString()),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "BROKER_LOCAL", String.join("\n", brokerLocal)),
                raiz);
        return inicia(script);
    }

    private List<Processo> iniciaEtapas() throws IOException {
        var etapas = new ArrayList<Processo>();
        for (var modulo : ETAPAS) {
            etapas.add(inicia(Programa.jar(raiz, modulo, jvm("-Xmx128m"))));
        }
        return etapas;
    }

    private Programa saldoService() {
        return Programa.jar(raiz, "saldo-service", jvm("-Xmx512m"))
                .comAmbiente("SERVER_PORT", Integer.toString(portas.saldo()))
                .comAmbiente(
                        "SALDO_CORSORIGENS",
                        "http://localhost:%1$d,http://127.0.0.1:%1$d".formatted(portas.dashboard()));
    }

    private Programa dashboard() {
        return Programa.jar(raiz, "dashboard", jvm("-Xmx128m"))
                .comAmbiente("SERVER_PORT", Integer.toString(portas.dashboard()))
                .comAmbiente("DASHBOARD_SALDOSERVICE", "http://localhost:" + portas.saldo())
                .comAmbiente(
                        "DASHBOARD_PASTADOLOG", raiz.resolve("dados/kafka/log").toString());
    }

    /** Só num tópico vazio: num segundo início, elas desfariam o que o aluno mudou. */
    private void enviaPrimeirasMensagens() throws IOException {
        if (!Sonda.get(portas.saldo(), "/saldos?limite=1").body().contains("\"total\":0,\"corrompidos\":0")) {
            console.diz("O tópico contas já tem dados: não envio as três mensagens de novo.");
        } else if (executa(Programa.jar(raiz, "saldo-producer", jvm("-Xmx128m"))) != 0) {
            throw new IllegalStateException("o saldo-producer falhou: veja o que ele disse acima.");
        }
    }

    private void orienta() {
        console.diz("""

                Tudo no ar. Em outro terminal, experimente:
                  curl http://localhost:%1$d/saldo/1
                  curl http://localhost:%1$d/saldos
                  %2$s --interativo
                  %4$s
                  %3$s consumer-groups --describe --all-groups
                No navegador: http://localhost:%5$d (o dashboard) e http://localhost:%1$d/swagger-ui.html
                Ctrl-C aqui (ou ./stop.sh) para tudo; os dados ficam.
                """.formatted(
                        portas.saldo(),
                        comando("saldo-producer"),
                        comando("broker-local"),
                        comando("pedidos-producer"),
                        portas.dashboard()));
    }

    private void acompanha() {
        List<Processo> programas;
        synchronized (this) {
            programas = List.copyOf(iniciados);
        }
        var fins = programas.stream()
                .map(processo -> processo.identidade().onExit().thenRun(() -> avisaFim(processo)))
                .toList();
        fins.forEach(CompletableFuture::join);
    }

    private synchronized void avisaFim(Processo processo) {
        if (!parando) {
            var porta = processo.nome().equals("broker-local") && portas.kafka() != Iniciar.PORTA_KAFKA
                    ? " --porta " + portas.kafka()
                    : "";
            console.diz("%s terminou. Para tê-lo de volta, em outro terminal: %s%s"
                    .formatted(processo.nome(), comando(processo.nome()), porta));
        }
    }

    /** O que se digita na raiz do repositório para rodar um programa com as portas deste laboratório. */
    private String comando(String modulo) {
        var variaveis = portas.kafka() == Iniciar.PORTA_KAFKA ? "" : "SPRING_KAFKA_BOOTSTRAP_SERVERS=" + kafka() + " ";
        if (modulo.equals("saldo-service") && portas.saldo() != Iniciar.PORTA_SALDO) {
            variaveis += "SERVER_PORT=" + portas.saldo() + " ";
        }
        if (modulo.equals("dashboard") && portas.dashboard() != Iniciar.PORTA_DASHBOARD) {
            variaveis += "SERVER_PORT=" + portas.dashboard() + " ";
        }
        return "%sjava -jar %s/target/%s.jar".formatted(variaveis, modulo, modulo);
    }

    private void paraTudo() {
        List<Processo> aParar;
        synchronized (this) {
            if (parando) {
                return;
            }
            parando = true;
            aParar = new ArrayList<>(iniciados);
        }
        console.cala();
        if (!aParar.isEmpty()) {
            console.diz("Parando…");
        }
        Collections.reverse(aParar);
        for (var processo : aParar) {
            if (!processo.para(PRAZO_FIM)) {
                console.diz("%s não parou em %d s: foi morto.".formatted(processo.nome(), PRAZO_FIM.toSeconds()));
            }
        }
        try {
            pasta.esquece();
        } catch (IOException e) {
            System.err.println("Não consegui apagar o registro de processos: " + e.getMessage());
        }
        if (!aParar.isEmpty()) {
            console.diz("Tudo parado. Os dados continuam em dados/.");
        }
    }

    private Processo inicia(Programa programa) throws IOException {
        var saida = console.de(programa.nome());
        synchronized (this) {
            if (parando) {
                throw new IllegalStateException("parando");
            }
            var processo = programa.comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka())
                    .inicia(saida);
            iniciados.add(processo);
            pasta.anota(programa.nome(), processo.identidade());
            return processo;
        }
    }

    private int executa(Programa programa) throws IOException {
        return fim(inicia(programa));
    }

    /** O código de saída de um programa que termina sozinho. */
    private int fim(Processo processo) {
        int codigo = processo.esperaFim(PRAZO_INICIO);
        synchronized (this) {
            iniciados.remove(processo);
        }
        return codigo;
    }

    private void esperaPronto(Processo processo, int porta) {
        long fim = System.nanoTime() + PRAZO_INICIO.toNanos();
        while (!Sonda.pronto(porta)) {
            if (!processo.vivo()) {
                throw new IllegalStateException(processo.nome() + " terminou ao iniciar: veja o que ele disse acima.");
            }
            if (System.nanoTime() > fim) {
                throw new IllegalStateException(
                        "%s não ficou pronto em %d s.".formatted(processo.nome(), PRAZO_INICIO.toSeconds()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private String kafka() {
        return portas.servidores();
    }

    private static String[] jvm(String memoria) {
        return Stream.concat(JVM_LEVE.stream(), Stream.of(memoria)).toArray(String[]::new);
    }
}
