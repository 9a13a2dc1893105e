package br.kafkanapratica.terminal;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Os erros da linha de comando em português (os do picocli são em inglês). */
final class ErroDeUso implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException erro, String[] args) {
        Tela.erro(mensagem(erro) + ".");
        System.err.println("Veja as opções com: " + erro.getCommandLine().getCommandName() + " --help");
        return erro.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
    }

    private static @Nullable String mensagem(ParameterException erro) {
        if (erro instanceof UnmatchedArgumentException desconhecido) {
            return "não conheço " + String.join(" ", desconhecido.getUnmatched());
        }
        if (erro instanceof MissingParameterException incompleto) {
            return "falta o valor de " + nome(incompleto.getMissing().get(0));
        }
        if (erro instanceof OverwrittenOptionException repetida) {
            return nome(repetida.getOverwritten()) + " aparece mais de uma vez";
        }
        if (erro.getArgSpec() != null) {
            return nome(erro.getArgSpec()) + " não aceita o valor \"" + erro.getValue() + "\"";
        }
        return erro.getMessage();
    }

    private static String nome(ArgSpec argumento) {
        return argumento instanceof OptionSpec opcao ? opcao.longestName() : argumento.paramLabel();
    }
}
