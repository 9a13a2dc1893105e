package br.kafkanapratica.experimentos.estudo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Onde fica o que o aluno previu, fez e viu: um arquivo JSON, uma folha por experimento. A página e o terminal usam o mesmo ao mesmo tempo.
 * Pode ser usado de várias threads e de vários processos.
 */
public final class Caderno {

    private static final Logger LOG = LoggerFactory.getLogger(Caderno.class);

    /** A mesma JVM não pode pedir duas vezes a trava de um arquivo. */
    private static final Object UM_POR_VEZ = new Object();

    private final Path arquivo;
    private final JsonMapper json = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            // Um caderno de antes não diz de quantos registros é cada prova.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    record Conteudo(List<Folha> folhas) {}

    /** @param arquivo criado quando houver o que guardar, com a pasta dele */
    public Caderno(Path arquivo) {
        this.arquivo = arquivo.toAbsolutePath();
    }

    /** Na ordem em que se começaram. */
    public List<Folha> folhas() {
        return List.copyOf(le().values());
    }

    public Optional<Folha> folha(String experimento) {
        return Optional.ofNullable(le().get(experimento));
    }

    /**
     * Começou-se outro experimento depois deste, que ficou por acabar: o que se veria agora seria do outro.
     *
     * @param agora um começo mais tarde do que isto é de um relógio que foi atrasado, e não conta
     */
    public boolean interrompida(Folha folha, Instant agora) {
        return !folha.completa()
                && le().values().stream()
                        .map(Folha::inicio)
                        .anyMatch(outro -> outro.isAfter(folha.inicio()) && !outro.isAfter(agora));
    }

    /** Uma passagem nova toma o lugar da anterior do mesmo experimento. */
    public void comeca(Folha folha) {
        muda(folhas -> {
            folhas.remove(folha.experimento()); // a nova vai para o fim
            folhas.put(folha.experimento(), folha);
            return folhas;
        });
    }

    /** Junta o que se viu; nada, se a passagem já não está aqui (apagada, ou num caderno posto de lado), ou já há outra. */
    public void guarda(Folha folha) {
        muda(folhas -> {
            folhas.computeIfPresent(
                    folha.experimento(),
                    (experimento, antes) -> antes.daMesmaPassagem(folha) ? antes.com(folha) : antes);
            return folhas;
        });
    }

    /** Apaga a folha, para fazer o experimento de novo. */
    public void apaga(String experimento) {
        muda(folhas -> {
            folhas.remove(experimento);
            return folhas;
        });
    }

    /** Apaga as folhas por acabar: o que nelas se viu está num log que já não existe. */
    public void apagaPorAcabar() {
        if (folhas().stream().anyMatch(folha -> !folha.completa())) {
            muda(folhas -> {
                folhas.values().removeIf(folha -> !folha.completa());
                return folhas;
            });
        }
    }

    private void muda(UnaryOperator<Map<String, Folha>> como) {
        synchronized (UM_POR_VEZ) {
            try {
                Files.createDirectories(pasta());
                try (var trava = FileChannel.open(
                                vizinho(".trava"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var presa = trava.lock()) {
                    escreve(como.apply(le()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("não consegui escrever em " + arquivo, e);
            }
        }
    }

    private void escreve(Map<String, Folha> folhas) throws IOException {
        var novo = vizinho(".novo");
        Files.write(novo, json.writeValueAsBytes(new Conteudo(List.copyOf(folhas.values()))));
        Files.move(novo, arquivo, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, Folha> le() {
        var folhas = new LinkedHashMap<String, Folha>();
        try {
            json.readValue(Files.readAllBytes(arquivo), Conteudo.class)
                    .folhas()
                    .forEach(folha -> folhas.put(folha.experimento(), folha));
        } catch (NoSuchFileException e) {
            return folhas;
        } catch (JacksonException | NullPointerException e) {
            poeDeLado();
        } catch (IOException e) {
            throw new UncheckedIOException("não consegui ler " + arquivo, e);
        }
        return folhas;
    }

    /** Um caderno que não se entende não se apaga: quem o estragou pode consertá-lo. */
    private void poeDeLado() {
        try {
            Files.move(arquivo, vizinho(".estragado"), StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("Não entendo {}: pus em {} e comecei outro.", arquivo, vizinho(".estragado"));
        } catch (IOException e) {
            throw new UncheckedIOException("não entendo " + arquivo + ", e não consigo pô-lo de lado", e);
        }
    }

    private Path pasta() {
        var pasta = arquivo.getParent();
        return pasta == null ? arquivo : pasta;
    }

    private Path vizinho(String sufixo) {
        return pasta().resolve(arquivo.getFileName() + sufixo);
    }
}
