package br.kafkanapratica.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/** Sobe os programas na ordem em que dependem uns dos outros, acompanha-os e os para na ordem inversa. */
final class Laboratorio {

    /** O que {@code create-topics.sh} devolve quando não chegou a falar com o Kafka. */
    private static final int SEM_RESPOSTA_DO_KAFKA = 3;

    private static final int ENVIOS = 3;

    private final Elenco elenco;
    private final Pasta pasta;
    private final Marca marca;
    private final Console console;
    private final Prazos prazos;
    private final boolean limpar;
    private final List<Processo> iniciados = new ArrayList<>();
    private boolean parando;

    Laboratorio(Elenco elenco, Pasta pasta, Marca marca, Console console, Prazos prazos, boolean limpar) {
        this.elenco = elenco;
        this.pasta = pasta;
        this.marca = marca;
        this.console = console;
        this.prazos = prazos;
        this.limpar = limpar;
    }

    /** Volta quando todos os programas terminaram; Ctrl-C e SIGTERM os terminam. */
    int roda() throws IOException {
        long comecou = System.nanoTime();
        Runtime.getRuntime().addShutdownHook(new Thread(this::paraTudo, "fim-do-laboratorio"));
        try {
            iniciaBroker();
            var topicos = inicia(elenco.topicos()); // enquanto os programas começam: quem chegar antes espera por eles
            var saldos = inicia(elenco.saldoService());
            var etapas = new ArrayList<Processo>();
            for (var etapa : elenco.etapas()) {
                etapas.add(inicia(etapa));
            }
            var dashboard = inicia(elenco.dashboard());
            confereTopicos(topicos);
            espera(saldos).ate(() -> ExameDaPorta.pronto(portas().saldo(), prazos.respostaHttp()));
            for (var etapa : etapas) {
                espera(etapa).ateALinha("partições minhas agora");
            }
            espera(dashboard).ate(() -> ExameDaPorta.pronto(portas().dashboard(), prazos.respostaHttp()));
            console.diz(String.format(
                    Locale.forLanguageTag("pt-BR"),
                    "Todos os programas prontos em %.1f s.",
                    (System.nanoTime() - comecou) / 1e9));
            enviaPrimeirasMensagens();
            pasta.anota(comandos());
            orienta();
            acompanha();
            return ExitCode.OK;
        } catch (IllegalStateException e) {
            boolean interrompido;
            synchronized (this) {
                interrompido = parando;
            }
            if (!interrompido) {
                System.err.println("ERRO: " + e.getMessage());
            }
            return ExitCode.SOFTWARE;
        } finally {
            paraTudo();
        }
    }

    private Portas portas() {
        return elenco.portas();
    }

