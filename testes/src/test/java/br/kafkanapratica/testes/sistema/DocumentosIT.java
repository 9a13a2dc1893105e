package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Os documentos, lidos por quem faz o que eles mandam: cada comando é rodado num laboratório novo, pela ordem, e o que sai é comparado com o que o documento
 * mostra. O que muda a cada vez (horas, ids, durações) não se compara; {@code …} é qualquer coisa. O que não se roda diz por quê, no próprio documento.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(Lifecycle.PER_CLASS)
class DocumentosIT {

    private static final Path RAIZ = BrokerDeTeste.raiz();
    private static final Duration PRAZO = Duration.ofSeconds(60);

    private static final List<String> NO_VERIFY =
            List.of("README.md", "docs/curso/saldos.md", "docs/referencia/api.md", "docs/referencia/ferramentas.md");
    private static final String COMPACTACAO = "docs/curso/compactacao.md";
    private static final List<String> PEDIDOS = List.of("docs/curso/pedidos.md", "docs/curso/README.md");

    @TempDir
    private Path pasta;

    private LabDeExperimentos lab;
    private int vez;

    private void sobe() throws IOException {
        lab = LabDeExperimentos.em(Files.createDirectories(pasta.resolve("lab-" + ++vez)));
        Files.writeString(lab.copia().raiz().resolve(".curlrc"), "silent\nshow-error\n");
    }

    @AfterEach
    void desce() throws IOException {
        if (lab != null) {
            lab.close();
            lab = null;
        }
    }

    @Test
    void oReadmeEOsSaldosMandamEDaOQueMostram() throws IOException {
        confere(NO_VERIFY);
    }

    @Tag("completo")
    @Test
    void aProvaDaCompactacaoTambem() throws IOException {
        confere(List.of(COMPACTACAO));
    }

    @Tag("completo")
    @Test
    void osPedidosTambem() throws IOException {
        confere(PEDIDOS);
    }

    private void confere(List<String> nomes) throws IOException {
        sobe();
        assertThat(nomes)
                .flatExtracting(nome -> Bloco.de(Documento.de(RAIZ, RAIZ.resolve(nome))).stream()
                        .flatMap(bloco -> diferencas(nome, bloco).stream())
                        .toList())
                .isEmpty();
    }

    /** Nos outros, cada bloco diz por que não se roda. */
    @Test
    void nenhumComandoFicaSemSerRodadoNemSemMotivo() {
        var rodados = Stream.of(NO_VERIFY, List.of(COMPACTACAO), PEDIDOS)
                .flatMap(List::stream)
                .toList();
        assertThat(Documento.todos(RAIZ))
                .filteredOn(documento -> !rodados.contains(documento.nome()))
                .flatExtracting(documento -> Bloco.de(documento).stream()
                        .filter(bloco -> !bloco.naoSeExecuta())
                        .map(bloco -> documento.nome() + ":" + bloco.linha())
                        .toList())
                .isEmpty();
    }

    private List<String> diferencas(String nome, Bloco bloco) {
        var diferencas = new ArrayList<String>();
        if (bloco.naoSeExecuta()) {
            return diferencas;
        }
        for (var comando : bloco.comandos()) {
            if (bloco.doLaboratorio()) {
                var falta = faltaNoLaboratorio(comando);
                if (!falta.isEmpty()) {
                    diferencas.add("%s:%d: o laboratório não escreveu: %s".formatted(nome, bloco.linha(), falta));
                }
            } else {
                var execucao = roda(comando.texto(), bloco.entrada());
                var difere = comando.difere(comSempreAsMesmasPortas(execucao.saida()));
                if (!difere.isEmpty()) {
                    diferencas.add("%s:%d: %s%n%s".formatted(nome, bloco.linha(), comando.texto(), difere));
                } else if (comando.mostraQualquerCoisa() && execucao.codigo() != 0) {
                    diferencas.add("%s:%d: %s%nsaiu com %d:%n%s"
                            .formatted(nome, bloco.linha(), comando.texto(), execucao.codigo(), execucao.saida()));
                }
            }
        }
        return diferencas;
    }

    /** Escreve quando pode: espera-se um pouco. */
    private String faltaNoLaboratorio(Bloco.Comando comando) {
        var falta = new AtomicReference<>("");
        try {
            await().atMost(PRAZO).until(() -> {
                falta.set(comando.faltaEm(lab.laboratorio().linhas().stream()
                        .map(this::comSempreAsMesmasPortas)
                        .toList()));
                return falta.get().isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            // falta diz qual
        }
        return falta.get();
    }

    private Execucao roda(String comando, String... entrada) {
        var daqui = comando.replace("localhost:5001", "localhost:" + lab.portaSaldo());
        var ambiente = Execucao.ambiente(Map.of(
                "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                lab.servidores(),
                "CURL_HOME",
                lab.copia().raiz().toString()));
        return Execucao.de(
                new Programa(
                        "bash",
                        List.of("bash", "-c", daqui),
                        ambiente,
                        lab.copia().raiz()),
                entrada);
    }

    private String comSempreAsMesmasPortas(String saida) {
        return saida.replace("localhost:" + lab.portaSaldo(), "localhost:5001")
                .replace(lab.servidores(), "localhost:9092");
    }
}
