package br.kafkanapratica.lab;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Sobe os programas na ordem em que dependem uns dos outros, acompanha-os e os para na ordem inversa. */
final class Laboratorio {

    /** O que {@code create-topics.sh} devolve quando não chegou a falar com o Kafka. */
    private static final int SEM_RESPOSTA_DO_KAFKA = 3;

    /** O código de saída é este mais o número do sinal: foi o Ctrl-C, ou o ./stop.sh. */
    private static final int MORTO_POR_UM_SINAL = 128;

    private static final int ENVIOS = 3;

    private final Elenco elenco;
    private final Pasta pasta;
    private final Console console;
    private final Prazos prazos;
    private final boolean limpar;
    private final RoteiroDoLab roteiro;
    private final Palco palco;
    private final String chave = Chave.nova();
    private volatile @Nullable AtendimentoDoControle atendimento;
    private final AtomicBoolean parando = new AtomicBoolean();
    private final CountDownLatch parado = new CountDownLatch(1);

    Laboratorio(Elenco elenco, Pasta pasta, Marca marca, Console console, Prazos prazos, boolean limpar) {
        this.elenco = elenco;
        this.pasta = pasta;
        this.console = console;
        this.prazos = prazos;
        this.limpar = limpar;
        this.roteiro = new RoteiroDoLab(elenco, marca, this::doDashboard);
        this.palco = new Palco(roteiro, console, prazos);
    }

    /** Volta quando todos os programas terminaram; Ctrl-C e SIGTERM os terminam. */
    int roda() throws IOException {
        long comecou = System.nanoTime();
        Runtime.getRuntime().addShutdownHook(new Thread(this::paraTudo, "fim-do-laboratorio"));
        try {
            abreOControle();
            iniciaBroker();
            var topicos =
                    palco.passa(elenco.topicos()); // enquanto os programas começam: quem chegar antes espera por eles
            var saldos = palco.inicia(Instancia.de("saldo-service"));
            var etapas = new LinkedHashMap<Processo, LinhaEsperada>();
            for (var etapa : Elenco.ETAPAS) {
                var pronta = new LinhaEsperada(Laboratorio::etapaPronta);
                etapas.put(inicia(Instancia.de(etapa), pronta), pronta);
            }
            var dashboard = palco.inicia(Instancia.de("dashboard"));
            confereTopicos(topicos);
            espera(saldos).ate(() -> ExameDaPorta.pronto(portas().saldo(), prazos.respostaHttp()));
            etapas.forEach((etapa, pronta) -> espera(etapa).ate(pronta::veio));
            espera(dashboard).ate(() -> ExameDaPorta.pronto(portas().dashboard(), prazos.respostaHttp()));
            console.diz(String.format(
                    Locale.forLanguageTag("pt-BR"),
                    "Todos os programas prontos em %.1f s.",
                    (System.nanoTime() - comecou) / 1e9));
            enviaPrimeirasMensagens();
            pasta.anota(comandos());
            palco.abre(); // antes de o dizer: quem lê "Tudo no ar" já pode pedir
            orienta();
            palco.acompanha();
            return ExitCode.OK;
        } catch (IllegalStateException e) {
            if (!palco.parando()) {
                console.erro(String.valueOf(e.getMessage()));
            }
            return ExitCode.SOFTWARE;
        } finally {
            paraTudo();
        }
    }

    /** Sem ele o laboratório funciona igual; só não se manda nele de fora do terminal. */
    private void abreOControle() {
        var controle = new Controle(palco, roteiro, this::endereco);
        try {
            atendimento = AtendimentoDoControle.abre(pasta.soquete(), controle::atende, prazos.pedidoAoLaboratorio());
        } catch (IOException | UnsupportedOperationException e) {
            console.diz(
                    "Este sistema não dá um soquete só seu (%s): sem ./lab.sh e sem os botões da página; o resto funciona igual."
                            .formatted(e.getMessage()));
        }
    }

    private Map<String, String> doDashboard() {
        var aberto = atendimento;
        return aberto == null
                ? Map.of()
                : Map.of("DASHBOARD_LAB_CONTROLE", aberto.onde().toString(), "DASHBOARD_LAB_CHAVE", chave);
    }