    /** Confere o que já há na porta antes de gastar tempo com o resto. */
    static boolean jaHaUmKafka(Portas portas, Prazos prazos, boolean limpar) throws IOException {
        var ocupadas = new ArrayList<Integer>();
        for (int porta : portas.doKafka().toArray()) {
            if (ExameDaPorta.ocupada(porta)) {
                ocupadas.add(porta);
            }
        }
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
                    ("a porta %1$d está ocupada por algo que não é um Kafka, ou que não respondeu em "
                                    + "%3$d s. Veja quem a usa com \"ss -ltnp | grep %1$d\", ou escolha outra: "
                                    + "./start.sh --porta-kafka %2$d")
                            .formatted(
                                    portas.kafka(),
                                    Portas.outra(portas.kafka(), 1000),
                                    prazos.respostaDoKafka().toSeconds()));
        }
        return true;
    }

    /** O de quem subiu os brokers à mão; se só há alguns, ou outra coisa, não se mistura nada. */
    private static boolean jaHaUmCluster(Portas portas, Prazos prazos, List<Integer> ocupadas) {
        if (portas.dosBrokers().allMatch(porta -> ExameDaPorta.ehUmKafka(porta, prazos.respostaDoKafka()))) {
            return true;
        }
        throw new IllegalStateException(
                ("a porta %1$d já está em uso, e três brokers usam as de %2$d a %3$d. Veja quem a usa com \"ss -ltnp | grep %1$d\", ou "
                                + "escolha outras: ./start.sh --brokers %4$d --porta-kafka %5$d")
                        .formatted(
                                ocupadas.get(0),
                                portas.kafka(),
                                portas.doKafka().max().orElseThrow(),
                                portas.brokers(),
                                Portas.outra(portas.kafka(), 1000)));
    }

    private void iniciaBroker() throws IOException {
        if (jaHaUmKafka(portas(), prazos, limpar)) {
            console.diz("Já há um Kafka em %s: uso esse, e não o paro no fim.".formatted(portas().servidores()));
            return;
        }
        var brokers = new ArrayList<Processo>();
        for (var broker : elenco.brokers(limpar)) {
            brokers.add(inicia(broker));
        }
        for (var broker : brokers) {
            espera(broker).ateALinha("Broker Kafka pronto");
        }
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
            var denovo = inicia(elenco.topicos());
            espera(denovo).ate(() -> !denovo.vivo());
            codigo = fim(denovo);
        }
        if (codigo != 0) {
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
            if (fim(inicia(elenco.saldoProducer())) == 0) {
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
        synchronized (this) {
            iniciados.forEach(processo -> comandos.put(processo.nome(), elenco.comando(processo.nome())));
        }
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
                No navegador: http://localhost:%5$d (o dashboard) e http://localhost:%1$d/swagger-ui.html
                Ctrl-C aqui (ou ./stop.sh) para tudo; os dados ficam.
                """.formatted(
                        portas().saldo(),
                        elenco.comando("saldo-producer"),
                        elenco.ferramentas(),
                        elenco.comando("pedidos-producer"),
                        portas().dashboard()));
        orientaSobreOCluster();
    }

    private void orientaSobreOCluster() {
        synchronized (this) {
            iniciados.stream()
                    .filter(processo -> elenco.ehBroker(processo.nome()))
                    .skip(1)
                    .findFirst()
                    .ifPresent(broker -> console.diz(
                            "São %d brokers, com 3 cópias de cada registro: mate um, e nada para: kill -9 %d (o %s)"
                                    .formatted(
                                            portas().brokers(),
                                            broker.identidade().pid(),
                                            broker.nome())));
        }
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
        synchronized (this) {
            if (!parando) {
                console.diz("Todos os programas terminaram, e o laboratório também.");
            }
        }
    }

    private synchronized void avisaFim(Processo processo) {
        if (!parando) {
            console.diz("%s terminou. Para tê-lo de volta, em outro terminal, na raiz do repositório: %s"
                    .formatted(processo.nome(), elenco.comando(processo.nome())));
        }
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
        // Juntos, os brokers têm maioria a quem entregar o que lideram; um a um, o último esperaria por ela.
        var brokers = aParar.stream()
                .filter(processo -> elenco.ehBroker(processo.nome()))
                .toList();
        for (var processo : aParar) {
            if (brokers.size() > 1 && processo == brokers.get(0)) {
                brokers.forEach(broker -> broker.identidade().destroy());
            }
            if (!processo.para(prazos.parada())) {
                console.diz("%s não parou em %d s: foi morto."
                        .formatted(processo.nome(), prazos.parada().toSeconds()));
            }
        }
        try {
            pasta.esquece();
        } catch (IOException e) {
            System.err.println("Não consegui apagar o que anotei em .lab: " + e.getMessage());
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
            var processo = (programa.nome().equals("create-topics") ? programa : programa.marcado(marca)).inicia(saida);
            iniciados.add(processo);
            return processo;
        }
    }

    /** Espera um programa que termina sozinho; devolve o código de saída. */
    private int fim(Processo processo) {
        var espera = espera(processo);
        while (!processo.terminou(Espera.PASSO)) {
            espera.avisa();
        }
        synchronized (this) {
            iniciados.remove(processo);
        }
        return processo.esperaFim(prazos.parada());
    }

    private Espera espera(Processo processo) {
        return new Espera(processo, this::vivos, console, pasta.logs());
    }

    private synchronized Stream<Processo> vivos() {
        return List.copyOf(iniciados).stream();
    }
}
