package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.lab.NoAr;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Sinal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code start.sh} e {@code stop.sh} de verdade, num clone só deste teste, em portas livres. */
@EnabledOnOs(OS.LINUX)
class LaboratorioIT {

    /** saldo-service, as três etapas e o dashboard. */
    private static final int SERVICOS = 5;

    private static final Duration PRAZO = Duration.ofMinutes(2);

    @TempDir
    private Path pasta;

    private final int portaKafka = PortaLivre.uma();
    private final int portaSaldo = PortaLivre.uma();
    private CloneDeTeste clone;

    @BeforeEach
    void clona() throws IOException {
        clone = CloneDeTeste.em(pasta);
    }

    @AfterEach
    void desfaz() throws IOException {
        Execucao.de(clone.stop()); // o teste pode ter falhado com o laboratório no ar
        clone.close();
    }

    /** O {@link LaboratorioNoArIT} também sobe duas vezes, e é o que se roda sempre; aqui, o stop.sh acha o laboratório vivo. */
    @Tag("completo")
    @Test
    void sobeDeQualquerPastaParaSemDeixarNadaEDaSegundaVezTemOsDados() throws IOException {
        try (var lab = noAr(portaKafka)) {
            assertThat(saldo1()).contains("\"cliente_id\":\"1\",\"saldo\":150.00");
            assertThat(lab.linhas())
                    .anyMatch(linha -> linha.contains("curl http://localhost:" + portaSaldo + "/saldo/1"))
                    .anyMatch(linha -> linha.startsWith("saldo-producer") && linha.contains("Produzido -> key=1"));

            var segundo = Execucao.de(clone.start(PortaLivre.uma(), PortaLivre.uma()));
            assertThat(segundo.codigo()).isZero();
            assertThat(segundo.saida()).contains("já está no ar", "./stop.sh");

            mudaOSaldoDe1();
            soEscutamEmLoopback(lab);
            var filhos = filhos(lab);
            var parada = Execucao.de(clone.stop());
            assertThat(parada.codigo()).isZero();
            assertThat(parada.saida()).contains("Tudo parado");
            nadaSobrou(lab, filhos);
        }
        try (var lab = noAr(portaKafka)) {
            assertThat(lab.linhas())
                    .contains("O tópico contas já tem dados: não envio as três mensagens de novo.")
                    .noneMatch(linha -> linha.contains("Produzido"));
            assertThat(saldo1()).contains("\"saldo\":999.00");

            ctrlC(lab, portaKafka, portaSaldo);
        }
    }

    @Test
    @Tag("completo")
    void comLimparOsDadosComecamDeNovo() {
        try (var lab = noAr(portaKafka)) {
            mudaOSaldoDe1();
            lab.para(PRAZO);
        }
        try (var lab = noAr(portaKafka, "--limpar")) {
            assertThat(saldo1()).contains("\"saldo\":150.00");
            var filhos = filhos(lab);
            Sinal.envia("TERM", lab);
            nadaSobrou(lab, filhos);
        }
    }

