package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.Soquete;
import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pasta {@code .lab}: a trava (um laboratório por vez), os logs, e os comandos que trazem cada programa de volta. */
final class Pasta {

    private final Path caminho;

    Pasta(Path raiz) {
        this.caminho = raiz.resolve(".lab");
    }

    /** @throws IllegalStateException se não se pode escrever nela, com o que fazer */
    void cria() throws IOException {
        Acesso.exigePasta(logs());
        Files.createDirectories(logs());
        soParaODono();
        Acesso.exigeArquivo(caminho.resolve("trava"));
        Acesso.exigeArquivo(comandos());
    }

    /** Nela se controla o laboratório: nenhum outro usuário entra. Num disco sem permissões, o controle fica noutra pasta. */
    private void soParaODono() throws IOException {
        try {
            Files.setPosixFilePermissions(caminho, PosixFilePermissions.fromString("rwx------"));
        } catch (UnsupportedOperationException | FileSystemException e) {
            // quem abre o controle confere
        }
    }

    boolean existe() {
        return Files.isDirectory(caminho);
    }

    Soquete soquete() {
        return new Soquete(caminho);
    }

    Path logs() {
        return caminho.resolve("logs");
    }

    /** A trava, ou {@code null} se outro laboratório está no ar. O sistema a solta quando o processo morre. */
    @Nullable
    FileChannel trava() throws IOException {
        var canal = FileChannel.open(caminho.resolve("trava"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (canal.tryLock() == null) {
            canal.close();
            return null;
        }
        return canal;
    }

    /** Se a trava está presa; sem poder abri-la, não se sabe, e a resposta é não. */
    boolean travada() {
        if (!Files.isWritable(caminho.resolve("trava"))) {
            return false;
        }
        try (var trava = trava()) {
            return trava == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Está tudo no ar: quem chamar {@code start.sh} de novo saberá o que devia estar, e como trazê-lo de volta. */
    void anota(Map<String, String> comandos) throws IOException {
        Files.writeString(
                comandos(),
                comandos.entrySet().stream()
                        .map(item -> item.getKey() + "=" + item.getValue().replace("\\", "\\\\") + "\n")
                        .collect(Collectors.joining()));
    }

    /** Por programa, o comando que o traz de volta; vazio se o laboratório ainda não acabou de subir. */
    Map<String, String> anotados() {
        var anotados = new Properties();
        try {
            anotados.load(new StringReader(Files.readString(comandos())));
        } catch (IOException | IllegalArgumentException e) {
            return Map.of(); // só se deixa de dar uma dica
        }
        var comandos = new TreeMap<String, String>();
        anotados.stringPropertyNames().forEach(nome -> comandos.put(nome, anotados.getProperty(nome)));
        return comandos;
    }

    void esquece() throws IOException {
        Files.deleteIfExists(comandos());
    }

    private Path comandos() {
        return caminho.resolve("comandos");
    }
}
