package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Os programas que alguém iniciou à mão nesta raiz: o laboratório os vê, para o dizer, e não toca neles. */
record AMao(Path raiz) {

    /** O PID de um deste módulo, se há. */
    OptionalLong pid(String modulo) {
        var jar = "%1$s/target/%1$s.jar".formatted(modulo);
        return ProcessHandle.allProcesses()
                .filter(processo -> {
                    var linha = Marca.linha(processo);
                    return linha.contains(jar) && !linha.contains(Marca.PREFIXO) && ehDaqui(processo, linha, jar);
                })
                .mapToLong(ProcessHandle::pid)
                .findFirst();
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
