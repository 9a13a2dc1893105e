package br.kafkanapratica.lab;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Por que um programa terminou, tirado do que ele escreveu por último: uma linha, em português se for um caso conhecido. */
final class MotivoDoFim {

    /** O começo do relatório do Spring Boot, em inglês e de muitas linhas, que na tela não vale a pena mostrar. */
    private static final String RELATORIO_DO_SPRING = "APPLICATION FAILED TO START";

    /** O que o Spring diz antes do relatório, também em inglês. */
    private static final String AVISO_DO_SPRING = "Exception encountered during context initialization";

    private static final Pattern QUEBRA = Pattern.compile("·");
    private static final Pattern ORIGEM_NO_AMBIENTE = Pattern.compile("System Environment Property \"([^\"]+)\"");
    private static final Pattern HORA_E_NIVEL = Pattern.compile("^[0-9:.,]+ +(ERROR|WARN|INFO) +(?:\\w+: )?|^ERRO: ");
    private static final Pattern PORTA = Pattern.compile("Port (\\d+) was already in use");

    private static final int COM_SINAL = 128;
    private static final int SIGINT = 2;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private MotivoDoFim() {}

    /** Como terminou, pelo código de saída: {@code kill -9}, {@code SIGTERM}, {@code por si}, {@code erro (código 1)}. */
    static String doCodigo(int codigo) {
        return switch (codigo) {
            case 0 -> "por si";
            case COM_SINAL + SIGINT -> "Ctrl-C";
            case COM_SINAL + SIGKILL -> "kill -9";
            case COM_SINAL + SIGTERM -> "SIGTERM";
            default -> "erro (código %d)".formatted(codigo);
        };
    }

    static boolean foiUmErro(int codigo) {
        return doCodigo(codigo).startsWith("erro");
    }

    /** Se a linha só repete, em inglês, o que o laboratório dirá numa linha. */
    static boolean ehDoSpring(String linha) {
        return linha.contains(RELATORIO_DO_SPRING) || linha.contains(AVISO_DO_SPRING);
    }

    /** @param saida o que ele escreveu; o log dos programas põe uma mensagem de várias linhas numa só, com pontos entre elas */
    static String de(List<String> saida) {
        var linhas = saida.stream()
                .flatMap(linha -> linha.contains(RELATORIO_DO_SPRING) ? QUEBRA.splitAsStream(linha) : Stream.of(linha))
                .toList();
        return configuracao(linhas)
                .or(() -> porta(linhas))
                .or(() -> ultima(linhas, linha -> linha.startsWith("ERRO: ")))
                .or(() -> ultima(linhas, linha -> linha.contains(" ERROR ")))
                .or(() -> ultima(linhas, linha -> linha.contains("Error") || linha.contains("Exception")))
                .or(() -> ultima(linhas, linha -> true))
                .orElse("não disse nada");
    }

    /** Uma configuração que não serve, no relatório do Spring Boot. */
    private static Optional<String> configuracao(List<String> linhas) {
        var propriedade = campo(linhas, "Property: ");
        var valor = campo(linhas, "Value: ");
        if (propriedade.isEmpty() || valor.isEmpty()) {
            return Optional.empty();
        }
        var variavel = ORIGEM_NO_AMBIENTE.matcher(campo(linhas, "Origin: ").orElse(""));
        var nome = variavel.find() ? variavel.group(1) : propriedade.get();
        return Optional.of("%s=%s não é um valor que sirva para %s. Corrija-o%s e rode de novo."
                .formatted(
                        nome,
                        valor.get().replace("\"", ""),
                        propriedade.get(),
                        nome.equals(propriedade.get()) ? "" : ", ou tire-o do ambiente (unset " + nome + "),"));
    }

    private static Optional<String> porta(List<String> linhas) {
        return linhas.stream()
                .map(PORTA::matcher)
                .filter(achado -> achado.find())
                .map(achado -> "a porta %s já está em uso; veja por quem com \"ss -ltnp | grep %s\""
                        .formatted(achado.group(1), achado.group(1)))
                .reduce((primeira, ultima) -> ultima);
    }

    private static Optional<String> campo(List<String> linhas, String nome) {
        return linhas.stream()
                .map(String::strip)
                .filter(linha -> linha.startsWith(nome))
                .map(linha -> linha.substring(nome.length()))
                .reduce((primeira, ultima) -> ultima);
    }

    private static Optional<String> ultima(List<String> linhas, Predicate<String> serve) {
        return linhas.stream()
                .filter(linha -> !linha.isBlank() && !linha.startsWith("\t"))
                .filter(serve)
                .reduce((primeira, ultima) -> ultima)
                .map(linha -> HORA_E_NIVEL.matcher(linha).replaceFirst(""))
                .map(String::strip);
    }
}
