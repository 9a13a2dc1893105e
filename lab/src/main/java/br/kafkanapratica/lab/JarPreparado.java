package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * Um jar executável preparado para começar depressa: extraído, porque abrir jars dentro de um jar custa, e com as suas classes
 * num arquivo CDS, que a JVM mapeia em vez de ler e conferir uma a uma. Os números estão em {@code docs/desempenho.md}.
 *
 * <p>Fica em {@code target/pronto/<impressão digital do jar e do Java>}: outro build ou outro Java é outra pasta, e um preparo
 * velho nunca é usado no lugar do jar novo.
 *
 * @see <a href="https://docs.spring.io/spring-boot/reference/packaging/class-data-sharing.html">Class Data Sharing no Spring Boot</a>
 */
final class JarPreparado {

    private static final Duration PRAZO = Duration.ofMinutes(2);
    /** As do laboratório: o que o treino carrega depende delas. */
    private static final String[] JVM = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx320m"};

    /** O que o {@code process-aot} do Spring Boot põe no jar dos serviços: os beans já decididos no build. */
    private static final String AOT = "Application__ApplicationContextInitializer.class";

    private final Path original;
    private final Path prontos;
    private final Path pasta;

    /** @param jar o jar executável, que tem de existir; um atalho vale pelo que ele aponta */
    JarPreparado(Path jar) {
        try {
            this.original = jar.toRealPath();
            this.prontos = original.resolveSibling("pronto");
            this.pasta = prontos.resolve(impressao(original));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String nome() {
        return original.getFileName().toString();
    }

    boolean existe() {
        return Files.exists(marca());
    }

    /** O que se dá ao {@code java}, depois das opções da JVM, para executar o programa: preparado ou não. */
    List<String> argumentos() {
        if (!existe()) {
            return List.of("-jar", original.toString());
        }
        return List.of("-XX:SharedArchiveFile=" + arquivo(), aot(), "-jar", jar().toString());
    }

    /**
     * Extrai e treina, se ainda não foi feito; dois processos podem pedi-lo ao mesmo tempo.
     *
     * @throws IllegalStateException se não deu; o programa funciona igual sem isto, só começa mais devagar
     */
    void prepara() throws IOException {
        Files.createDirectories(prontos);
        var trava = prontos.resolve("trava");
        try (var canal = FileChannel.open(trava, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            canal.lock();
            if (existe()) {
                return;
            }
            apagaOsVelhos();
            executa("-Djarmode=tools", "-jar", original.toString(), "extract", "--destination", pasta.toString());
            var treino = new ArrayList<>(List.of(JVM));
            treino.addAll(List.of("-XX:ArchiveClassesAtExit=" + arquivo(), "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
            treino.addAll(List.of(aot(), "-Dspring.context.exit=onRefresh", "-jar", jar().toString()));
            treina(treino);
            if (!Files.exists(arquivo())) {
                throw new IllegalStateException("este Java não criou o arquivo CDS " + arquivo());
            }
            Files.createFile(marca());
        }
    }

    /** Os programas Spring saem sozinhos com o contexto pronto; o broker tem de ficar no ar, e só então ser parado. */
    private void treina(List<String> treino) throws IOException {
        if (!original.endsWith("broker-local.jar")) {
            executa(treino.toArray(String[]::new));
            return;
        }
        var dados = Files.createTempDirectory("kafka-na-pratica-treino");
        treino.addAll(List.of("--porta", Integer.toString(PortaLivre.uma()), "--dados", dados.toString()));
        try (var broker = java(treino.toArray(String[]::new)).inicia()) {
            broker.esperaLinha(linha -> linha.startsWith("Broker Kafka pronto"), PRAZO);
            broker.para(PRAZO);
        } finally {
            apaga(dados);
        }
    }

    private void executa(String... argumentos) {
        try (var processo = java(argumentos).inicia()) {
            if (processo.esperaFim(PRAZO) != 0) {
                throw new IllegalStateException(String.join("\n", processo.linhas()));
            }
        }
    }

    private Programa java(String... argumentos) {
        return Programa.java("java", prontos).comArgumentos(argumentos);
    }

    private String aot() {
        try (var zip = new ZipFile(original.toFile())) {
            return "-Dspring.aot.enabled="
                    + zip.stream().anyMatch(entrada -> entrada.getName().endsWith(AOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path jar() {
        return pasta.resolve(original.getFileName());
    }

    private Path arquivo() {
        return pasta.resolve("classes.jsa");
    }

    private Path marca() {
        return pasta.resolve("completo");
    }

    private void apagaOsVelhos() throws IOException {
        try (var pastas = Files.list(prontos)) {
            for (var velha : pastas.filter(Files::isDirectory).toList()) {
                apaga(velha);
            }
        }
    }

    private static void apaga(Path raiz) throws IOException {
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
            resumo.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
            zip.stream()
                    .map(entrada -> entrada.getName() + " " + entrada.getCrc() + "\n")
                    .forEach(linha -> resumo.update(linha.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(resumo.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
