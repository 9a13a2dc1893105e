package br.kafkanapratica.testes.sistema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.ProcessoVisto.Estado;
import br.kafkanapratica.experimentos.controle.Resposta;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.lab.NoAr;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Um laboratório inteiro: mandado pelo {@code lab.sh}, pelo soquete e pela página; quem não pode mandar nele; e dois experimentos,
 * feitos por um aluno-robô.
 */
@EnabledOnOs(OS.LINUX)
@TestMethodOrder(OrderAnnotation.class)
class LaboratorioNoArIT {

    private static final Duration PRAZO = Duration.ofMinutes(2);
    private static final Pattern TOKEN = Pattern.compile("XSRF-TOKEN=([^;]+)");

    @TempDir
    private static Path pasta;

    private static LabDeExperimentos lab;
    private static CloneDeTeste clone;
    private static Processo laboratorio;
    private static Processo vizinho;
    private static ControleDoLab controle;
    private static int pagina;
    private static String chave;

    @BeforeAll
    static void sobe() throws IOException {
        lab = LabDeExperimentos.em(Files.createDirectories(pasta.resolve("meu")));
        clone = lab.copia();
        laboratorio = lab.laboratorio();
        controle = lab.controle();
        var endereco = URI.create(lab.endereco());
        pagina = endereco.getPort();
        chave = endereco.getFragment().replace("chave=", "");
        // Com a linha de comando de um programa do laboratório, mas de outro.
        vizinho = new Programa(
                        "vizinho",
                        List.of(
                                "bash",
                                "-c",
                                "echo pronto; read -r",
                                "-Dlaboratorio=[" + pasta.resolve("outro") + "]",
                                "pagamento-service/target/pagamento-service.jar"),
                        Map.of(),
                        pasta)
                .inicia();
        vizinho.esperaLinha("pronto"::equals, PRAZO);
    }

    /**
     * Morto o laboratório com um programa pausado, {@code stop.sh} não deixa nada, e não toca em mais ninguém; da segunda vez que sobe, tem os dados
     * que tinha.
     */
    @AfterAll
    static void desce() throws IOException {
        try {
            lab.kafka().escreve(Topico.CONTAS.nome(), "1", """
                    {"cliente_id":"1","saldo":999.00,"timestamp":"2025-10-14T15:20:57"}""");
            ok("pausar", "notificacao");
            var filhos = laboratorio.identidade().descendants().toList();
            laboratorio.mata();
            assertThat(Execucao.de(clone.script("lab.sh", Map.of(), "processos"))
                            .saida())
                    .isEqualTo("ERRO: O laboratório não está no ar. Suba-o com ./start.sh");
            var parada = Execucao.de(clone.stop());
            assertThat(parada.saida()).contains("Tudo parado").doesNotContain("Espero o processo");
            assertThat(filhos).isNotEmpty().noneMatch(NoAr::esta);
            assertThat(vizinho.vivo()).isTrue();
            assertThat(estadoDoVizinho()).as("dormindo, e não congelado").isEqualTo('S');
            daSegundaVezTemOsDados();
        } finally {
            vizinho.mata();
            lab.close();
        }
    }

    private static void daSegundaVezTemOsDados() {
        int portaKafka = URI.create("kafka://" + lab.servidores()).getPort();
        try (var segunda = clone.start(portaKafka, lab.portaSaldo()).inicia()) {
            segunda.esperaLinha(linha -> linha.startsWith("Ctrl-C aqui"), PRAZO);
            assertThat(segunda.linhas())
                    .contains("O tópico contas já tem dados: não envio as três mensagens de novo.")
                    .noneMatch(linha -> linha.contains("Produzido"));
            assertThat(saldo1(segunda)).contains("\"saldo\":999.00");
            LaboratorioIT.ctrlC(segunda, portaKafka, lab.portaSaldo());
        }
    }

    /** O seguinte começa com tudo no ar, seja qual for. */
    @AfterEach
    void arruma() {
        lab.arruma();
    }

