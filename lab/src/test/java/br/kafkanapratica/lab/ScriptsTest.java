package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Os scripts, como quer que sejam chamados, com um java que só diz o que recebeu. */
@EnabledOnOs(OS.LINUX)
class ScriptsTest {

    private static final List<String> JARS = List.of(
            "broker-local",
            "lab",
            "saldo-service",
            "saldo-producer",
            "estoque-service",
            "pagamento-service",
            "notificacao-service",
            "pedidos-producer",
            "dashboard",
            "armadilhas");

    @TempDir
    private Path pasta;

    private static @Nullable String soma;

    private Path raiz;
    private Path java;

    @BeforeEach
    void clona() throws IOException {
        raiz = Files.createDirectories(pasta.resolve("lição com espaço"));
        for (var script : List.of("start.sh", "stop.sh", "lab.sh", "create-topics.sh", ".jdk.sh", ".construir.sh")) {
            Files.copy(Path.of("..", script), raiz.resolve(script));
        }
        executavel(raiz.resolve("mvnw"), doMaven("echo construindo; env | grep -E '^(SERVER_PORT|JAVA_TOOL)'"));
        for (var modulo : JARS) {
            Files.createFile(Files.createDirectories(raiz.resolve(modulo).resolve("target"))
                    .resolve(modulo + ".jar"));
        }
        Files.writeString(raiz.resolve("pom.xml"), "<project/>");
        java = Files.createDirectories(pasta.resolve("jdk/bin")).getParent();
        java("openjdk version \"17.0.15\" 2025-04-15");
        executavel(java.resolve("bin/javac"), "exit 0");
        if (soma == null) { // é dos arquivos, e não de onde estão nem da data deles: a mesma em todos os testes
            soma = bash("cd '%s' && . ./.jdk.sh && soma_do_build".formatted(raiz), Map.of());
            assertThat(soma).matches("(\\d+ ?){4}");
        }
        Files.writeString(raiz.resolve("lab/target/construido"), soma + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./start.sh",
                "sh start.sh",
                "dash ./start.sh",
                "bash -o posix start.sh",
                "cd / && \"$OLDPWD/start.sh\"",
                "ln -s start.sh a && ln -s \"$PWD/a\" ../b && cd .. && ./b",
                "cd .. && bash 'lição com espaço/start.sh'"
            })
    void deQualquerJeitoQueSeChameOLabRecebeAMarcaDaRaizENadaDoAmbiente(String chamada) {
        var saida = bash(
                "cd '%s' && %s --porta-kafka 1".formatted(raiz, chamada),
                Map.of(
                        "JAVA_TOOL_OPTIONS", "-XX:+UseG1GC",
                        "JDK_JAVA_OPTIONS", "-Xmx1m",
                        "_JAVA_OPTIONS", "-Xmx1m",
                        "CLASSPATH", "x",
                        "CDPATH", "/",
                        "LC_ALL", "C"));
        assertThat(saida)
                .contains(
                        "-Dlaboratorio=[" + raiz + "]",
                        "lab.jar iniciar --porta-kafka 1",
                        "charmap UTF-8",
                        "em " + raiz)
                .doesNotContain("UseG1GC", "-Xmx1m", "CLASSPATH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./start.sh",
                "bash start.sh",
                "sh stop.sh",
                "./stop.sh",
                "./lab.sh processos",
                "bash create-topics.sh"
            })
    void fimDeLinhaDoWindowsEDitoComOConserto(String chamada) throws IOException {
        for (var script :
                List.of("start.sh", "stop.sh", "lab.sh", "create-topics.sh", ".jdk.sh", ".construir.sh", "mvnw")) {
            var arquivo = raiz.resolve(script);
            Files.writeString(arquivo, Files.readString(arquivo).replace("\n", "\r\n"));
        }
        var saida = bash("cd '%s' && %s".formatted(raiz, chamada), Map.of());
        assertThat(saida.lines())
                .singleElement()
                .asString()
                .startsWith("ERRO: ")
                .contains("CRLF", "perl -pi");
        var conserto = saida.substring(saida.indexOf("perl -pi"));
        assertThat(bash("cd '%s' && %s && ./stop.sh".formatted(raiz, conserto), Map.of()))
                .contains("lab.jar parar");
    }

