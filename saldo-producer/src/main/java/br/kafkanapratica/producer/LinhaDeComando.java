package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.ClienteId;
import br.kafkanapratica.contratos.EntradaInvalida;
import br.kafkanapratica.contratos.ValorEmReais;
import br.kafkanapratica.terminal.Comando;
import br.kafkanapratica.terminal.FalhaNoKafka;
import br.kafkanapratica.terminal.Interrupcao;
import br.kafkanapratica.terminal.Tela;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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
            "Escreve saldos de clientes no tópico contas.",
            "Sem opções, envia as três mensagens do curso: 1→200,00, 2→50,00 e 1→150,00."
        },
        optionListHeading = "%nOpções (uma por vez):%n",
        sortOptions = false,
        footerHeading = "%n",
        footer = {
            "Valores em reais: 150,50  150.50  1.234,56  R$ 1.234,56  -10,00  200 (até 15 dígitos antes da vírgula)",
            "IDs: qualquer texto visível de até 200 caracteres.",
            "",
            "O CSV é UTF-8, um saldo por linha, com ou sem o cabeçalho cliente_id;saldo:",
            "  5;300,00",
            "  \"Maria; José\";\"R$ 1.234,56\"",
            "As colunas também podem ser separadas por vírgula, se o valor usa ponto ou vem entre aspas:",
            "  cliente_id,saldo",
            "  5,300.00",
            "  6,\"1.234,56\"",
            "O separador é um só no arquivo inteiro: o do cabeçalho, o da primeira linha ou o de --separador.",
            "Linhas com erro são mostradas, com o número, e puladas; as outras são enviadas, e a saída é 1.",
            "",
            "O Kafka é o de SPRING_KAFKA_BOOTSTRAP_SERVERS (padrão: localhost:9092) e o tópico, o de SALDO_TOPICO",
            "(padrão: contas). Saída: 0 tudo confirmado, 1 alguma falha, 2 uso errado, 130 Ctrl-C."
        })
final class LinhaDeComando implements Callable<Integer> {

    static final String NOME = "java -jar saldo-producer/target/saldo-producer.jar";

    private static final Pattern PERDIDO = Pattern.compile("[?\uFFFD]");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--interativo", description = "Pergunta cliente e saldo, quantas vezes se quiser.")
    private boolean interativo;

    @Option(names = "--cliente", paramLabel = "ID", description = "Envia um saldo só: --cliente 5 --saldo 300,00")
    private @Nullable String cliente;

    @Option(names = "--saldo", paramLabel = "VALOR", description = "O saldo do --cliente.")
    private @Nullable String saldo;

    @Option(names = "--remover", paramLabel = "ID", description = "Remove um cliente (envia um tombstone).")
    private @Nullable String remover;

    @Option(names = "--arquivo", paramLabel = "CSV", description = "Envia os saldos de um arquivo (formato abaixo).")
    private @Nullable String arquivo;

    @Option(
            names = "--separador",
            paramLabel = "S",
            description = "Com --arquivo: o que separa as colunas, ';' ou ','.")
    private @Nullable String separador;

    @Option(names = "--gerar", paramLabel = "N", description = "Envia saldos ao acaso para os clientes de 1 a N.")
    private @Nullable String gerar;

    @Option(names = "--semente", paramLabel = "S", description = "Com --gerar: a mesma semente gera os mesmos saldos.")
    private @Nullable String semente;

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
        exige(pedidas() <= 1, "escolha só uma: --interativo, --cliente, --remover, --arquivo ou --gerar");
        exige((cliente == null) == (saldo == null), "--cliente e --saldo andam juntos: --cliente 5 --saldo 300,00");
        exige(separador == null || arquivo != null, "--separador só vale com --arquivo");
        exige(semente == null || gerar != null, "--semente só vale com --gerar");
        return SaldoProducerApplication.roda(acao());
    }

    private long pedidas() {
        return Stream.of(interativo, cliente != null, remover != null, arquivo != null, gerar != null)
                .filter(pedida -> pedida)
                .count();
    }

    private Acao acao() throws ArquivoIlegivel {
        if (interativo) {
            return new Interativo();
        }
        if (cliente != null && saldo != null) {
            return comAviso(umSaldo(id("--cliente", cliente), valor(saldo)));
        }
        if (remover != null) {
            return comAviso(remocao(id("--remover", remover)));
        }
        if (arquivo != null) {
            return Arquivo.abre(arquivo, separador == null ? null : separador(separador));
        }
        if (gerar != null) {
            return geracao(inteiro("--gerar", gerar));
        }
        return comAviso(LinhaDeComando::tresMensagens);
    }

    /** Um Ctrl-C à espera de uma resposta diz de quem não se sabe. */
    private static Acao comAviso(Acao acao) {
        return produtor -> {
            var interrupcao = new Thread(() -> produtor.interrompido().ifPresent(Tela::erro));
            Runtime.getRuntime().addShutdownHook(interrupcao);
            try {
                return acao.executa(produtor);
            } finally {
                Interrupcao.tira(interrupcao);
            }
        };
    }

    private static int tresMensagens(ProdutorDeSaldos produtor) throws FalhaNoKafka, InterruptedException {
        produtor.produz("1", new BigDecimal("200.00"));
        produtor.produz("2", new BigDecimal("50.00"));
        produtor.produz("1", new BigDecimal("150.00"));
        System.out.println("Mensagens enviadas.");
        return ExitCode.OK;
    }

    private static Acao umSaldo(String clienteId, BigDecimal valor) {
        return produtor -> {
            produtor.produz(clienteId, valor);
            return ExitCode.OK;
        };
    }

    private static Acao remocao(String clienteId) {
        return produtor -> {
            produtor.remove(clienteId);
            return ExitCode.OK;
        };
    }

    private Acao geracao(long quantidade) {
        exige(quantidade > 0, "--gerar precisa de um número maior que zero");
        return new Geracao(
                quantidade,
                semente == null
                        ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)
                        : inteiro("--semente", semente));
    }

    private String id(String opcao, String texto) {
        // Com LANG=C a JVM perde o que não é ASCII nos argumentos: vira "?" ou U+FFFD, e seria outro cliente.
        boolean fiel = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
        exige(
                fiel || !PERDIDO.matcher(texto).find(),
                opcao + ": neste ambiente os acentos se perdem nos argumentos. Use LANG=C.UTF-8, ou --interativo");
        try {
            return ClienteId.exato(texto);
        } catch (EntradaInvalida e) {
            throw uso(opcao + ": " + e.getMessage());
        }
    }

    private Separador separador(String texto) {
        return Separador.de(texto).orElseThrow(() -> uso("--separador aceita só ';' ou ','"));
    }

    private BigDecimal valor(String texto) {
        try {
            return ValorEmReais.de(texto);
        } catch (EntradaInvalida e) {
            throw uso("--saldo: " + e.getMessage());
        }
    }

    private long inteiro(String opcao, String texto) {
        try {
            return Long.parseLong(texto);
        } catch (NumberFormatException e) {
            throw uso("%s precisa de um número inteiro, só com dígitos; veio \"%s\"".formatted(opcao, texto));
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
