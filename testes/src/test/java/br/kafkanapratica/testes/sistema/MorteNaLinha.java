package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.lab.Processo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code kill -9} por quem lê a linha, assim que a lê: quem a procurasse de tempos em tempos daria tempo a um commit. */
final class MorteNaLinha {

    private MorteNaLinha() {}

    /**
     * Devolve o processo já morto, com todas as linhas que chegou a escrever.
     *
     * @param inicia o que o inicia, com quem ouve as linhas
     */
    static Processo de(Function<Consumer<String>, Processo> inicia, Predicate<String> linha, Duration prazo) {
        var este = new CompletableFuture<Processo>();
        var processo = inicia.apply(dita -> {
            if (linha.test(dita)) {
                este.join().identidade().destroyForcibly();
            }
        });
        este.complete(processo);
        processo.esperaFim(prazo);
        if (processo.linhas().stream().noneMatch(linha)) {
            throw new IllegalStateException(
                    "%s terminou sem escrever a linha: %s".formatted(processo.nome(), processo.linhas()));
        }
        return processo;
    }
}
