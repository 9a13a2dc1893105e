package br.kafkanapratica.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** A linha de comando do broker. */
@Command(
        name = "java -jar broker-local/target/broker-local.jar",
        description = "Um broker Apache Kafka de verdade (KRaft, um nó), só neste computador.",
        sortOptions = false,
        synopsisHeading = "Uso: ",
        commandListHeading = "Comandos:%n",
        subcommands = RecuperarGrupos.class,
        footer = {
            "",
            "No lugar das opções, o nome de uma ferramenta do Kafka a executa (sem --bootstrap-server: localhost:9092):",
            "  topics, configs, console-consumer, console-producer, consumer-groups, groups, get-offsets,",
            "  delete-records, dump-log, features, metadata-quorum, broker-api-versions, transactions,",
            "  producer-perf-test, consumer-perf-test; lote: um comando por linha da entrada padrão.",
            "Exemplos:",
            "  java -jar broker-local/target/broker-local.jar topics --list",
            "  java -jar broker-local/target/broker-local.jar consumer-groups --describe --all-groups"
        })
final class ComandoBroker implements Callable<Integer> {

    @Option(
            names = "--porta",
            paramLabel = "N",
            defaultValue = "9092",
            description = "Porta do broker (${DEFAULT-VALUE}).")
    private int porta = 9092;

    @Option(
            names = "--dados",
            paramLabel = "PASTA",
            defaultValue = "dados/kafka",
            description = "Onde os dados ficam entre uma execução e outra (${DEFAULT-VALUE}).")
    private Path dados = Path.of("dados/kafka");

    @Option(names = "--limpar", description = "Apaga os dados guardados e começa do zero.")
    private boolean limpar;

    @Option(
            names = {"-h", "--help", "--ajuda"},
            usageHelp = true,
            description = "Mostra esta ajuda.")
    private boolean ajuda;

    @Override
    public Integer call() {
        try (var broker = Broker.prepara(porta, dados, limpar)) {
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "fim-do-broker"));
            AvisoDeGrupos.dados(dados);
            System.out.printf(
                    "Iniciando o Apache Kafka… (dados em %s)%n",
                    dados.toAbsolutePath().normalize());
            broker.inicia();
            System.out.printf("Broker Kafka pronto em localhost:%d (Ctrl-C para; os dados ficam).%n", porta);
            broker.esperaFim();
            return ExitCode.OK;
        } catch (Broker.NaoPodeIniciar | IOException e) {
            System.err.println("ERRO: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }
}
