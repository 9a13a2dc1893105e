package br.kafkanapratica.broker;

import java.util.Arrays;
import picocli.CommandLine;

/** Ponto de entrada: o primeiro argumento escolhe entre o broker e uma ferramenta do Kafka. */
public final class BrokerLocalApplication {

    private BrokerLocalApplication() {}

    public static void main(String[] args) {
        if (args.length > 0 && Ferramenta.existe(args[0])) {
            System.exit(Ferramenta.executa(args[0], Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args.length == 1 && args[0].equals("lote")) {
            System.exit(Lote.executa(System.in));
        }
        System.exit(new CommandLine(new ComandoBroker()).execute(args));
    }
}
