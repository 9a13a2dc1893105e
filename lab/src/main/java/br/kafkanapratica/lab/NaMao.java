package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.ProcessoVisto.Trabalho;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** O pedido que uma etapa tem na mão, pelo que ela escreve: o último que recebeu, até dizer que o fez. Para várias threads. */
final class NaMao implements Consumer<String> {

    private static final Pattern RECEBEU =
            Pattern.compile("\\[(?:ESTOQUE|PAGAMENTO|NOTIFICACAO)] Recebi pedido: (\\S+)");
    private static final Pattern FEZ = Pattern.compile("\\[(?:ESTOQUE|PAGAMENTO|NOTIFICACAO)] Pedido (\\S+) ");

    private final Clock relogio;
    private volatile @Nullable Trabalho agora;

    NaMao(Clock relogio) {
        this.relogio = relogio;
    }

    /** Uma linha que o programa escreveu. */
    @Override
    public void accept(String linha) {
        var recebeu = RECEBEU.matcher(linha);
        if (recebeu.find()) {
            agora = new Trabalho(recebeu.group(1), relogio.instant());
            return;
        }
        var fez = FEZ.matcher(linha);
        var atual = agora;
        if (atual != null && fez.find() && fez.group(1).equals(atual.pedido())) {
            agora = null;
        }
    }

    @Nullable
    Trabalho agora() {
        return agora;
    }
}
