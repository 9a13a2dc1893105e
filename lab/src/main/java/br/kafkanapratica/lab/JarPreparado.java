package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Um jar executável preparado para começar depressa: extraído, porque abrir jars dentro de um jar custa, e, se se pede, treinado:
 * as suas classes num arquivo CDS, que a JVM mapeia em vez de ler e conferir uma a uma. Extrair leva um segundo e quase não ocupa
 * disco, porque o que os programas têm em comum fica uma vez só; treinar leva quinze, e ocupa 45 MB por programa (decisão 0014).
 *
 * <p>Fica em {@code target/pronto/<impressão digital do jar e do Java>}: outro build ou outro Java é outra pasta, e um preparo
 * velho nunca é usado no lugar do jar novo.
 *
 * @see <a href="https://docs.spring.io/spring-boot/reference/packaging/class-data-sharing.html">Class Data Sharing no Spring Boot</a>
 */
final class JarPreparado {

    /** As do laboratório: o que o treino carrega depende delas. */
    private static final String[] JVM = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx320m"};

    private static final FileTime DATA = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    private static final int JAVA_COM_AOT = 25;

    /** O que o {@code process-aot} do Spring Boot põe no jar dos serviços: os beans já decididos no build. */
    private static final String AOT = "Application__ApplicationContextInitializer.class";

    private final Path raiz;
    private final Path original;
    private final Path prontos;
    private final Path pasta;
    private final Path bibliotecas;

    /** @param modulo o do jar executável, que tem de existir; um atalho vale pelo que ele aponta */
    JarPreparado(Path raiz, String modulo) {
        this(raiz, raiz.resolve(modulo).resolve("target").resolve(modulo + ".jar"));
    }

    /** @param raiz a pasta em que o programa roda: o arquivo CDS guarda os caminhos a partir dela, e a pasta pode ser copiada */
    JarPreparado(Path raiz, Path jar) {
        try {
            this.raiz = raiz.toRealPath();
            this.original = jar.toRealPath();
            this.prontos = original.resolveSibling("pronto");
            this.pasta = prontos.resolve(impressao(original));
            this.bibliotecas = this.raiz.resolve("lab/target/bibliotecas");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String nome() {
        return original.getFileName().toString();
    }

    boolean extraido() {
        return Files.exists(marca());
    }

    boolean treinado() {
        return Files.exists(arquivo());
    }

    /** O que se dá ao {@code java}, depois das opções da JVM, para executar o programa: preparado ou não. */
    List<String> argumentos() {
        if (!extraido()) {
            return List.of("-jar", original.toString());
        }
        if (!treinado() || !fixaDatas()) {
            return List.of(aot(), "-jar", jar().toString());
        }
        var argumentos = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + arquivo()));
        argumentos.addAll(semAvisos()); // um preparo que a JVM recuse só a faz começar mais devagar
        argumentos.addAll(List.of(aot(), "-jar", jar().toString()));
        return argumentos;
    }

