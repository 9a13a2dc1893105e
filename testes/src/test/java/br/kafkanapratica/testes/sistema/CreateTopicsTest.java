package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** O script diz dos tópicos o mesmo que o contrato. */
class CreateTopicsTest {

    @Test
    void osTopicosSaoOsDoContrato() throws IOException {
        var declarados = grupo("(?m)^TOPICOS='\\n([^']+)'$")
                .lines()
                .map(linha -> linha.split("\\|", 2))
                .map(campos -> new Topico(
                        campos[0],
                        Arrays.stream(campos[1].split(" "))
                                .map(par -> par.split("=", 2))
                                .collect(Collectors.toMap(par -> par[0], par -> par[1]))))
                .toList();
        assertThat(declarados).containsExactlyElementsOf(Topico.todos());
    }

    @Test
    void asParticoesPadraoSaoAsDoContrato() throws IOException {
        assertThat(grupo("(?m)^PARTICOES=\\$\\{PARTICOES:-(\\d+)}$")).isEqualTo(Integer.toString(Topico.PARTICOES));
    }

    private static String grupo(String expressao) throws IOException {
        var script = Files.readString(BrokerDeTeste.raiz().resolve("create-topics.sh"));
        var achado = Pattern.compile(expressao).matcher(script);
        assertThat(achado.find()).as("create-topics.sh tem " + expressao).isTrue();
        return achado.group(1);
    }
}