    /** Antes de os outros mudarem os saldos. */
    @Order(1)
    @Test
    void daPrimeiraVezTemAsTresMensagensDoCursoESoEscutaEmLoopback() {
        assertThat(saldo1(laboratorio)).contains("\"cliente_id\":\"1\",\"saldo\":150.00");
        assertThat(laboratorio.linhas())
                .anyMatch(linha -> linha.contains("curl http://localhost:" + lab.portaSaldo() + "/saldo/1"))
                .anyMatch(linha -> linha.startsWith("saldo-producer") && linha.contains("Produzido -> key=1"));
        LaboratorioIT.soEscutamEmLoopback(laboratorio);
    }

    @Test
    void peloTerminalMataTrazDeVoltaEDizOQueHa() {
        long antes = visto("pagamento-service").pid();
        var morte = labSh("matar", "pagamento");
        assertThat(morte.codigo()).as(morte.saida()).isZero();
        assertThat(morte.saida())
                .isEqualTo(
                        "pagamento-service (PID %d) morto com kill -9. Para tê-lo de volta: ./lab.sh iniciar pagamento"
                                .formatted(antes));
        laboratorio.esperaLinha(
                linha ->
                        linha.startsWith("pagamento-service terminou.") && linha.contains("./lab.sh iniciar pagamento"),
                PRAZO);
        assertThat(labSh("processos").saida())
                .containsPattern("pagamento-service +%d +terminado +[\\d:]+ +kill -9".formatted(antes));
        assertThat(Execucao.de(clone.start(PortaLivre.uma(), PortaLivre.uma())).saida())
                .contains("Mas pagamento-service terminou", "./lab.sh iniciar pagamento");

        assertThat(labSh("iniciar", "pagamento").codigo()).isZero();
        esperaParticoes("pagamento");
        assertThat(visto("pagamento-service").pid()).isNotEqualTo(antes);
        assertThat(labSh("matar", "estoque-7").saida()).startsWith("ERRO: Não há nenhum estoque-service-7");
        assertThat(labSh("endereco").saida()).isEqualTo("http://localhost:%d/#chave=%s".formatted(pagina, chave));
    }

    @Test
    void pausadoNaoTrabalhaEDobradoTemAsMesmasOpcoes() {
        ok("pausar", "estoque");
        var enviados = json(pede("POST", "/api/pedidos?quantidade=6", token(), ""))
                .path("ids")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(enviados).hasSize(6);
        assertThat(visto("estoque-service").estado()).isEqualTo(Estado.PAUSADO);
        assertThat(aprovados()).doesNotContainAnyElementsOf(enviados);

        ok("dobrar", "estoque");
        esperaParticoes("estoque-2");
        ok("retomar", "estoque");
        await().atMost(PRAZO).until(() -> aprovados().containsAll(enviados));
        assertThat(aprovados())
                .as("nenhum duas vezes")
                .filteredOn(enviados::contains)
                .hasSize(6);
        assertThat(clone.raiz().resolve(".lab/logs/estoque-service-2.log")).isNotEmptyFile();
        ok("parar", "estoque-2");
        assertThat(visto("estoque-service-2").fim()).isEqualTo("SIGTERM");
    }

    @Tag("completo")
    @Test
    void oBrokerMorreEVoltaComOsMesmosDadosEAPaginaFicaNoAr() {
        long antes = lab.kafka().log(Topico.CONTAS.nome()).size();
        assertThat(antes).isPositive();
        assertThat(manda("matar", "broker-local")).startsWith("HTTP/1.1 200");
        assertThat(visto("broker-local").fim()).isEqualTo("kill -9");
        assertThat(json(pede("GET", "/api/lab", "", "")).path("noAr").asBoolean())
                .isTrue();
        assertThat(manda("iniciar", "broker")).startsWith("HTTP/1.1 200");
        await().atMost(PRAZO)
                .until(() -> ok("linhas", "broker", "5").linhas().stream()
                        .anyMatch(linha -> linha.startsWith("Broker Kafka pronto")));
        await().atMost(PRAZO)
                .ignoreExceptions()
                .until(() -> lab.kafka().log(Topico.CONTAS.nome()).size() == antes);
    }