    @Tag("completo")
    @Test
    void oServicoQueMorreEAvisadoComOComandoQueOTrazDeVoltaEOStopLimpaTudoMesmoComOLaboratorioMorto() {
        try (var lab = noAr(portaKafka)) {
            var filhos = filhos(lab);
            var comNadaMorto = Execucao.de(clone.start(PortaLivre.uma(), PortaLivre.uma()));
            assertThat(comNadaMorto.saida())
                    .matches(
                            "O laboratório já está no ar \\(http://localhost:\\d+/#chave=\\S+\\)\\. Para pará-lo: \\./stop\\.sh");
            var servico =
                    filhos.stream().filter(this::ehOSaldoService).findFirst().orElseThrow();
            servico.destroyForcibly();
            var aviso = lab.esperaLinha(linha -> linha.startsWith("saldo-service terminou."), PRAZO);
            assertThat(aviso).contains("na raiz do repositório: ./lab.sh iniciar saldo (à mão: ");
            var comando = aviso.substring(aviso.indexOf("(à mão: ") + "(à mão: ".length(), aviso.length() - 1);
            assertThat(Execucao.de(clone.start(PortaLivre.uma(), PortaLivre.uma()))
                            .saida())
                    .contains("Mas saldo-service terminou", comando, "./stop.sh && ./start.sh");
            try (var kafka = new ClienteDeTeste("localhost:" + portaKafka)) {
                kafka.escreve(
                        "contas", "2", "{\"cliente_id\":\"2\",\"saldo\":7,\"timestamp\":\"2025-10-14T15:20:57\"}");
            }
            try (var deVolta = clone.roda(comando)) {
                await().atMost(PRAZO).until(() -> deVolta.vivo() && saldo("2").contains("\"saldo\":7,"));
                assertThat(origensAceitas(comando))
                        .as("a página desta porta, e não a de fábrica")
                        .isEqualTo(200);
            }

            lab.mata();
            assertThat(filhos).filteredOn(ProcessHandle::isAlive).hasSize(SERVICOS);
            var parada = Execucao.de(clone.stop());
            assertThat(parada.codigo()).isZero();
            nadaSobrou(lab, filhos);

            var denovo = Execucao.de(clone.stop());
            assertThat(denovo.codigo()).isZero();
            assertThat(denovo.saida()).contains("Nada a parar");
        }
    }

    @Tag("completo")
    @Test
    void comUmKafkaJaNoArUsaEsseENaoOParaNoFim() {
        try (var broker = BrokerDeTeste.novo();
                var kafka = new ClienteDeTeste(broker.servidores())) {
            int porta = URI.create("kafka://" + broker.servidores()).getPort();
            try (var lab = noAr(porta)) {
                assertThat(lab.linhas()).anyMatch(linha -> linha.startsWith("Já há um Kafka em localhost:" + porta));
                assertThat(saldo1()).contains("150.00");
                var filhos = filhos(lab);
                assertThat(filhos).as("os serviços, e nenhum broker").hasSize(SERVICOS);

                Sinal.envia("TERM", lab);
                nadaSobrou(lab, filhos);
                assertThat(kafka.log("contas")).hasSize(3);
            }
            var limpar = Execucao.de(clone.start(porta, portaSaldo).comArgumentos("--limpar"));
            assertThat(limpar.codigo()).isEqualTo(1);
            assertThat(limpar.erros()).singleElement().asString().contains("--limpar", Integer.toString(porta));
            assertThat(kafka.log("contas"))
                    .as("o Kafka dos outros não se apaga")
                    .hasSize(3);
        }
    }

    @Tag("completo")
    @Test
    void sigtermNoMeioDoInicioTambemNaoDeixaNada() {
        try (var lab = clone.start(portaKafka, portaSaldo).inicia()) {
            lab.esperaLinha(linha -> linha.contains("Broker Kafka pronto"), PRAZO);
            await().atMost(PRAZO).until(() -> filhos(lab).size() > 1); // o broker e create-topics.sh
            var filhos = filhos(lab);
            Sinal.envia("TERM", lab);
            nadaSobrou(lab, filhos);
            assertThat(lab.linhas()).noneMatch(linha -> linha.startsWith("ERRO"));
        }
    }

    @Test
    void portaDoSaldoTomadaEUmErroENadaFicaNoAr() throws IOException {
        try (var ocupante = new ServerSocket(portaSaldo, 50, InetAddress.getLoopbackAddress())) {
            recusa("a porta " + ocupante.getLocalPort() + " (saldo-service) já está em uso");
        }
    }

    @Tag("completo")
    @Test
    void portaDoKafkaTomadaPorOutraCoisaEUmErroENadaFicaNoAr() throws IOException {
        try (var ocupante = new ServerSocket(portaKafka, 50, InetAddress.getLoopbackAddress())) {
            recusa("a porta " + ocupante.getLocalPort() + " está ocupada por algo que não é um Kafka");
        }
    }

