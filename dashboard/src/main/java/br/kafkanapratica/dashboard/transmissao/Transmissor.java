package br.kafkanapratica.dashboard.transmissao;

import br.kafkanapratica.dashboard.quadro.Painel;
import br.kafkanapratica.dashboard.vida.Ronda;
import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Monta o quadro no máximo dez vezes por segundo, uma vez para todas as páginas; cada uma pega o mais novo quando pode, e uma
 * lenta só perde os intermediários. O que o impede de montar um vai às páginas no lugar dele. Pode ser usado de várias threads.
 */
@Component
class Transmissor extends Ronda {

    private static final int INTERVALO_MS = 100;
    private static final int RONDAS_POR_SEGUNDO = 1000 / INTERVALO_MS;

    /**
     * @param numero cresce a cada quadro
     * @param evento {@code quadro}, ou {@code falha}
     */
    record Transmissao(long numero, String evento, String json) {}

    private final Painel painel;
    private final JsonMapper json;
    private @Nullable Transmissao ultima;
    private long rondas;
    private long versao = -1;

    Transmissor(Painel painel, JsonMapper json, SinalDeVida sinalDoTransmissor) {
        super("transmissor", sinalDoTransmissor, Duration.ofMillis(INTERVALO_MS));
        this.painel = painel;
        this.json = json;
    }

    /**
     * O primeiro quadro depois de {@code numero}, esperando por ele se preciso.
     *
     * @return nulo quando o programa está parando
     */
    synchronized @Nullable Transmissao depoisDe(long numero) throws InterruptedException {
        while (isRunning() && (ultima == null || ultima.numero() <= numero)) {
            wait();
        }
        return isRunning() ? ultima : null;
    }

    @Override
    public synchronized void stop() {
        super.stop();
        notifyAll();
    }

    @Override
    protected void volta() {
        boolean umPorSegundo = rondas++ % RONDAS_POR_SEGUNDO == 0;
        long agora = painel.versao();
        if (agora == versao && !umPorSegundo) {
            return;
        }
        try {
            publica("quadro", painel.quadro());
            versao = agora;
        } catch (RuntimeException | Error e) { // quem olha a página também precisa saber
            if (umPorSegundo) {
                publica("falha", Map.of("causa", String.valueOf(e)));
            }
            throw e;
        }
    }

    private void publica(String evento, Object dados) {
        var texto = json.writeValueAsString(dados);
        synchronized (this) {
            ultima = new Transmissao(rondas, evento, texto);
            notifyAll();
        }
    }
}