    @Test
    void oDashboardTrazidoDeVoltaTemAMesmaChave() {
        ok("matar", "dashboard");
        ok("iniciar", "dashboard");
        await().atMost(PRAZO)
                .ignoreExceptions()
                .until(() -> pede("GET", "/actuator/health/readiness", "", "").startsWith("HTTP/1.1 200"));
        assertThat(manda("retomar", "pagamento")).startsWith("HTTP/1.1 200");
        assertThat(manda("matar", "dashboard")).startsWith("HTTP/1.1 409").contains("./lab.sh matar dashboard");
    }

    @Test
    void aReferenciaDaApiDizOQueOSaldoServiceDizDeSi() throws IOException {
        assertThat(Referencia.enderecosDoDocumento())
                .containsExactlyInAnyOrderEntriesOf(Referencia.enderecosDe(lab.portaSaldo()));
        assertThat(Referencia.metricasDoDocumento()).containsExactlyElementsOf(Referencia.metricasDe(lab.portaSaldo()));
    }

    @Test
    void umRegistroQueNaoEUmPedidoFicaOndeSeDisse() {
        var onde = json(pede("POST", "/api/pedidos/veneno", token(), ""));
        assertThat(lab.kafka().log(Topico.NOVOS_PEDIDOS.nome()))
                .filteredOn(registro ->
                        registro.partition() == onde.path("particao").asInt()
                                && registro.offset() == onde.path("offset").asLong())
                .singleElement()
                .satisfies(registro -> assertThat(new String(registro.value(), UTF_8))
                        .isEqualTo(onde.path("registro").asString()));
    }

