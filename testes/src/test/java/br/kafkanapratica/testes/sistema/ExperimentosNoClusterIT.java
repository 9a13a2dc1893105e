package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.sistema.Aluno.Espera.ver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.experimentos.curso.Curso;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Os experimentos que precisam de três brokers, num laboratório que os tem. */
@Tag("completo")
@Tag("longo")
@EnabledOnOs(OS.LINUX)
class ExperimentosNoClusterIT {

    @TempDir
    private static Path pasta;

    @AutoClose
    private static LabDeExperimentos lab;

    @BeforeAll
    static void sobe() throws IOException {
        lab = LabDeExperimentos.em(Files.createDirectories(pasta.resolve("lab")), "--brokers", "3");
    }

    @Test
    void umBrokerMorre() {
        lab.aluno().faz(Curso.experimento("um-broker-morre").orElseThrow());
    }

    /** Com um de três, a escrita que se tenta não é confirmada. */
    @Test
    void doisBrokersMorrem() {
        var experimento = Curso.experimento("dois-brokers-morrem").orElseThrow();
        var aluno = lab.aluno();
        aluno.preve(experimento);
        aluno.age(experimento, 0);
        aluno.age(experimento, 1);
        ver(1).depois(aluno, experimento);
        assertThat(aluno.tenta(experimento, 2)).isEqualTo(503);
        // Sem quórum, o último a morrer ainda consta como vivo, e não responde: diz-se qual é, e o comando.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(aluno.topicos()).contains("./lab.sh iniciar broker-3"));
        aluno.age(experimento, 3);
        aluno.age(experimento, 4);
        aluno.esperaTudo(experimento);
    }
}