    @Test
    void semJdkQueSirvaDizQualOProblema() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var soJre = Files.createDirectories(pasta.resolve("jre/bin"));
        executavel(soJre.resolve("java"), "exec '%s' \"$@\"".formatted(java));
        var antigo = Files.createDirectories(pasta.resolve("antigo/bin"));
        executavel(antigo.resolve("java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        recusaJdk(pasta.resolve("nenhum"), "não achei o Java");
        assertThat(Execucao.de(clone.script(
                                "stop.sh", Map.of("JAVA_HOME", soJre.getParent().toString())))
                        .codigo())
                .as("um JRE basta para o que já está construído")
                .isZero();
        recusaJdk(antigo.getParent(), "é a versão 11");
    }

    @Test
    void buildQueFalhaEUmErroENadaFicaNoAr() throws IOException {
        executavel(clone.raiz().resolve("mvnw"), "echo 'erro de compilação'; exit 1");
        Files.delete(clone.raiz().resolve("lab/target/construido"));
        recusa("o build falhou");
        assertThat(clone.raiz().resolve("lab/target/construido")).doesNotExist();
    }

    @Tag("completo")
    @Test
    void oAmbienteDeQuemChamaNaoMudaOsProgramasEUmaConfiguracaoQueNaoServeEDitaNumaLinha() {
        var execucao = Execucao.de(clone.script(
                "start.sh",
                Map.of(
                        "SERVER_PORT", Integer.toString(portaSaldo),
                        "SPRING_APPLICATION_JSON", "isto nem é JSON",
                        "JAVA_TOOL_OPTIONS", "-XX:+UseG1GC",
                        "LC_ALL", "C",
                        "PAGAMENTO_FALHAS", "abc"),
                "--porta-kafka",
                Integer.toString(portaKafka),
                "--porta-saldo",
                Integer.toString(portaSaldo),
                "--porta-dashboard",
                Integer.toString(PortaLivre.uma())));
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.saida())
                .contains("Do ambiente, não passo adiante: SERVER_PORT, SPRING_APPLICATION_JSON")
                .doesNotContain("APPLICATION FAILED", "Multiple garbage collectors");
        assertThat(execucao.erros())
                .singleElement()
                .asString()
                .contains("pagamento-service terminou ao iniciar: ", "pagamento.falhas", "abc");
    }

    @Tag("completo")
    @Test
    void topicoErradoNaoDerrubaNadaEOComandoImpressoFuncionaComOLaboratorioNoAr() {
        try (var lab = clone.start(portaKafka, portaSaldo)
                .comAmbiente("PARTICOES", "0")
                .inicia()) {
            var linha = lab.esperaLinha(texto -> texto.contains("ERRO: PARTICOES"), PRAZO);
            assertThat(linha).contains("unset PARTICOES");
            lab.esperaLinha(texto -> texto.startsWith("Os tópicos não estão como deviam"), PRAZO);
            var criacao = Execucao.de(clone.script(
                    "create-topics.sh",
                    Map.of("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:" + portaKafka),
                    "--via",
                    "jar"));
            assertThat(criacao.codigo()).as(criacao.saida()).isZero();
            lab.esperaLinha(texto -> texto.startsWith("Ctrl-C aqui"), PRAZO);
            lab.para(PRAZO);
        }
    }

    @Test
    void stopSemNadaNoArNaoEUmErro() {
        var parada = Execucao.de(clone.stop());
        assertThat(parada.codigo()).isZero();
        assertThat(parada.saida()).startsWith("Nada a parar: o laboratório não está no ar (");
    }

    private Processo noAr(int porta, String... opcoes) {
        var lab = clone.start(porta, portaSaldo).comArgumentos(opcoes).inicia();
        try {
            lab.esperaLinha(linha -> linha.startsWith("Tudo no ar."), PRAZO);
            lab.esperaLinha(linha -> linha.startsWith("Ctrl-C aqui"), PRAZO);
            return lab;
        } catch (IllegalStateException e) {
            lab.para(PRAZO);
            throw e;
        }
    }

