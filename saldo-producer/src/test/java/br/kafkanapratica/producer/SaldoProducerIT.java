package br.kafkanapratica.producer;

import static br.kafkanapratica.producer.Execucao.programa;
import static br.kafkanapratica.producer.Execucao.saldos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Sinal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaldoProducerIT {

    private final BrokerDeTeste broker = BrokerDeTeste.compartilhado();

    @AutoClose
    private ClienteDeTeste cliente;

    private String topico;

    @BeforeEach
    void criaTopico() {
        cliente = new ClienteDeTeste(broker.servidores());
        topico = Execucao.topicoNovo(cliente);
    }

    @Test
    void semArgumentosEnviaAsTresMensagensDoCurso() {
        var execucao = roda();

        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.linhas()).hasSize(4);
        assertThat(execucao.linhas().get(0))
                .matches("Produzido -> key=1 value=\\{\"cliente_id\":\"1\",\"saldo\":200\\.00,\"timestamp\":\"[^\"]+\"}"
                        + " \\(partição \\d+, offset \\d+\\)");
        assertThat(execucao.linhas().get(3)).isEqualTo("Mensagens enviadas.");
        var log = cliente.log(topico);
        assertThat(execucao.ditos()).hasSize(3).isEqualTo(Execucao.gravados(log));
        assertThat(saldos(log)).containsExactlyInAnyOrder("1=200.00", "2=50.00", "1=150.00");
        assertThat(saldos(log)).containsSubsequence("1=200.00", "1=150.00");
    }

    @Test
    void oRegistroTemOFormatoDoContrato() {
        roda("--cliente", "5", "--saldo", "1.234,5");

        var registro = cliente.log(topico).get(0);
        assertThat(Execucao.chave(registro)).isEqualTo("5");
        assertThat(registro.headers()).isEmpty();
        assertThat(Execucao.valor(registro))
                .matches("\\{\"cliente_id\":\"5\",\"saldo\":1234\\.50,\"timestamp\":\"[^\"]+\"}");
        var timestamp = Execucao.json(registro).get("timestamp").asString();
        assertThat(timestamp).hasSizeGreaterThanOrEqualTo("2025-10-14T15:20:57Z".length());
        assertThat(Duration.between(OffsetDateTime.parse(timestamp), OffsetDateTime.now()))
                .isBetween(Duration.ZERO, Execucao.PRAZO);
    }

    /** O que já estava escrito não é resposta ao que se pergunta de novo: o 6, um cliente, seria o saldo do 5. */
    @Test
    void interativoPorPipeParaNaRespostaQueTalvezSejaDeOutraPergunta() {
        var execucao = conversa("""
                4
                150,50
                José "😀"
                R$ 1.234,56
                5
                1.234
                6
                300,00
                7
                50,00""");

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(saldos(cliente.log(topico))).containsExactlyInAnyOrder("4=150.50", "José \"😀\"=1234.56");
        assertThat(execucao.ditos()).isEqualTo(Execucao.gravados(cliente.log(topico)));
        assertThat(execucao.texto())
                .contains("Cliente ID: ", "Saldo: ", "\"1.234\" é ambíguo", "Escreva 1234,00")
                .contains("key=José \"😀\" value={\"cliente_id\":\"José \\\"😀\\\"\"")
                .contains("ERRO: ", "\"6\" já estava escrito", "--arquivo")
                .doesNotContain("Até logo!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "q\n", "SAIR", "5\n", "5\nq\n", "5\nabc\n"})
    void interativoTerminaPorBemSemEnviarNada(String digitado) {
        var execucao = conversa(digitado);

        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.linhas()).endsWith("Até logo!");
        assertThat(cliente.log(topico)).isEmpty();
    }

    /** Com LANG=C, em que os acentos se perderiam. */
    @Test
    void interativoTerminaPorBemComCtrlC() {
        try (var processo = Sinal.comCtrlC(programa(broker.servidores(), topico, "--interativo")
                        .comAmbiente("LANG", "C")
                        .comAmbiente("LC_ALL", "C"))
                .inicia()) {
            processo.digita("José\n150,50\n");
            processo.esperaLinha(
                    linha -> linha.contains("Produzido -> key=José") && linha.contains("partição"), Execucao.PRAZO);
            Sinal.envia("INT", processo);
            var execucao = Execucao.ateOFim(processo);

            assertThat(execucao.codigo()).isZero();
            assertThat(execucao.linhas()).endsWith("Até logo!");
        }
        assertThat(saldos(cliente.log(topico))).containsExactly("José=150.50");
    }

    /** Uma pasta no lugar da entrada: lê-la dá um erro. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void interativoQueNaoPodeLerDizPorQueENaoTerminaComoSeEstivesseTudoBem() {
        var programa = programa(broker.servidores(), topico, "--interativo");
        var comando = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" < /", "bash"));
        comando.addAll(programa.comando());
        var execucao = Execucao.de(new Programa(programa.nome(), comando, programa.ambiente(), programa.pasta()));

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.linhas())
                .anyMatch(linha -> linha.contains("ERRO: "))
                .doesNotContain("Até logo!");
    }

    /** Com o broker pausado, o que se enviou não tem resposta. */
    @Test
    void interativoInterrompidoSemConfirmacaoDizDeQuemNaoSeSabe() {
        try (var processo = Sinal.comCtrlC(programa(broker.servidores(), topico, "--interativo"))
                .inicia()) {
            processo.digita("5\n150,50\n");
            processo.esperaLinha(linha -> linha.contains("Produzido -> key=5"), Execucao.PRAZO);
            broker.congela();
            try {
                processo.digita("7\n12,34\n");
                processo.esperaLinha(linha -> linha.contains("Ctrl-C desiste"), Execucao.PRAZO);
                Sinal.envia("INT", processo);
                var execucao = Execucao.ateOFim(processo);

                assertThat(execucao.codigo()).isEqualTo(130);
                assertThat(execucao.linhas())
                        .anyMatch(linha -> linha.contains("NÃO CONFIRMADO -> key=7"))
                        .doesNotContain("Até logo!");
            } finally {
                broker.descongela();
            }
        }
    }

    @Test
    void enviaUmSaldoSo() {
        var execucao = roda("--cliente", "5", "--saldo", "-10,00");

        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.linhas()).hasSize(1);
        assertThat(saldos(cliente.log(topico))).containsExactly("5=-10.00");
        assertThat(execucao.ditos()).isEqualTo(Execucao.gravados(cliente.log(topico)));
    }

    @Test
    void removeComUmTombstone() {
        var execucao = roda("--remover", "5");

        var log = cliente.log(topico);
        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.linhas())
                .containsExactly("Removido -> key=5 (partição %d, offset 0)"
                        .formatted(log.get(0).partition()));
        assertThat(log).hasSize(1);
        assertThat(Execucao.chave(log.get(0))).isEqualTo("5");
        assertThat(log.get(0).value()).isNull();
    }

    @Test
    void doArquivoEnviaAsLinhasBoasEDizQuaisSaoAsRuins(@TempDir Path pasta) throws IOException {
        var csv = Files.writeString(pasta.resolve("saldos.csv"), """
                \uFEFFcliente_id;saldo
                5;300,00
                6;abc

                "Maria; José";"R$ 1.234,56"
                ;10
                7,20.00
                8;1.234
                9,10,00
                5;301,00""");

        var execucao = roda("--arquivo", csv.toString());

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(saldos(cliente.log(topico)))
                .containsExactlyInAnyOrder("5=300.00", "Maria; José=1234.56", "5=301.00")
                .containsSubsequence("5=300.00", "5=301.00");
        assertThat(execucao.linhasQueComecamCom("Linha "))
                .satisfiesExactly(
                        linha -> assertThat(linha).startsWith("Linha 3: \"abc\" não é um valor"),
                        linha -> assertThat(linha).startsWith("Linha 6: o ID do cliente não pode ser vazio"),
                        linha -> assertThat(linha).startsWith("Linha 7: esperava duas colunas separadas por ;"),
                        linha -> assertThat(linha).startsWith("Linha 8: \"1.234\" é ambíguo"),
                        linha -> assertThat(linha).startsWith("Linha 9: esperava duas colunas"));
        assertThat(execucao.linhas()).endsWith("3 enviadas, 5 linhas com erro");
    }

    @Test
    void doArquivoBomSaiComZero(@TempDir Path pasta) throws IOException {
        var linhas = IntStream.rangeClosed(1, 5000)
                .mapToObj(i -> i + ";" + i + ",50\r\n")
                .toList();
        var csv = Files.writeString(pasta.resolve("saldos.csv"), String.join("", linhas));

        var execucao = roda("--arquivo", csv.toString());

        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.linhas()).endsWith("5000 enviadas, 0 linhas com erro");
        assertThat(cliente.log(topico)).hasSize(5000);
    }

    @Test
    void arquivoQueNaoEstaEmUtf8TemOErroApontado(@TempDir Path pasta) throws IOException {
        var csv = Files.write(pasta.resolve("latin1.csv"), "José;10\nmaria;20\n".getBytes("ISO-8859-1"));

        var execucao = roda("--arquivo", csv.toString());

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.texto()).contains("Linha 1: o ID do cliente não está em UTF-8");
        assertThat(saldos(cliente.log(topico))).containsExactly("maria=20.00");
    }

    @Test
    void semSaberOSeparadorNadaEEnviado(@TempDir Path pasta) throws IOException {
        var csv = Files.writeString(pasta.resolve("saldos.csv"), "1234,50\n5;300,00\n");

        var execucao = roda("--arquivo", csv.toString());

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.texto()).contains("ERRO: " + csv + ": não sei qual é o separador");
        assertThat(cliente.log(topico)).isEmpty();
    }

    @Test
    void oArquivoPodeSerUmPipe() {
        var execucao = Execucao.de(programa(broker.servidores(), topico, "--arquivo", "/dev/stdin"), "5;10\n6;20");

        assertThat(execucao.codigo()).isZero();
        assertThat(saldos(cliente.log(topico))).containsExactlyInAnyOrder("5=10.00", "6=20.00");
    }

    /** Preso a ler um pipe parado, o programa não chega ao fim; o Kafka, que já respondeu, não tem culpa. */
    @Test
    void ctrlCComOPipeParadoContaENaoCulpaOKafka() {
        try (var processo = Sinal.comCtrlC(programa(broker.servidores(), topico, "--arquivo", "/dev/stdin"))
                .inicia()) {
            processo.digita("5;10\n");
            await().atMost(Execucao.PRAZO).until(() -> cliente.log(topico).size() == 1);
            Sinal.envia("INT", processo);
            var execucao = Execucao.ateOFim(processo);

            assertThat(execucao.codigo()).isEqualTo(130);
            assertThat(execucao.linhas())
                    .endsWith("Interrompido: 1 mensagem confirmada; 0 enviadas de que não se sabe.");
            assertThat(execucao.texto()).doesNotContain("o Kafka não respondeu");
        }
    }

    @Test
    void geraCemMilEContaOsConfirmados() {
        var execucao = roda("--gerar", "100000", "--semente", "42");

        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.linhas().get(0)).contains("semente 42");
        assertThat(execucao.linhas().get(execucao.linhas().size() - 1))
                .matches("100000 mensagens confirmadas em [\\d,]+ s \\(\\d+/s\\)\\.");
        var log = cliente.log(topico);
        assertThat(log).hasSize(100_000);
        assertThat(log.stream().map(Execucao::chave).distinct()).hasSize(100_000);
    }

    @Test
    void ctrlCNoMeioDaGeracaoContaTudoOQueSaiu() {
        try (var processo = Sinal.comCtrlC(programa(broker.servidores(), topico, "--gerar", "100000000"))
                .inicia()) {
            processo.esperaLinha(linha -> linha.startsWith("Confirmadas:"), Execucao.PRAZO);
            Sinal.envia("INT", processo);
            var execucao = Execucao.ateOFim(processo);

            int gravadas = cliente.log(topico).size();
            assertThat(execucao.codigo()).isEqualTo(130);
            assertThat(execucao.linhas())
                    .endsWith("Interrompido: %d mensagens confirmadas; %d não."
                            .formatted(gravadas, 100_000_000 - gravadas));
        }
    }

    @Test
    void aMesmaSementeGeraOsMesmosSaldos() {
        var outro = Execucao.topicoNovo(cliente);

        roda("--gerar", "50", "--semente", "7");
        Execucao.aqui(broker.servidores(), outro, "--gerar", "50", "--semente", "7");

        assertThat(saldos(cliente.log(topico))).hasSize(50).isEqualTo(saldos(cliente.log(outro)));
    }

    private Execucao roda(String... argumentos) {
        return Execucao.aqui(broker.servidores(), topico, argumentos);
    }

    /** Com a entrada num pipe. */
    private Execucao conversa(String digitado) {
        return Execucao.aqui(
                digitado,
                Map.of("spring.kafka.bootstrap-servers", broker.servidores(), "saldo.topico", topico),
                "--interativo");
    }
}
