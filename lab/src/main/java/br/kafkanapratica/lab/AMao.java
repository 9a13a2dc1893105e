package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Os programas que alguém iniciou à mão nesta raiz: o laboratório os vê, para o dizer, e não toca neles. */
record AMao(Path raiz) {

    private static final Pattern ID = Pattern.compile(" --id[= ](\\d{1,4}) ");

    /** @param programa o módulo, ou {@code broker-2}, que é o do jar do broker com esse {@code --id} */
    OptionalLong pid(String programa) {
        var jar = "%1$s/target/%1$s.jar".formatted(Elenco.ehUmDeAlguns(programa) ? Elenco.BROKER : programa);
        return ProcessHandle.allProcesses()
                .filter(processo -> {
                    var linha = Marca.linha(processo);
                    return roda(linha, jar, programa)
                            && !linha.contains(Marca.PREFIXO)
                            && ehDaqui(processo, linha, jar);
                })
                .mapToLong(ProcessHandle::pid)
                .findFirst();
    }

    /** Uma ferramenta do Kafka é o mesmo jar, com o nome dela a seguir, e não é um broker. */
    private static boolean roda(String linha, String jar, String programa) {
        int onde = linha.indexOf(jar);
        var argumentos = onde < 0 ? "" : linha.substring(onde + jar.length()) + " ";
        return onde >= 0
                && (argumentos.isBlank() || argumentos.startsWith(" --"))
                && (!Elenco.ehUmDeAlguns(programa) || numero(argumentos) == Elenco.numeroDoBroker(programa));
    }

    private static int numero(String argumentos) {
        var id = ID.matcher(argumentos);
        return id.find() ? Integer.parseInt(id.group(1)) : 1; // o que o broker faz sem ele
    }

    /** O caminho do jar é relativo à pasta do processo, que só o Linux diz qual é. */
    private boolean ehDaqui(ProcessHandle processo, String linha, String jar) {
        try {
            return linha.contains(raiz.resolve(jar).toString())
                    || Files.readSymbolicLink(Path.of("/proc", Long.toString(processo.pid()), "cwd"))
                            .equals(raiz.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            return false; // já terminou, é de outro usuário, ou não se sabe: nada se diz
        }
    }
}