    private void recusa(String erro) {
        var execucao = Execucao.de(clone.start(portaKafka, portaSaldo));
        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.erros()).singleElement().asString().contains(erro);
        assertThat(execucao.temStackTrace()).isFalse();
        assertThat(clone.raiz().resolve("dados")).doesNotExist();
    }

    private void recusaJdk(Path javaHome, String erro) {
        for (var script : List.of("start.sh", "stop.sh")) {
            var execucao = Execucao.de(clone.script(script, Map.of("JAVA_HOME", javaHome.toString())));
            assertThat(execucao.codigo()).isEqualTo(1);
            assertThat(execucao.saida().lines()).singleElement().asString().startsWith("ERRO: ");
            assertThat(execucao.saida()).contains(erro);
        }
    }

    private void nadaSobrou(Processo lab, List<ProcessHandle> filhos) {
        nadaSobrou(lab, filhos, portaKafka, portaSaldo);
    }

    private static void nadaSobrou(Processo lab, List<ProcessHandle> filhos, int... portas) {
        lab.esperaFim(PRAZO);
        assertThat(filhos).noneMatch(NoAr::esta); // nem por um instante
        assertThat(IntStream.of(portas).filter(Escutas::alguemEscuta))
                .as("portas ocupadas")
                .isEmpty();
    }

    /** O broker e os serviços. */
    static void soEscutamEmLoopback(Processo lab) {
        assertThat(filhos(lab))
                .hasSize(1 + SERVICOS)
                .allSatisfy(filho -> assertThat(Escutas.de(filho))
                        .isNotEmpty()
                        .allMatch(escuta -> escuta.getAddress().isLoopbackAddress()));
    }

    /** Como o do terminal, que o manda a todos: parado ao mesmo tempo que as etapas, o broker as deixaria à espera. */
    static void ctrlC(Processo lab, int... portas) {
        var filhos = filhos(lab);
        assertThat(Execucao.doBash("kill -INT "
                                + filhos.stream()
                                        .map(filho -> Long.toString(filho.pid()))
                                        .collect(Collectors.joining(" ")))
                        .codigo())
                .isZero();
        await().during(Duration.ofSeconds(1)).until(() -> filhos.stream().allMatch(ProcessHandle::isAlive));
        Sinal.envia("INT", lab);
        nadaSobrou(lab, filhos, portas);
        assertThat(lab.linhas()).contains("Tudo parado. Os dados continuam em dados/.");
    }

    private void mudaOSaldoDe1() {
        try (var kafka = new ClienteDeTeste("localhost:" + portaKafka)) {
            kafka.escreve(
                    "contas", "1", "{\"cliente_id\":\"1\",\"saldo\":999.00,\"timestamp\":\"2025-10-14T15:20:57\"}");
        }
    }

    private String saldo1() {
        return saldo("1");
    }

    private String saldo(String cliente) {
        try {
            return Http.get(portaSaldo, "/saldo/" + cliente).body();
        } catch (UncheckedIOException e) {
            return e.toString(); // ainda ninguém atende
        }
    }

    /** O que o serviço trazido de volta responde à página do dashboard deste laboratório. */
    private int origensAceitas(String comando) {
        var origem = comando.replaceAll(".*SALDO_CORSORIGENS=([^,]+),.*", "$1");
        return Http.get(portaSaldo, "/saldo/2", BodyHandlers.discarding(), "Origin", origem)
                .statusCode();
    }

    private boolean ehOSaldoService(ProcessHandle processo) {
        return processo.info().commandLine().orElse("").contains("saldo-service.jar");
    }

    private static List<ProcessHandle> filhos(Processo lab) {
        return lab.identidade().descendants().toList();
    }

    private static void executavel(Path arquivo, String script) throws IOException {
        Files.writeString(arquivo, "#!/usr/bin/env bash\n" + script + "\n");
        Files.setPosixFilePermissions(arquivo, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
