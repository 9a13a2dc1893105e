package br.kafkanapratica.lab;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Se um programa já escreveu a linha em que diz que está pronto. Ouve desde o começo: de um que escreve muito, quando se for ver, a linha já
 * não é das que se guardam. Para várias threads.
 */
final class LinhaEsperada implements Consumer<String> {

    private final Predicate<String> serve;
    private volatile boolean veio;

    LinhaEsperada(Predicate<String> serve) {
        this.serve = serve;
    }

    @Override
    public void accept(String linha) {
        if (!veio && serve.test(linha)) {
            veio = true;
        }
    }

    boolean veio() {
        return veio;
    }
}
