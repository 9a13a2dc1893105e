package br.kafkanapratica.lab;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Por que um programa terminou, tirado do que ele escreveu por último: uma linha. */
final class MotivoDoFim {

    private static final Pattern HORA_E_NIVEL = Pattern.compile("^[0-9:.,]+ +(ERROR|WARN|INFO) +(?:\\w+: )?|^ERRO: ");

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

    /** @param linhas o que ele escreveu */
    static String de(List<String> linhas) {
        return ultima(linhas, linha -> linha.startsWith("ERRO: "))
                .or(() -> ultima(linhas, linha -> linha.contains(" ERROR ")))
                .or(() -> ultima(linhas, linha -> linha.contains("Error") || linha.contains("Exception")))
                .or(() -> ultima(linhas, linha -> true))
                .orElse("não disse nada");
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
