package br.kafkanapratica.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A linha de comando de {@code start.sh}. */
@Command(
        name = "iniciar",
        sortOptions = false,
        synopsisHeading = "Uso: ",
        description = "Inicia tudo: broker, tópicos, serviços. Ctrl-C (ou ./stop.sh) para tudo.")
final class Iniciar implements Callable<Integer> {

    static final int PORTA_KAFKA = 9092;
    static final int PORTA_SALDO = 5001;
    static final int PORTA_DASHBOARD = 8080;

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Option(names = "--porta-kafka", paramLabel = "N", description = "Porta do broker (${DEFAULT-VALUE}).")
    private int portaKafka = PORTA_KAFKA;

    @Option(names = "--porta-saldo", paramLabel = "N", description = "Porta do saldo-service (${DEFAULT-VALUE}).")
    private int portaSaldo = PORTA_SALDO;

    @Option(names = "--porta-dashboard", paramLabel = "N", description = "Porta do dashboard (${DEFAULT-VALUE}).")
    private int portaDashboard = PORTA_DASHBOARD;

    @Option(names = "--limpar", description = "Apaga os dados do broker e começa do zero.")
    private boolean limpar;

    @Option(names = "--cor", description = "Colore os prefixos (start.sh decide pelo terminal).")
    private boolean cor;

    @Override
    public Integer call() throws IOException {
        var raiz = comuns.raiz();
        var pasta = new Pasta(raiz);
        try (var trava = pasta.trava()) {
            if (trava == null) {
                System.out.println("O laboratório já está no ar. Para pará-lo: ./stop.sh");
                return 0;
            }
            var restos = pasta.vivos();
            if (!restos.isEmpty()) {
                System.out.println("Parando o que sobrou de um laboratório que morreu…");
                Parar.para(restos);
            }
            pasta.esquece();
            pasta.anota("lab", ProcessHandle.current());
            Preparar.osDoLaboratorio(raiz);
            var portas = new Portas(portaKafka, portaSaldo, portaDashboard);
            var laboratorio = new Laboratorio(raiz, pasta, new Console(cor, pasta.logs()), portas, limpar);
            return laboratorio.roda();
        }
    }
}