    /**
     * Extrai, se ainda não foi feito; dois processos podem pedi-lo ao mesmo tempo.
     *
     * @param treina se também o treina
     * @throws IllegalStateException se não deu; o programa funciona igual sem isto, só começa mais devagar
     */
    void prepara(Duration prazo, boolean treina) throws IOException {
        Files.createDirectories(prontos);
        var trava = prontos.resolve("trava");
        try (var canal = FileChannel.open(trava, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            canal.lock();
            if (!extraido()) {
                extrai(prazo);
            }
            if (treina && !treinado()) {
                treina(prazo);
            }
        }
    }

    private void extrai(Duration prazo) throws IOException {
        apagaOsVelhos();
        var comando = new ArrayList<>(List.of(JVM));
        comando.addAll(
                List.of("-Djarmode=tools", "-jar", original.toString(), "extract", "--destination", pasta.toString()));
        executa(prazo, comando);
        compartilhaAsBibliotecas();
        Files.createFile(marca());
    }

    /** Os programas têm quase as mesmas: cada uma fica no disco uma vez (hard links, onde há). */
    private void compartilhaAsBibliotecas() throws IOException {
        Files.createDirectories(bibliotecas);
        try (var minhas = Files.list(pasta.resolve("lib"))) {
            for (var minha : minhas.toList()) {
                var comum = bibliotecas.resolve(minha.getFileName());
                try {
                    if (!Files.exists(comum)) {
                        Files.createLink(comum, minha);
                    } else if (Files.mismatch(comum, minha) == -1) {
                        Files.delete(minha);
                        Files.createLink(minha, comum);
                    }
                } catch (FileAlreadyExistsException e) {
                    // Outro programa, preparado ao mesmo tempo, a pôs agora: fica a cópia.
                } catch (FileSystemException | UnsupportedOperationException e) {
                    if (!Files.exists(minha)) {
                        Files.copy(comum, minha);
                    }
                    return; // este disco não as tem
                }
            }
        }
    }

    private void treina(Duration prazo) throws IOException {
        fixaDatas();
        var novo = pasta.resolve("treino.jsa");
        var treino = new ArrayList<>(List.of(Marca.de(raiz).opcao()));
        treino.addAll(List.of(JVM));
        treino.add("-XX:ArchiveClassesAtExit=" + novo);
        treino.addAll(semAvisos());
        treino.addAll(List.of(aot(), "-Dspring.context.exit=onRefresh", "-jar", deDentroDaRaiz(jar())));
        roda(treino, prazo);
        if (!Files.exists(novo)) {
            throw new IllegalStateException("este Java não criou o arquivo CDS " + novo);
        }
        Files.move(novo, arquivo(), StandardCopyOption.ATOMIC_MOVE); // um treino interrompido não deixa um pela metade
    }

    /** Os programas Spring saem sozinhos com o contexto pronto; o broker tem de ficar no ar, e só então ser parado. */
    private void roda(List<String> treino, Duration prazo) throws IOException {
        if (!original.endsWith("broker-local.jar")) {
            executa(prazo, treino);
            return;
        }
        var dados = Files.createTempDirectory("kafka-na-pratica-treino");
        treino.addAll(List.of("--porta", Integer.toString(PortaLivre.uma()), "--dados", dados.toString()));
        try (var broker = java(treino).inicia()) {
            broker.esperaLinha(linha -> linha.startsWith("Broker Kafka pronto"), prazo);
            broker.para(prazo);
        } finally {
            apaga(dados);
        }
    }

    private void executa(Duration prazo, List<String> argumentos) {
        try (var processo = java(argumentos).inicia()) {
            if (processo.esperaFim(prazo) != 0) {
                throw new IllegalStateException(processo.motivoDoFim());
            }
        }
    }

    private Programa java(List<String> argumentos) {
        return Programa.java("java", raiz).comArgumentos(argumentos.toArray(String[]::new));
    }

    /**
     * O CDS confere a data de cada jar, e uma cópia, um pendrive ou um zip as mudam: aqui elas são sempre a mesma. Quem garante que
     * os jars são os do treino é o nome da pasta.
     *
     * @return se ficaram como devem
     */
    private boolean fixaDatas() {
        try (var bibliotecas = Files.list(pasta.resolve("lib"))) {
            for (var arquivo : Stream.concat(Stream.of(jar()), bibliotecas).toList()) {
                if (!Files.getLastModifiedTime(arquivo).equals(DATA)) {
                    Files.setLastModifiedTime(arquivo, DATA);
                }
            }
            return true;
        } catch (IOException e) {
            return false; // uma pasta só de leitura, de outra pessoa
        }
    }

    private static List<String> semAvisos() {
        return Runtime.version().feature() < JAVA_COM_AOT
                ? List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-Xlog:aot=off");
    }

    private String deDentroDaRaiz(Path caminho) {
        return raiz.relativize(caminho).toString();
    }

    String aot() {
        try (var jar = new JarFile(original.toFile())) {
            boolean decididos =
                    jar.stream().anyMatch(entrada -> entrada.getName().endsWith(AOT));
            return "-Dspring.aot.enabled=" + (decididos && Runtime.version().feature() >= javaDoBuild(jar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Os beans que o build decide são os do Java dele: com o 21, os das threads virtuais, que não começam num 17. */
    private static int javaDoBuild(JarFile jar) throws IOException {
        var manifesto = jar.getManifest();
        var versao = manifesto == null ? null : manifesto.getMainAttributes().getValue("Build-Jdk-Spec");
        return versao == null ? Integer.MAX_VALUE : Integer.parseInt(versao);
    }

    private Path jar() {
        return pasta.resolve(original.getFileName());
    }

    private Path arquivo() {
        return pasta.resolve("classes.jsa");
    }

    private Path marca() {
        return pasta.resolve("extraido");
    }

    private void apagaOsVelhos() throws IOException {
        try (var pastas = Files.list(prontos)) {
            for (var velha : pastas.filter(Files::isDirectory).toList()) {
                apaga(velha);
            }
        }
    }

    static void apaga(Path raiz) throws IOException {
        try (var tudo = Files.walk(raiz)) {
            for (var caminho : tudo.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(caminho);
            }
        }
    }

    /** O build é reprodutível: nem a data nem o tamanho do jar dizem se ele mudou. O índice do zip traz o CRC de cada entrada. */
    private static String impressao(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            var resumo = MessageDigest.getInstance("SHA-256");
            // Duas distribuições da mesma versão não se entendem.
            for (var propriedade : List.of("java.vm.version", "java.vm.vendor", "java.runtime.version", "os.arch")) {
                resumo.update(System.getProperty(propriedade).getBytes(StandardCharsets.UTF_8));
            }
            zip.stream()
                    .map(entrada -> entrada.getName() + " " + entrada.getCrc() + "\n")
                    .forEach(linha -> resumo.update(linha.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(resumo.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
