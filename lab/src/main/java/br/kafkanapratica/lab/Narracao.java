package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.ComandosDaqui;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.estudo.Estudo;
import br.kafkanapratica.experimentos.estudo.Folha;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ExitCode;

/** O que um experimento mostra no terminal enquanto se faz. De uma thread. */
final class Narracao {

    private static final Duration VOLTA = Duration.ofMillis(300);
    private static final DateTimeFormatter HORA = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Experimento experimento;
    private final ComandosDaqui comandos;
    private final PrintStream saida;
    private final Set<String> ditas = new HashSet<>();
    private Map<String, String> faltas = Map.of();
    private boolean respondia = true;
    private String avisado = "";

    Narracao(Experimento experimento, ComandosDaqui comandos, PrintStream saida) {
        this.experimento = experimento;
        this.comandos = comandos;
        this.saida = saida;
    }

    /** Volta quando tudo foi visto; Ctrl-C o interrompe, e o que se viu fica no caderno. */
    int acompanha(Estudo estudo) throws InterruptedException {
        saida.printf("%nFaça, noutro terminal, na raiz do repositório (ou pelos botões da página):%n");
        int numero = 1;
        for (var passo : experimento.passos()) {
            saida.printf(
                    "  %d. %s%n     %s%n",
                    numero++, passo.texto(), comandos.aqui(passo.acao().comando()));
        }
        saida.printf("%nO que tem de ser visto (Ctrl-C interrompe; o que já se viu fica guardado):%n");
        if (!estudo.retomado().isEmpty()) {
            saida.printf("  ! %s%n", estudo.retomado());
        }
        while (true) {
            var folha = estudo.folha();
            diz(folha);
            if (folha.completa()) {
                termina(folha);
                return ExitCode.OK;
            }
            dizOQueFalta(estudo.faltas());
            dizSeOKafkaResponde(estudo.kafkaResponde());
            avisa(estudo.aviso());
            Thread.sleep(VOLTA.toMillis());
        }
    }

    void termina(Folha folha) {
        diz(folha);
        saida.println();
        for (var alternativa : experimento.alternativas()) {
            saida.printf(
                    "  %s) %s%n     %s %s%n",
                    alternativa.letra(),
                    alternativa.texto(),
                    alternativa.certa() ? "Foi assim." : "Não foi.",
                    alternativa.porque());
        }
        saida.println();
        experimento.explicacao().forEach(saida::println);
    }

    private void diz(Folha folha) {
        for (var vista : folha.vistas()) {
            if (ditas.add(vista.verificacao())) {
                var prova = vista.prova();
                saida.printf(
                        "  ✓ %s%n    %s: %s%s%n",
                        vista.verificacao(),
                        HORA.format(prova.quando().atZone(ZoneId.systemDefault())),
                        prova.texto(),
                        onde(prova));
            }
        }
    }

    private void dizSeOKafkaResponde(boolean responde) {
        if (responde != respondia) {
            saida.printf("  ! %s%n", responde ? "O Kafka voltou a responder." : comandos.semKafka());
            respondia = responde;
        }
    }

    /** Uma vez, com o número de então: ele muda a cada pedido. */
    private void avisa(String aviso) {
        if (avisado.isEmpty() && !aviso.isEmpty()) {
            saida.printf("  ! %s%n", aviso);
        }
        avisado = aviso;
    }

    /** Só o que mudou: uma frase por verificação, e não uma por volta. */
    private void dizOQueFalta(Map<String, String> agora) {
        for (var verificacao : experimento.verificacoes()) {
            var falta = agora.get(verificacao.texto());
            if (falta != null) {
                if (!falta.equals(faltas.get(verificacao.texto()))) {
                    saida.printf("  · %s Falta: %s.%n", verificacao.texto(), comandos.aqui(falta));
                }
                break; // uma de cada vez: as seguintes costumam esperar por esta
            }
        }
        faltas = agora;
    }

    private static String onde(Prova prova) {
        return prova.onde().isEmpty() ? "" : " (%s)".formatted(prova.onde());
    }
}
