package br.kafkanapratica.broker;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** A linha de comando do broker. */
@Command(
        name = "java -jar broker-local/target/broker-local.jar",
        description =
                "Um broker Apache Kafka de verdade (KRaft), sozinho ou um de três ou de cinco, só neste computador.",
        sortOptions = false,
        synopsisHeading = "Uso: ",
        commandListHeading = "Comandos:%n",
        subcommands = RecuperarGrupos.class,
        footer = {
            "",
            "No lugar das opções, o nome de uma ferramenta do Kafka a executa. Sem --bootstrap-server, fala com o Kafka de",
            "SPRING_KAFKA_BOOTSTRAP_SERVERS ou, sem ela, com localhost:9092:",
            "  topics, configs, console-consumer, console-producer, consumer-groups, groups, get-offsets,",
            "  delete-records, dump-log, features, metadata-quorum, broker-api-versions, transactions,",
            "  acls, producer-perf-test, consumer-perf-test; lote: um comando por linha da entrada padrão.",
            "Exemplos:",
            "  java -jar broker-local/target/broker-local.jar topics --list",
            "  java -jar broker-local/target/broker-local.jar consumer-groups --describe --all-groups"
        })
final class ComandoBroker implements Callable<Integer> {

    @Option(
            names = "--porta",
            paramLabel = "N",
            defaultValue = "9092",
            description =
                    "Porta do broker (${DEFAULT-VALUE}); com --brokers, a do primeiro, e as outras vêm depois dela.")
    private int porta = 9092;

    @Option(
            names = "--dados",
            paramLabel = "PASTA",
            defaultValue = "dados/kafka",
            description = "Onde os dados ficam entre uma execução e outra (${DEFAULT-VALUE}).")
    private Path dados = Path.of("dados/kafka");

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Quantos brokers há no cluster de que este é um (${DEFAULT-VALUE}).")
    private int brokers = 1;

    @Option(
            names = "--id",
            paramLabel = "N",
            defaultValue = "1",
            description = "Qual deles é este, de 1 a --brokers (${DEFAULT-VALUE}).")
    private int id = 1;

    @Option(
            names = "--anuncia",
            paramLabel = "HOST:PORTA",
            description =
                    "O endereço que se diz aos clientes (o de um proxy, por exemplo), no lugar de localhost e da porta.")
    private @Nullable String anuncia;

    @Option(
            names = "--controllers",
            paramLabel = "HOST:PORTA",
            split = ",",
            description =
                    "Onde se acha o controller de cada broker (o endereço de um proxy, por exemplo), na ordem deles, no lugar das portas deles.")
    private List<String> controllers = List.of();

    @Option(names = "--limpar", description = "Apaga os dados guardados e começa do zero.")
    private boolean limpar;

    @Option(
            names = {"-h", "--help", "--ajuda"},
            usageHelp = true,
            description = "Mostra esta ajuda.")
    private boolean ajuda;

    @Override
    public Integer call() {
        var membro = new Membro(id, brokers, porta, anuncia, controllers);
        try (var broker = Broker.prepara(membro, dados, limpar)) {
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "fim-do-broker"));
            AvisoDeGrupos.dados(membro.sozinho() ? dados : PastaDeDados.doMembro(dados, membro));
            System.out.printf("Iniciando o Apache Kafka… (dados em %s)%n", PastaDeDados.doMembro(dados, membro));
            if (!membro.sozinho()) {
                System.out.printf(
                        "Este é o broker %d de %d: ele fica pronto quando a maioria deles estiver no ar.%n",
                        id, brokers);
            }
            if (broker.inicia()) {
                System.out.printf("Broker Kafka pronto em %s (Ctrl-C para; os dados ficam).%n", membro.endereco());
                broker.esperaFim();
            }
            return ExitCode.OK;
        } catch (AccessDeniedException e) {
            System.err.println("ERRO: "
                    + PastaDeDados.semEscrita(Path.of(e.getFile()), dados).getMessage());
            return ExitCode.SOFTWARE;
        } catch (Broker.NaoPodeIniciar | IOException e) {
            System.err.println("ERRO: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }
}