    @Test
    void quemNaoPodeNaoMandaEmNada() throws IOException {
        var antes = controle.processos();
        var comChave = token() + "X-Lab-Chave: " + chave + "\r\n";
        assertThat(ordem("matar", "pagamento", "")).startsWith("HTTP/1.1 403"); // nem o token da página
        assertThat(ordem("matar", "pagamento", "X-Lab-Chave: " + chave + "\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(ordem("matar", "pagamento", token()))
                .startsWith("HTTP/1.1 403")
                .contains("./lab.sh endereco");
        assertThat(ordem("matar", "pagamento", token() + "X-Lab-Chave: " + chave.substring(1) + "x\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(ordem("matar", "pagamento", comChave + "Origin: http://mau.example\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(ordem("matar", "pagamento", comChave, "mau.example")).startsWith("HTTP/1.1 400");

        long pid = vizinho.identidade().pid();
        assertThat(ordem("matar", Long.toString(pid), comChave))
                .startsWith("HTTP/1.1 409")
                .contains("pelo nome, e não pelo PID");
        for (var torto :
                List.of("../pagamento", "pagamento\\nmatar broker", "pagamento;kill", "", "pagamento broker")) {
            assertThat(ordem("matar", torto, comChave)).as(torto).startsWith("HTTP/1.1 400");
        }
        assertThat(controle.pede("matar", Long.toString(pid)).ok()).isFalse();
        assertThat(controle.pede("pausar", "vizinho").ok()).isFalse();

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(clone.raiz().resolve(".lab"))))
                .isEqualTo("rwx------");
        assertThat(laboratorio.linhas())
                .filteredOn(linha -> linha.contains(chave))
                .as("só o endereço a mostra")
                .hasSize(1);
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(processo -> processo.info().commandLine().orElse("").contains(chave));
        assertThat(controle.processos()).isEqualTo(antes);
        assertThat(vizinho.vivo()).isTrue();
    }

    /** Um serviço morto; no navegador, uma etapa morta; e as armadilhas, no {@link ExperimentosIT}. */
    @Test
    void asAcoesDeUmExperimentoTornamTudoVerde() {
        var experimento = Curso.experimento("reconstrucao").orElseThrow();
        lab.aluno().faz(experimento);
        assertThat(lab.aluno().lugares(experimento))
                .as("as provas apontam para registros de tópicos que há")
                .isNotEmpty()
                .allMatch(lugar -> lugar.matches("[a-z_-]+, partição \\d+, offset \\d+(, e mais \\d+)?"));
    }

    @Test
    void semAgirNadaFicaVerdeEAExplicacaoNaoAparece() {
        var aluno = lab.aluno();
        var experimento = Curso.experimento("pagamento-morto").orElseThrow();
        aluno.preve(experimento);
        assertThat(aluno.faltas(experimento)).hasSameSizeAs(experimento.verificacoes());
        assertThat(aluno.estado(experimento).path("explicacao").isNull()).isTrue();
        assertThat(aluno.estado(experimento)
                        .path("alternativas")
                        .get(0)
                        .path("certa")
                        .isNull())
                .isTrue();
    }

    /** Da primeira tela ao relatório, só com o teclado e os botões. */
    @Test
    void noNavegadorPeloTecladoDaPrevisaoAoRelatorio() {
        AlunoNoNavegador.faz(lab, "morte-no-meio", 1920, ColorScheme.LIGHT);
    }

    private static String saldo1(Processo daVez) {
        return new ServicoEmJar(daVez, lab.portaSaldo()).get("/saldo/1").body();
    }

    private static List<String> aprovados() {
        return lab.kafka().confirmados(Topico.PEDIDOS_APROVADOS.nome()).stream()
                .map(Pipeline::chave)
                .toList();
    }

    private static Execucao labSh(String... argumentos) {
        return Execucao.de(clone.script("lab.sh", Map.of(), argumentos));
    }

    private static Resposta ok(String... palavras) {
        var resposta = controle.pede(palavras);
        assertThat(resposta.ok()).as(resposta.frase()).isTrue();
        return resposta;
    }

    private static ProcessoVisto visto(String nome) {
        return controle.processos().stream()
                .filter(processo -> processo.nome().equals(nome))
                .findFirst()
                .orElseThrow();
    }

    private static void esperaParticoes(String etapa) {
        await().atMost(PRAZO)
                .until(() -> ok("linhas", etapa, "200").linhas().stream()
                        .anyMatch(linha -> linha.contains("partições minhas agora")));
    }

    private static char estadoDoVizinho() throws IOException {
        var linha = Files.readString(
                Path.of("/proc", Long.toString(vizinho.identidade().pid()), "stat"));
        return linha.charAt(linha.lastIndexOf(')') + 2);
    }

    private static String manda(String verbo, String programa) {
        return ordem(
                verbo, programa, token() + "X-Lab-Chave: " + chave + "\r\nOrigin: http://localhost:" + pagina + "\r\n");
    }

    private static String ordem(String verbo, String programa, String headers) {
        return ordem(verbo, programa, headers, "localhost:" + pagina);
    }

    private static String ordem(String verbo, String programa, String headers, String host) {
        return pede("POST", "/api/lab/" + verbo, headers, "{\"programa\":\"" + programa + "\"}", host);
    }

    private static String token() {
        var cookie = TOKEN.matcher(pede("GET", "/", "", ""));
        assertThat(cookie.find()).isTrue();
        return "Cookie: XSRF-TOKEN=%1$s\r\nX-XSRF-TOKEN: %1$s\r\n".formatted(cookie.group(1));
    }

    private static JsonNode json(String resposta) {
        assertThat(resposta).startsWith("HTTP/1.1 200");
        return ServicoEmJar.JSON.readTree(resposta.substring(resposta.indexOf('{'), resposta.lastIndexOf('}') + 1));
    }

    private static String pede(String metodo, String caminho, String headers, String corpo) {
        return pede(metodo, caminho, headers, corpo, "localhost:" + pagina);
    }

    /** Byte a byte: um cliente HTTP não deixaria escolher o {@code Host}. */
    private static String pede(String metodo, String caminho, String headers, String corpo, String host) {
        try (var soquete = new Socket(InetAddress.getLoopbackAddress(), pagina)) {
            soquete.getOutputStream()
                    .write(("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: %d\r\n%s\r\n%s")
                            .formatted(metodo, caminho, host, corpo.getBytes(UTF_8).length, headers, corpo)
                            .getBytes(UTF_8));
            return new String(soquete.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
