package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.leitura.PosicoesLidas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Até onde se leu, e até onde falta para o próximo corte. Imutável.
 *
 * @param alvo a fotografia até cujo fim se lê; nulo se não há o que esperar
 * @param noInicio até onde se tinha lido quando se mirou o alvo
 * @param estranhos os registros que não se entenderam, em uma frase por partição
 */
public record AndamentoDaLeitura(
        PosicoesLidas lidas, @Nullable Fotografia alvo, PosicoesLidas noInicio, List<String> estranhos) {

    /** Mais que isto atrás da fotografia, o que se mostra é passado, e a página diz quanto falta. */
    private static final Duration EM_DIA = Duration.ofSeconds(2);

    /** Quanto do log dos pedidos já foi lido; 100 quando em dia. */
    public int porcento(boolean haCorte, Instant agora) {
        if (alvo == null) {
            return haCorte ? 100 : 0;
        }
        boolean emDia = Duration.between(alvo.quando(), agora).compareTo(EM_DIA) < 0 || lidas.alcancaram(alvo);
        return haCorte && emDia ? 100 : lidas.porcento(noInicio, alvo);
    }
}
