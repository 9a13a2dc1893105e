package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;

import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
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

    /** Cada um continua de onde o anterior deixa o laboratório. */
    private static final List<String> SALDOS = List.of(
            "README.md",
            "docs/curso/saldos.md",
            "docs/referencia/api.md",
            "docs/referencia/ferramentas.md",
            "docs/copie/etapa.md",
            "docs/como-fazer/mudar-o-codigo.md");

    private static final String COMPACTACAO = "docs/curso/compactacao.md";
    private static final String COPIA_LOCAL = "docs/como-fazer/copia-local.md";
    private static final List<String> PEDIDOS = List.of("docs/curso/pedidos.md", "docs/curso/README.md");

    @TempDir
    private Path pasta;

    private LabDeExperimentos lab;

    @Nullable
    private Processo noAr;

    private int vez;

    private void sobe() throws IOException {
        lab = LabDeExperimentos.em(Files.createDirectories(pasta.resolve("lab-" + ++vez)));
        Files.writeString(lab.copia().raiz().resolve(".curlrc"), "silent\nshow-error\n");
    }

    @AfterEach
    void desce() throws IOException {
        mataOQueFicouNoAr();
        if (lab != null) {
            lab.close();
            lab = null;
        }
    }

    @Tag("completo")
    @Test
    void oReadmeOsSaldosEAsFerramentasMandamEDaoOQueMostram() throws IOException {
        assertAll(
                () -> confere(SALDOS),
                () -> assertThat(Referencia.comandos())
                        .allSatisfy(comando -> assertThat(Referencia.opcoesDoDocumento(comando))
                                .as(comando)
                                .isNotEmpty()
                                .isEqualTo(Referencia.opcoesDe(ajuda(comando)))));
    }

    private String ajuda(String comando) {
        return roda(comando.startsWith("./")
                        ? comando + " --help"
                        : "java -jar %s/target/%s --help".formatted(comando.replace(".jar", ""), comando))
                .saida();
    }

    @Tag("completo")
    @Test
    void aProvaDaCompactacaoTambem() throws IOException {
        confere(List.of(COMPACTACAO));
    }

    @Tag("completo")
    @Test
    void aCopiaLocalTambem() throws IOException {
        confere(List.of(COPIA_LOCAL));
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
        var rodados = Stream.of(SALDOS, List.of(COMPACTACAO, COPIA_LOCAL), PEDIDOS)
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
            var quem = quemEscreve(bloco, comando);
            var difere = quem == null
                    ? insiste(comando.consulta(), () -> difereDoQueDa(bloco, comando))
                    : insiste(true, () -> faltaNoQueEscreve(quem, comando));
            if (!difere.isEmpty()) {
                diferencas.add("%s:%d: %s".formatted(nome, bloco.linha(), difere));
            }
        }
        return diferencas;
    }

    private String difereDoQueDa(Bloco bloco, Bloco.Comando comando) {
        var execucao = roda(comando.texto(), bloco.entrada());
        var difere = comando.difere(comSempreAsMesmasPortas(execucao.saida()));
        if (difere.isEmpty() && comando.mostraQualquerCoisa() && execucao.codigo() != 0) {
            difere = "saiu com %d:%n%s".formatted(execucao.codigo(), execucao.saida());
        }
        return difere.isEmpty() ? "" : "%s%n%s".formatted(comando.texto(), difere);
    }

    /** O programa que já está no ar, ou que fica, e que o mostra; nulo se é o comando, que acaba. */
    private @Nullable Processo quemEscreve(Bloco bloco, Bloco.Comando comando) {
        if (bloco.doLaboratorio()) {
            return lab.laboratorio();
        }
        if (bloco.doQueFicouNoAr()) {
            return noAr;
        }
        return bloco.ficaNoAr() && comando == bloco.comandos().get(0) ? deixaNoAr(comando.texto()) : null;
    }

    private String faltaNoQueEscreve(Processo quem, Bloco.Comando comando) {
        var falta = comando.faltaEm(
                quem.linhas().stream().map(this::comSempreAsMesmasPortas).toList());
        return falta.isEmpty()
                ? ""
                : "não se escreveu: %s%nmas:%n%s".formatted(falta, String.join("\n", quem.linhas()));
    }

    /** Quem escreve escreve quando pode, e quem lê um tópico vê um instante depois o que se escreveu nele. */
    private static String insiste(boolean podeMudar, Supplier<String> difere) {
        var ultima = new AtomicReference<>(difere.get());
        if (podeMudar && !ultima.get().isEmpty()) {
            try {
                await().atMost(PRAZO).until(() -> {
                    ultima.set(difere.get());
                    return ultima.get().isEmpty();
                });
            } catch (ConditionTimeoutException e) {
                // a última diz qual
            }
        }
        return ultima.get();
    }

    /** No lugar do que estava: na porta que o laboratório já não usa. */
    private Processo deixaNoAr(String comando) {
        mataOQueFicouNoAr();
        var ambiente = new HashMap<>(ambiente());
        ambiente.put("SERVER_PORT", Integer.toString(lab.portaSaldo()));
        noAr = programa("exec " + comando, ambiente).inicia();
        return noAr;
    }

    private void mataOQueFicouNoAr() {
        if (noAr != null) {
            noAr.mata();
            noAr = null;
        }
    }

    private Execucao roda(String comando, String... entrada) {
        return Execucao.de(programa(comando, ambiente()), entrada);
    }

    private Programa programa(String comando, Map<String, String> ambiente) {
        var daqui = comando.replace("localhost:5001", "localhost:" + lab.portaSaldo());
        return new Programa(
                "bash", List.of("bash", "-c", daqui), ambiente, lab.copia().raiz());
    }

    private Map<String, String> ambiente() {
        return Execucao.ambiente(Map.of(
                "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                lab.servidores(),
                "CURL_HOME",
                lab.copia().raiz().toString()));
    }

    private String comSempreAsMesmasPortas(String saida) {
        return saida.replace("SPRING_KAFKA_BOOTSTRAP_SERVERS=%s ".formatted(lab.servidores()), "")
                .replace("localhost:" + lab.portaSaldo(), "localhost:5001")
                .replace(lab.servidores(), "localhost:9092");
    }
}
