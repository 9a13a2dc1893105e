package br.kafkanapratica.broker;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * O caminho de volta quando o broker não consegue mais carregar os grupos: tira do {@code __consumer_offsets} a composição
 * deles, que os membros refazem, e deixa os offsets confirmados e as transações. Com o broker parado.
 */
@Command(
        name = RecuperarGrupos.NOME,
        description = "Com o broker parado: recupera grupos que ele não consegue mais carregar, sem perder offsets.",
        sortOptions = false,
        synopsisHeading = "Uso: java -jar broker-local/target/broker-local.jar ",
        customSynopsis = RecuperarGrupos.NOME + " [--dados PASTA]")
final class RecuperarGrupos implements Callable<Integer> {

    static final String NOME = "recuperar-grupos";

    /** Quem lê o log sem eles os refaz, como depois de um kill -9. */
    private static final List<String> DERIVADOS = List.of(".index", ".timeindex");

    @Option(
            names = "--dados",
            paramLabel = "PASTA",
            defaultValue = "dados/kafka",
            description = "A pasta do broker (${DEFAULT-VALUE}).")
    private Path dados = Path.of("dados/kafka");

    @Option(
            names = {"-h", "--help", "--ajuda"},
            usageHelp = true,
            description = "Mostra esta ajuda.")
    private boolean ajuda;

    @Override
    public Integer call() {
        if (!Files.isDirectory(dados.resolve("log"))) {
            System.err.printf(
                    "ERRO: não há dados de um broker em %s (diga onde estão com --dados).%n", dados.toAbsolutePath());
            return ExitCode.SOFTWARE;
        }
        try (var pasta = PastaDeDados.abre(dados)) {
            var particoes = particoes(pasta.log());
            if (particoes.isEmpty()) {
                System.out.println("Este broker ainda não guardou nenhum grupo: nada a recuperar.");
                return ExitCode.OK;
            }
            var copia = guarda(particoes, dados.toAbsolutePath().normalize());
            for (var particao : particoes) {
                var conteudo = recupera(particao);
                System.out.printf(
                        "%s: %d registros de offsets confirmados ficaram; %d da composição dos grupos saíram.%n",
                        particao.getFileName(), conteudo.offsets(), conteudo.composicao());
            }
            // Sem a marca da parada em ordem, o broker confere e reindexa os segmentos ao iniciar.
            Files.deleteIfExists(pasta.log().resolve(".kafka_cleanshutdown"));
            System.out.printf(
                    "Pronto: inicie o broker (ele dirá que refaz os índices), e os membros entram de novo.%nComo estava antes: %s%n",
                    copia);
            return ExitCode.OK;
        } catch (AccessDeniedException e) {
            System.err.println("ERRO: "
                    + PastaDeDados.semEscrita(Path.of(e.getFile()), dados).getMessage());
            return ExitCode.SOFTWARE;
        } catch (Broker.NaoPodeIniciar | IOException e) {
            System.err.println("ERRO: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private static List<Path> particoes(Path log) throws IOException {
        try (var pastas = Files.list(log)) {
            return pastas.filter(
                            pasta -> pasta.getFileName().toString().matches(Topic.GROUP_METADATA_TOPIC_NAME + "-\\d+"))
                    .sorted()
                    .toList();
        }
    }

    private static Path guarda(List<Path> particoes, Path dados) throws IOException {
        var copia = Files.createTempDirectory(dados, "grupos-antes-");
        for (var particao : particoes) {
            var destino = Files.createDirectory(copia.resolve(particao.getFileName()));
            for (var arquivo : arquivos(particao)) {
                Files.copy(arquivo, destino.resolve(arquivo.getFileName()));
            }
        }
        return copia;
    }

    private static RegistroDosGrupos.Conteudo recupera(Path particao) throws IOException {
        var total = new RegistroDosGrupos.Conteudo(0, 0);
        for (var arquivo : arquivos(particao)) {
            var nome = arquivo.getFileName().toString();
            if (nome.endsWith(".log")) {
                total = total.mais(new RegistroDosGrupos(arquivo).semComposicao());
            } else if (DERIVADOS.stream().anyMatch(nome::endsWith)) {
                Files.delete(arquivo);
            }
        }
        Utils.flushDir(particao);
        return total;
    }

    private static List<Path> arquivos(Path particao) throws IOException {
        try (Stream<Path> arquivos = Files.list(particao)) {
            return arquivos.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
