package br.kafkanapratica.pedidos;

import br.kafkanapratica.terminal.Comando;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A linha de comando: o que se pode pedir, e a conferência do que veio. */
@Command(
        name = LinhaDeComando.NOME,
        customSynopsis = LinhaDeComando.NOME + " [OPÇÕES]",
        synopsisHeading = "Uso: ",
        descriptionHeading = "%n",
        description = {
            "Faz pedidos: escreve no tópico novos_pedidos, espalhados por igual entre as partições.",
            "Cada pedido é mostrado numa linha quando o Kafka o confirma, qualquer que seja a quantidade.",
            "Não espera por ninguém: estoque, pagamento e notificação podem até estar fora do ar."
        },
        optionListHeading = "%nOpções:%n",
        sortOptions = false,
        footerHeading = "%n",
        footer = {
            "Ctrl-C para de enviar, espera a confirmação do que já saiu e diz quantos pedidos foram.",
            "Um pedido NÃO CONFIRMADO pode ter sido gravado ou não: o que faltou foi a resposta do Kafka.",
            "",
            "O Kafka é o de SPRING_KAFKA_BOOTSTRAP_SERVERS (padrão: localhost:9092) e o tópico, o de PEDIDOS_TOPICO",
            "(padrão: novos_pedidos). Saída: 0 tudo confirmado, 1 alguma falha, 2 uso errado, 130 Ctrl-C."
        })
final class LinhaDeComando implements Callable<Integer> {

    static final String NOME = "java -jar pedidos-producer/target/pedidos-producer.jar";

    private static final Pattern SO_DIGITOS = Pattern.compile("[+-]?\\d+");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--quantidade",
            paramLabel = "N",
            defaultValue = "10",
            description = "Quantos pedidos (padrão: ${DEFAULT-VALUE}).")
    private String quantidade = "";

    @Option(
            names = "--intervalo",
            paramLabel = "TEMPO",
            defaultValue = "0s",
            description = "Quanto esperar entre um pedido e outro: 200ms, 2s, 1m, PT0.5S (padrão: nada).")
    private String intervalo = "";

    @Option(
            names = {"-h", "--help", "--ajuda"},
            usageHelp = true,
            description = "Mostra esta ajuda.")
    private boolean ajuda;

    private LinhaDeComando() {}

    /** Devolve o código de saída. */
    static int executa(String... args) {
        return Comando.executa(new LinhaDeComando(), args);
    }

    @Override
    public Integer call() throws Exception {
        return PedidosProducerApplication.roda(new Lote(quantosPedidos(), tempoEntrePedidos()));
    }

    private long quantosPedidos() {
        try {
            long quantos = Long.parseLong(quantidade);
            exige(quantos > 0, "--quantidade precisa de um número maior que zero");
            return quantos;
        } catch (NumberFormatException e) {
            throw uso("--quantidade precisa de um número inteiro, só com dígitos; veio \"%s\"".formatted(quantidade));
        }
    }

    private Duration tempoEntrePedidos() {
        // O Spring tomaria um número sozinho por milissegundos; quem escreve "--intervalo 2" quase sempre quer
        // segundos.
        exige(!SO_DIGITOS.matcher(intervalo).matches(), "--intervalo precisa da unidade: 200ms, 2s ou 1m");
        try {
            var tempo = DurationStyle.detectAndParse(intervalo);
            exige(!tempo.isNegative(), "--intervalo não pode ser negativo");
            return Duration.ofNanos(tempo.toNanos());
        } catch (IllegalArgumentException | ArithmeticException e) { // a última: mais do que cabe em nanossegundos
            throw uso("--intervalo não aceita \"%s\". Escreva como 200ms, 2s, 1m ou PT0.5S".formatted(intervalo));
        }
    }

    private void exige(boolean condicao, String mensagem) {
        if (!condicao) {
            throw uso(mensagem);
        }
    }

    private ParameterException uso(String mensagem) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), mensagem);
    }
}