    /** Só quem vê o terminal do laboratório, ou pode ler a pasta dele, o conhece. */
    private String endereco() {
        return "http://localhost:%d/%s".formatted(portas().dashboard(), atendimento == null ? "" : "#chave=" + chave);
    }

    private Portas portas() {
        return elenco.portas();
    }

    /** Confere o que já há na porta antes de gastar tempo com o resto. */
    static boolean jaHaUmKafka(Portas portas, Prazos prazos, boolean limpar) throws IOException {
        var ocupadas = portas.ocupadasNoKafka();
        if (ocupadas.isEmpty()) {
            return false;
        }
        if (limpar) {
            throw new IllegalStateException(
                    "--limpar apaga os dados do broker deste laboratório, mas já há algo na porta %d: pare-o antes."
                            .formatted(ocupadas.get(0)));
        }
        if (portas.brokers() > 1) {
            return jaHaUmCluster(portas, prazos, ocupadas);
        }
        if (!ExameDaPorta.ehUmKafka(portas.kafka(), prazos.respostaDoKafka())) {
            throw new IllegalStateException(
                    "a porta %d está ocupada por algo que não é um Kafka, ou que não respondeu em %d s. %s, ou escolha outra: %s"
                            .formatted(
                                    portas.kafka(),
                                    prazos.respostaDoKafka().toSeconds(),
                                    Portas.quemAUsa(portas.kafka()),
                                    portas.comOutroKafka().comando()));
        }
        return true;
    }

    /** O de quem subiu os brokers à mão; se só há alguns, ou outra coisa, não se mistura nada. */
    private static boolean jaHaUmCluster(Portas portas, Prazos prazos, List<Integer> ocupadas) throws IOException {
        if (portas.dosBrokers().allMatch(porta -> ExameDaPorta.ehUmKafka(porta, prazos.respostaDoKafka()))) {
            return true;
        }
        throw new IllegalStateException(
                "a porta %d já está em uso, e três brokers usam as de %d a %d. %s, ou escolha outras: %s"
                        .formatted(
                                ocupadas.get(0),
                                portas.kafka(),
                                portas.doKafka().max().orElseThrow(),
                                Portas.quemAUsa(ocupadas.get(0)),
                                portas.comOutroKafka().comando()));
    }

    private void iniciaBroker() throws IOException {
        if (jaHaUmKafka(portas(), prazos, limpar)) {
            console.diz("Já há um Kafka em %s: uso esse, e não o paro no fim.".formatted(portas().servidores()));
            return;
        }
        var brokers = new LinkedHashMap<Processo, LinhaEsperada>();
        for (var broker : elenco.brokers(limpar)) {
            var pronto = new LinhaEsperada(linha -> linha.startsWith("Broker Kafka pronto"));
            // Só desta vez com o --limpar: trazido de volta, um broker tem os dados que tinha.
            brokers.put(palco.inicia(Instancia.de(broker.nome()), roteiro.marcado(broker), pronto), pronto);
        }
        brokers.forEach((broker, pronto) -> espera(broker).ate(pronto::veio));
    }

    /** A que está desligada não lê nada, e não há por que esperar. */
    private static boolean etapaPronta(String linha) {
        return linha.contains("partições minhas agora") || linha.contains("] Desligada (");
    }

    /**
     * Tópicos errados se corrigem com o broker no ar, pelos comandos que {@code create-topics.sh} mostrou, e os programas esperam
     * por isso. Um Kafka que não respondeu a tempo pode responder agora.
     */
    private void confereTopicos(Processo topicos) throws IOException {
        espera(topicos).ate(() -> !topicos.vivo());
        int codigo = fim(topicos);
        while (codigo == SEM_RESPOSTA_DO_KAFKA) {
            console.diz("O Kafka demora a responder a create-topics.sh; tento de novo.");
            var denovo = palco.passa(elenco.topicos());
            espera(denovo).ate(() -> !denovo.vivo());
            codigo = fim(denovo);
        }
        if (codigo != 0 && codigo < MORTO_POR_UM_SINAL) {
            console.diz(
                    "Os tópicos não estão como deviam: veja acima o que create-topics.sh disse, e os comandos que corrigem. "
                            + "Os programas que precisam deles esperam.");
        }
    }

