package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Falhas;
import br.kafkanapratica.juiz.Retomada;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ninguém deixa de responder mais tempo do que se tolera sem que haja uma falha: nem recusando, nem segurando quem pergunta. Uma espera por posição que acaba em
 * 503 conta-se à parte, por partição, e só se o registro existe.
 */
final class ExameDasInterrupcoes {

    private record DeQuem(String vida, int particao) {}

    private static final int QUALQUER = -1;

    private final LogDeContas log;
    private final Duration paciencia;
    private final Falhas falhas;
    private final List<Achado> achados = new ArrayList<>();

    ExameDasInterrupcoes(LogDeContas log, Duration paciencia) {
        this.log = log;
        this.paciencia = paciencia;
        this.falhas = new Falhas(log.historia().falhas());
    }

    List<Achado> examina() {
        Map<DeQuem, List<Resposta>> porQuem = new HashMap<>();
        for (var resposta : log.historia().respostas()) {
            var posicao = resposta.posicao();
            if (posicao == null || resposta.respondeu() || log.tem(posicao)) {
                var deQuem = new DeQuem(resposta.vida(), posicao == null ? QUALQUER : posicao.particao());
                porQuem.computeIfAbsent(deQuem, nova -> new ArrayList<>()).add(resposta);
            }
        }
        porQuem.forEach(this::deUm);
        return achados;
    }

    List<Retomada> retomadas() {
        return falhas.retomadas();
    }

    private void deUm(DeQuem quem, List<Resposta> respostas) {
        respostas.sort(Comparator.comparing(Resposta::inicio));
        Resposta primeira = null;
        Resposta ultima = null;
        for (var resposta : respostas) {
            if (!resposta.respondeu()) {
                primeira = primeira == null ? resposta : primeira;
                ultima = resposta;
            } else if (primeira != null && ultima != null) {
                confere(quem, primeira, ultima);
                falhas.retomou(primeira.inicio(), resposta.fim(), resposta.cliente(), quem.vida());
                primeira = null;
            } else {
                confere(quem, resposta, resposta);
                falhas.retomou(resposta.inicio(), resposta.fim(), resposta.cliente(), quem.vida());
            }
        }
        if (primeira != null && ultima != null) {
            confere(quem, primeira, ultima);
        }
    }

    private void confere(DeQuem quem, Resposta primeira, Resposta ultima) {
        var espera = falhas.semFalha(primeira.inicio(), ultima.fim()).stream()
                .map(Falhas.Trecho::quanto)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        if (espera.compareTo(paciencia) > 0) {
            achados.add(new Achado(
                    Anomalia.PARADO,
                    ultima.cliente(),
                    ultima.posicao(),
                    primeira.inicio(),
                    "%s não respondeu por %d ms (a última vez, %s)"
                            .formatted(
                                    quem.vida(),
                                    espera.toMillis(),
                                    ultima.status() == 0 ? "sem resposta" : ultima.status())));
        }
    }
}
