package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.DashboardProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
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

    Path pasta() {
        return pasta;
    }

    /** Vazio se a pasta não está nesta máquina, ou é de outro tópico (de outro broker, ou de antes de ser recriado). */
    OptionalLong inicioDoAtivo(Uuid topico, int particao) {
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
