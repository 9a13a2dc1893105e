package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.DashboardProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.springframework.stereotype.Component;

/**
 * Onde começa o segmento ativo de cada partição de {@code contas}: o nome do último arquivo da pasta do broker. O protocolo do
 * Kafka não conta isso a ninguém.
 */
@Component
class Segmentos {

    private static final Pattern ARQUIVO = Pattern.compile("(\\d{20})\\.log");

    private final Path pasta;

    Segmentos(DashboardProperties propriedades) {
        this.pasta = propriedades.pastaDoLog();
    }

    /** O id do broker desta pasta, se ela o diz. */
    private OptionalInt deQuem() {
        try (var entrada = Files.newInputStream(pasta.resolve("meta.properties"))) {
            var meta = new Properties();
            meta.load(entrada);
            return OptionalInt.of(Integer.parseInt(meta.getProperty("node.id", "")));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Por que {@link #inicioDoAtivo} é vazio, e o que fazer. */
    String porQueNaoSeSabe(Collection<Integer> emDia) {
        var atrasado =
                deQuem().stream().filter(broker -> !emDia.contains(broker)).findFirst();
        return atrasado.isPresent()
                ? "A pasta que vejo (%s) é do broker %2$d, que não está em dia com contas, e não diz onde começa o segmento ativo. Para trazê-lo de volta: ./lab.sh iniciar broker-%2$d (em Docker, é um contêiner)."
                        .formatted(pasta, atrasado.getAsInt())
                : "Não vejo a pasta do broker (%s), e sem ela não se sabe onde começa o segmento ativo: indique-a em DASHBOARD_PASTADOLOG."
                        .formatted(pasta);
    }

    /**
     * Vazio se a pasta não está nesta máquina, se é de outro tópico (de outro broker, ou de antes de ser recriado), ou de um broker que já
     * não a tem em dia: a de um broker morto fica como estava.
     *
     * @param emDia os brokers que têm a partição em dia
     */
    OptionalLong inicioDoAtivo(Uuid topico, int particao, Collection<Integer> emDia) {
        if (deQuem().stream().anyMatch(broker -> !emDia.contains(broker))) {
            return OptionalLong.empty();
        }
        var daParticao = pasta.resolve(Topico.CONTAS.nome() + "-" + particao);
        try {
            if (!Files.readString(daParticao.resolve("partition.metadata")).contains("topic_id: " + topico)) {
                return OptionalLong.empty();
            }
            try (Stream<Path> arquivos = Files.list(daParticao)) {
                return arquivos.map(
                                arquivo -> ARQUIVO.matcher(arquivo.getFileName().toString()))
                        .filter(nome -> nome.matches())
                        .mapToLong(nome -> Long.parseLong(nome.group(1)))
                        .max();
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