    /** Só num tópico vazio: num segundo início, elas desfariam o que o aluno mudou. */
    private void enviaPrimeirasMensagens() throws IOException {
        for (int vez = 1; vez <= ENVIOS; vez++) {
            var saldos = saldos();
            if (!saldos.contains("\"total\":0,\"corrompidos\":0")) {
                console.diz(
                        saldos.contains("\"total\":")
                                ? "O tópico contas já tem dados: não envio as três mensagens de novo."
                                : "O saldo-service não disse se já há saldos: não envio as três mensagens.");
                return;
            }
            if (fim(palco.passa(roteiro.marcado(elenco.saldoProducer()))) == 0) {
                return;
            }
        }
        console.diz(
                "As três primeiras mensagens não foram confirmadas (o saldo-producer disse por quê). O resto está no ar; "
                        + "para enviá-las: " + elenco.comando("saldo-producer"));
    }

    private String saldos() {
        try {
            return ExameDaPorta.get(portas().saldo(), "/saldos?limite=1", prazos.respostaHttp())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    private LinkedHashMap<String, String> comandos() {
        var comandos = new LinkedHashMap<String, String>();
        palco.instancias().forEach(instancia -> comandos.put(instancia.nome(), roteiro.comando(instancia)));
        return comandos;
    }

    private void orienta() {
        console.diz("""

                Tudo no ar. Em outro terminal, na raiz do repositório, experimente:
                  curl http://localhost:%1$d/saldo/1
                  curl http://localhost:%1$d/saldos
                  %2$s --interativo
                  %4$s
                  %3$s consumer-groups --describe --all-groups
                  ./lab.sh matar pagamento     (e iniciar, pausar, dobrar…: ./lab.sh --help)
                No navegador: %5$s (o dashboard; a chave liga os botões dele) e http://localhost:%1$d/swagger-ui.html
                Ctrl-C aqui (ou ./stop.sh) para tudo; os dados ficam.
                """.formatted(
                        portas().saldo(),
                        elenco.comando("saldo-producer"),
                        elenco.ferramentas(),
                        elenco.comando("pedidos-producer"),
                        endereco()));
        orientaSobreOCluster();
    }

    private void orientaSobreOCluster() {
        if (palco.instancias().stream().anyMatch(instancia -> Elenco.ehUmDeAlguns(instancia.nome()))) {
            console.diz(
                    "São %d brokers, com 3 cópias de cada registro: mate um, e em segundos os outros seguem: ./lab.sh matar broker-2"
                            .formatted(portas().brokers()));
        }
    }

    /** Da segunda vez só espera: a JVM que recebe um sinal não espera por quem já parava tudo, e acabaria com programas no ar. */
    private void paraTudo() {
        if (parando.getAndSet(true)) {
            esperaAParada();
            return;
        }
        try {
            int parados = palco.paraTudo(elenco::ehBroker);
            pasta.esquece();
            var aberto = atendimento;
            if (aberto != null) {
                aberto.close();
            }
            if (parados > 0) {
                console.diz("Tudo parado. Os dados continuam em dados/.");
            }
        } catch (IOException e) {
            console.erro("não consegui apagar o que anotei em .lab: " + e.getMessage());
        } finally {
            parado.countDown();
        }
    }

    private void esperaAParada() {
        try {
            parado.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Processo inicia(Instancia instancia, LinhaEsperada pronta) throws IOException {
        return palco.inicia(instancia, roteiro.programa(instancia), pronta);
    }

    /** Espera um programa que termina sozinho; devolve o código de saída. */
    private int fim(Processo processo) {
        var espera = espera(processo);
        while (!processo.terminou(Espera.PASSO)) {
            espera.avisa();
        }
        palco.passou(processo);
        return processo.esperaFim(prazos.parada());
    }

    private Espera espera(Processo processo) {
        return new Espera(processo, palco::processos, console, pasta.logs());
    }
}