    @ParameterizedTest
    @CsvSource({
        "./lab.sh matar pagamento, lab.jar matar pagamento",
        "sh lab.sh iniciar pagamento, lab.jar iniciar pagamento",
        "dash ./lab.sh parar pagamento, lab.jar parar pagamento",
        "./lab.sh, lab.jar --help",
        "./lab.sh iniciar --help, lab.jar iniciar --help",
        "./lab.sh iniciar --brokers 3, lab.jar iniciar --brokers 3",
        "./lab.sh parar, lab.jar parar",
        "cd .. && bash 'lição com espaço/lab.sh' processos, lab.jar processos"
    })
    void oControleVaiAoLabEOLaboratorioInteiroAoScriptDele(String chamada, String recebido) {
        var saida = bash("cd '%s' && %s".formatted(raiz, chamada), Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"));
        assertThat(saida.lines().filter(linha -> linha.startsWith("java ")))
                .singleElement()
                .asString()
                .endsWith(recebido);
        assertThat(saida).doesNotContain("UseG1GC");
        assertThat(saida.contains("-Dlaboratorio="))
                .as("só o laboratório leva a marca")
                .isEqualTo(recebido.contains("--brokers"));
    }

    @Test
    void semOLabConstruidoDizComo() throws IOException {
        Files.delete(raiz.resolve("lab/target/lab.jar"));
        assertThat(bash("cd '%s' && ./lab.sh matar pagamento".formatted(raiz), Map.of()))
                .startsWith("ERRO: ")
                .contains("./start.sh");
    }

    @Test
    void umaCopiaComOutrasDatasNaoEConstruidaDeNovoEUmFonteMudadoE() throws IOException {
        var fonte = Files.createDirectories(raiz.resolve("lab/src/main")).resolve("A.java");
        Files.writeString(fonte, "class A {}");
        assertThat(start())
                .contains("construindo", "ERRO: o build falhou", "Para repeti-lo: ./start.sh")
                .doesNotContain("SERVER_PORT", "JAVA_TOOL");

        bash("cd '%s' && . ./.jdk.sh && soma_do_build > lab/target/construido".formatted(raiz), Map.of());
        Files.setLastModifiedTime(fonte, FileTime.from(Instant.now().plusSeconds(1000)));
        var copia = pasta.resolve("cópia");
        bash("cp -r '%s' '%s'".formatted(raiz, copia), Map.of());
        assertThat(bash("cd '%s' && ./start.sh".formatted(copia), Map.of()))
                .contains("lab.jar iniciar")
                .doesNotContain("construindo");

        Files.writeString(copia.resolve("lab/src/main/A.java"), "class B {}");
        assertThat(bash("cd '%s' && ./start.sh".formatted(copia), Map.of())).contains("construindo");
    }

    /** A página os mostra: o build os põe no jar do dashboard. */
    @Test
    void umDocumentoMudadoTambemEConstruidoDeNovo() throws IOException {
        assertThat(start()).doesNotContain("construindo");
        Files.writeString(Files.createDirectories(raiz.resolve("docs")).resolve("novo.md"), "# Novo");
        assertThat(start()).contains("construindo");
    }

    @Test
    void oQueOSistemaEOsEditoresDeixamNaoEUmFonte() throws IOException {
        var docs = Files.createDirectories(raiz.resolve("docs"));
        var fontes = Files.createDirectories(raiz.resolve("lab/src/main"));
        for (var sobra : List.of(".DS_Store", "._A.java", ".A.java.swp", "A.java~", "Thumbs.db", "desktop.ini")) {
            Files.writeString(docs.resolve(sobra), "x");
            Files.writeString(fontes.resolve(sobra), "x");
        }
        assertThat(start()).contains("lab.jar iniciar").doesNotContain("construindo");
    }

    /** O Maven daria por compilado contra os de agora o que o foi contra outros. */
    @Test
    void quemConstroiCompilaDoComeco() throws IOException {
        var classes = Files.createDirectories(raiz.resolve("estoque-service/target/classes"));
        var dosTestes = Files.createDirectories(raiz.resolve("exemplos/medidas/target/test-classes"));
        Files.delete(raiz.resolve("lab/target/construido"));
        assertThat(start()).contains("construindo");
        assertThat(classes).doesNotExist();
        assertThat(dosTestes).doesNotExist();
    }

    /** Um build de um módulo só, e os fontes de volta ao que eram; ou um build interrompido. */
    @Test
    void umJarQueNaoEODosFontesEConstruidoDeNovo() throws IOException {
        assertThat(start()).contains("lab.jar iniciar").doesNotContain("construindo");
        Files.writeString(raiz.resolve("estoque-service/target/estoque-service.jar"), "de outros fontes");
        assertThat(start()).contains("construindo").doesNotContain("lab.jar iniciar");
    }

    @Test
    void oMotivoDeUmBuildQueNemComecouTambemSeDiz() throws IOException {
        executavel(raiz.resolve("mvnw"), "echo 'wget: Failed to fetch https://repo'; exit 1");
        Files.delete(raiz.resolve("lab/target/construido"));
        assertThat(start()).contains("  wget: Failed to fetch https://repo", "ERRO: o build falhou");
    }

    @Test
    void umJavaQueNaoFuncionaEDitoComAsPalavrasDele() throws IOException {
        executavel(java.resolve("bin/java"), "echo 'Unable to locate a Java Runtime.' >&2; exit 1");
        assertThat(start())
                .isEqualTo("ERRO: \"%s/bin/java\" não funciona (Unable to locate a Java Runtime.). ".formatted(java)
                        + "Instale um JDK 17 ou mais novo e, se preciso, aponte JAVA_HOME para ele.");
    }

    @Test
    void semOBitDeExecucaoAsDicasVoltamAFuncionar() throws IOException {
        for (var script : List.of("start.sh", "stop.sh", "lab.sh", "create-topics.sh", "mvnw")) {
            Files.setPosixFilePermissions(raiz.resolve(script), PosixFilePermissions.fromString("rw-r--r--"));
        }
        assertThat(bash("cd '%s' && sh start.sh".formatted(raiz), Map.of())).contains("lab.jar iniciar");
        assertThat(List.of("start.sh", "stop.sh", "lab.sh", "create-topics.sh", "mvnw"))
                .allMatch(script -> Files.isExecutable(raiz.resolve(script)));
    }

    @Test
    void oJava8SeChama8EUmJreSoNaoConstroi() throws IOException {
        java("openjdk version \"1.8.0_292\"");
        assertThat(start()).contains("é a versão 8.");
        java("openjdk version \"21\" 2023-09-19");
        Files.delete(java.resolve("bin/javac"));
        assertThat(start()).contains("lab.jar iniciar");
        assertThat(bash("cd '%s' && ./stop.sh".formatted(raiz), Map.of())).contains("lab.jar parar");
        Files.delete(raiz.resolve("lab/target/construido"));
        assertThat(start()).contains("falta o compilador (javac)").doesNotContain("construindo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./start.sh", "ln -s \"$PWD/start.sh\" ../atalho && ../atalho --porta-kafka 1"})
    void oStopDuranteOBuildDizQueEDele(String chamada) throws IOException {
        executavel(raiz.resolve("mvnw"), doMaven("./stop.sh; ./start.sh"));
        Files.delete(raiz.resolve("lab/target/construido"));
        assertThat(bash("cd '%s' && %s".formatted(raiz, chamada), Map.of()))
                .contains("ainda está construindo os programas", "Ctrl-C no terminal dele", "outro ./start.sh (PID")
                .contains("o build falhou");
        assertThat(raiz.resolve(".lab/construindo")).doesNotExist();
        assertThat(bash("cd '%s' && ./stop.sh".formatted(raiz), Map.of())).contains("lab.jar parar");
    }

    /** O Maven falso só acaba quando todos os outros desistiram. Há, ou não, a anotação de um que morreu. */
    @ParameterizedTest
    @ValueSource(strings = {"", "mkdir -p .lab; printf '%s\\n' \"1 $PWD\" 'bash ./start.sh' >.lab/construindo"})
    void deMuitosAoMesmoTempoSoUmConstroi(String antes) throws IOException {
        executavel(raiz.resolve("mvnw"), """
                echo comecei >>.lab/maven
                i=0
                while [ $((i = i + 1)) -lt 300 ]; do
                  [ $(cat saida.* | grep -c 'outro ./start.sh') -lt 7 ] || exit 1
                  sleep 0.1
                done""");
        Files.delete(raiz.resolve("lab/target/construido"));
        assertThat(bash("""
                        cd '%s'
                        %s
                        for i in {1..8}; do ./start.sh >saida.$i 2>&1 & done
                        wait
                        cat .lab/maven
                        ls .lab""".formatted(raiz, antes), Map.of()).lines())
                .containsExactly("comecei", "construcao.log", "maven");
    }

    /** Quem mata o script não sabe do Maven. */
    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129", "INT, 130"})
    void oBuildAcabaComQuemOPediu(String sinal, int codigo) throws IOException {
        executavel(raiz.resolve("mvnw"), "echo $$ > .lab/maven; exec sleep 300");
        Files.delete(raiz.resolve("lab/target/construido"));
        assertThat(bash("""
                        cd '%s'
                        set -m
                        env --default-signal=%s ./start.sh >saida 2>&1 &
                        until [[ -s .lab/maven ]]; do sleep 0.1; done
                        kill -%s $!
                        wait $!
                        echo "saiu com $?"
                        [[ $(ps -o stat= -p "$(<.lab/maven)") =~ ^(Z|$) ]] || echo 'o Maven ficou'
                        ls .lab""".formatted(raiz, sinal, sinal), Map.of()))
                .contains("saiu com " + codigo)
                .doesNotContain("o Maven ficou", "construindo");
    }

    @Test
    void aAjudaNaoEsperaPorUmBuild() throws IOException {
        Files.delete(raiz.resolve("lab/target/construido"));
        assertThat(bash("cd '%s' && ./start.sh --help".formatted(raiz), Map.of()))
                .contains("lab.jar iniciar --help")
                .doesNotContain("Construindo");
    }

    /** A de outra pasta, a que é do próprio PID, a de quem morreu, a de um PID que já é de outro programa, e a que ficou por escrever. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                sleep 300 >/dev/null 2>&1 & outro=$!
                until [[ $(ps -o args= -p $outro) == sleep* ]]; do sleep 0.1; done
                printf '%s\n' "$outro /outra" 'sleep 300' >.lab/construindo
                ./start.sh; kill $outro""", """
                printf '%s\n' "$BASHPID $PWD" 'bash ./start.sh' >.lab/construindo
                exec bash ./start.sh""", """
                sleep 0 & wait
                printf '%s\n' "$! $PWD" 'bash ./start.sh' >.lab/construindo
                ./start.sh""", """
                sleep 300 >/dev/null 2>&1 & outro=$!
                printf '%s\n' "$outro $PWD" 'bash ./start.sh' >.lab/construindo
                ./start.sh; kill $outro""", ">.lab/construindo; ./start.sh"})
    void aAnotacaoDoBuildQueNaoEDeQuemConstroiAquiNaoODetem(String comando) {
        assertThat(bash(
                        "cd '%s' && mkdir -p .lab && rm -f lab/target/construido%n%s".formatted(raiz, comando),
                        Map.of()))
                .contains("o build falhou")
                .doesNotContain("outro ./start.sh");
    }

    @Test
    void comOLaboratorioNoArESemOsJarsOStopDizComoPararEOLabTambem() throws IOException {
        Files.delete(raiz.resolve("lab/target/lab.jar"));
        var saida = bash("""
                cd '%s'
                (exec -a "java -Dlaboratorio=[$PWD] -jar lab/target/lab.jar iniciar" sleep 300) &
                esperado=$!
                until [[ $(ps -o args= -p $esperado) == *laboratorio* ]]; do sleep 0.1; done
                ./lab.sh processos; ./stop.sh; echo "saiu com $?, era o $esperado"
                kill $esperado; wait $esperado; ./stop.sh
                """.formatted(raiz), Map.of());
        assertThat(saida)
                .contains("./stop.sh diz como pará-lo", "os jars dele foram apagados", "saiu com 1", "Nada a parar");
        var pid = saida.replaceAll("(?s).*era o (\\d+).*", "$1");
        assertThat(saida).contains("ou: kill " + pid + "\n");
    }

    @ParameterizedTest
    @CsvSource({"true, compose exec -T kafka", "false, Tópicos prontos"})
    void oKafkaDoComposeSoServeSeEstaNoAr(String noAr, String quem) throws IOException {
        executavel(
                Files.createDirectories(pasta.resolve("bin")).resolve("docker"),
                "case $* in *version*) ;; *inspect*) echo %s ;; *ps*) echo abc ;; *) echo \"docker $*\"; exit 1 ;; esac"
                        .formatted(noAr));
        Files.createFile(raiz.resolve("docker-compose.yml"));
        assertThat(bash(
                        "cd '%s' && PATH='%s':$PATH ./create-topics.sh 2>&1; true"
                                .formatted(raiz, pasta.resolve("bin")),
                        Map.of("JAVA_HOME", java.toString())))
                .contains(quem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARTICOES=abc", "PARTICOES=0", "REPLICAS=-1"})
    void umaConfiguracaoDosTopicosQueNaoServeEUmaLinha(String configuracao) {
        var nome = configuracao.substring(0, configuracao.indexOf('='));
        assertThat(bash("cd '%s' && %s ./create-topics.sh --via jar".formatted(raiz, configuracao), Map.of()))
                .startsWith("ERRO: " + nome)
                .contains("unset " + nome)
                .hasLineCount(1);
    }

    /** O que não é um Linux que responda tem de chegar ao conselho: o código de um erro do próprio wsl.exe é negativo. */
    @ParameterizedTest
    @ValueSource(strings = {"start.cmd", "stop.cmd"})
    void noWindowsTodoErroDoWslChegaAoConselho(String script) throws IOException {
        assertThat(Files.readString(Path.of("..", script)).lines())
                .noneMatch(linha -> linha.startsWith("if errorlevel"))
                .containsSubsequence(
                        "wsl.exe -e bash -c true >nul 2>nul",
                        "if %errorlevel% equ 9009 goto :sem_wsl",
                        "if %errorlevel% neq 0 goto :sem_linux");
    }

    private String start() {
        return bash(
                "cd '%s' && ./start.sh".formatted(raiz), Map.of("SERVER_PORT", "1", "JAVA_TOOL_OPTIONS", "-Xmx99m"));
    }

    private String bash(String comando, Map<String, String> alem) {
        var ambiente = new HashMap<>(Map.of("JAVA_HOME", java.toString()));
        ambiente.putAll(alem);
        try (var processo =
                new Programa("bash", new ArrayList<>(List.of("bash", "-c", comando)), ambiente, pasta).inicia()) {
            processo.fechaEntrada();
            processo.esperaFim(Duration.ofSeconds(60));
            return String.join("\n", processo.linhas());
        }
    }

    private void java(String versao) throws IOException {
        executavel(java.resolve("bin/java"), """
                if [[ $* == *-version* ]]; then echo '%s' >&2; exit; fi
                echo "java $*"
                echo "charmap $(locale charmap) em $PWD"
                env | grep -E '^(JAVA_TOOL|JDK_JAVA|_JAVA|CLASSPATH)' || true""".formatted(versao));
    }

    /** Um build que falha, dizendo o que o comando escreve. */
    private static String doMaven(String comando) {
        return "{ %s; } 2>&1 | sed 's/^/[ERROR] /'; exit 1".formatted(comando);
    }

    private static void executavel(Path arquivo, String script) throws IOException {
        Files.writeString(arquivo, "#!/usr/bin/env bash\n" + script + "\n");
        Files.setPosixFilePermissions(arquivo, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
