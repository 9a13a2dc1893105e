package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Um laboratório inteiro, iniciado como quem usa o inicia, e o aluno-robô nele.
 *
 * @param endereco o do dashboard, com a chave do laboratório
 * @param servidores o valor para {@code bootstrap.servers}
 */
record LabDeExperimentos(
        CloneDeTeste copia,
        Processo laboratorio,
        ControleDoLab controle,
        ClienteDeTeste kafka,
        Aluno aluno,
        String endereco,
        int portaSaldo,
        String servidores)
        implements AutoCloseable, Vestigios.Fonte {

    static final Duration PRAZO = Duration.ofMinutes(2);
    private static final Pattern ENDERECO = Pattern.compile("(http://localhost:\\d+)/#chave=([\\w-]+)");

    /** @param argumentos os do {@code start.sh}, além das portas */
    static LabDeExperimentos em(Path pasta, String... argumentos) throws IOException {
        var copia = CloneDeTeste.em(pasta);
        int portaKafka = PortaLivre.seguidas(6); // as de três brokers
        int portaSaldo = PortaLivre.uma();
        var laboratorio = copia.start(portaKafka, portaSaldo, argumentos)
                .comAmbiente("ESTOQUE_TEMPOPROCESSAMENTO", "1s")
                .comAmbiente("PAGAMENTO_TEMPOPROCESSAMENTO", "200ms")
                .inicia();
        var dito = ENDERECO.matcher(laboratorio.esperaLinha(linha -> linha.startsWith("No navegador: "), PRAZO));
        assertThat(dito.find()).isTrue();
        laboratorio.esperaLinha(linha -> linha.startsWith("Ctrl-C aqui"), PRAZO);
        var servidores = "localhost:" + portaKafka;
        var kafka = new ClienteDeTeste(servidores);
        var lab = new LabDeExperimentos(
                copia,
                laboratorio,
                ControleDoLab.de(copia.raiz()),
                kafka,
                new Aluno(URI.create(dito.group(1)), dito.group(2), kafka, copia.raiz()),
                dito.group(),
                portaSaldo,
                servidores);
        Vestigios.inscreve(lab);
        return lab;
    }

    @Override
    public void guardaEm(Path pasta) throws IOException {
        Files.write(pasta.resolve("laboratorio.log"), laboratorio.linhas());
        try (var logs = Files.newDirectoryStream(copia.raiz().resolve(".lab/logs"))) {
            for (var log : logs) {
                Files.copy(log, pasta.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Como o de um aluno que acaba de o subir: um de cada, certo, no ar e com as suas partições. */
    void arruma() {
        for (var processo : controle.processos()) {
            if (processo.vivo() && processo.armadilha()) {
                controle.pede("certo", processo.papel().isEmpty() ? processo.nome() : processo.papel());
            } else if (processo.vivo() && processo.nome().matches(".*-service-\\d+")) {
                controle.pede("parar", processo.nome());
            } else if (!processo.vivo() && processo.nome().matches("[a-z]+-service")) {
                controle.pede("iniciar", processo.nome());
            }
        }
        await().atMost(PRAZO)
                .ignoreExceptions() // o broker pode ter acabado de voltar
                .untilAsserted(() -> assertThat(aluno.grupos())
                        .allSatisfy(grupo -> assertThat(grupo).hasSize(1)));
    }

    @Override
    public void close() throws IOException {
        Vestigios.retira(this);
        kafka.close();
        Execucao.de(copia.stop());
        laboratorio.esperaFim(PRAZO);
        copia.close();
    }
}
