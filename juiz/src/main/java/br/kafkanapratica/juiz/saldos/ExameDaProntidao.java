package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;

/** Quem se diz pronto responde: nem antes nem depois de o dizer recusou por não estar. */
final class ExameDaProntidao {

    /** Mais tarde do que isto, a recusa já pode ter outra causa. */
    private static final Duration LOGO = Duration.ofSeconds(2);

    private ExameDaProntidao() {}

    static List<Achado> examina(HistoriaDosSaldos historia) {
        var porFim = new HashMap<String, TreeMap<Instant, Resposta>>();
        var porInicio = new HashMap<String, TreeMap<Instant, Resposta>>();
        historia.respostas().stream()
                .filter(resposta -> resposta.posicao() == null)
                .sorted(Comparator.comparing(Resposta::respondeu)) // no mesmo instante, vale a que respondeu
                .forEach(resposta -> {
                    porFim.computeIfAbsent(resposta.vida(), nova -> new TreeMap<>())
                            .put(resposta.fim(), resposta);
                    porInicio
                            .computeIfAbsent(resposta.vida(), nova -> new TreeMap<>())
                            .put(resposta.inicio(), resposta);
                });
        var achados = new ArrayList<Achado>();
        for (var dito : historia.prontidoes()) {
            var antes = porFim.getOrDefault(dito.vida(), new TreeMap<>()).lowerEntry(dito.inicio());
            var depois = porInicio.getOrDefault(dito.vida(), new TreeMap<>()).higherEntry(dito.fim());
            if (dito.pronto()
                    && (antes == null || !antes.getValue().respondeu())
                    && depois != null
                    && depois.getValue().status() == 503
                    && depois.getKey().isBefore(dito.fim().plus(LOGO))) {
                achados.add(new Achado(
                        Anomalia.PRONTO_SEM_ESTAR,
                        dito.vida(),
                        null,
                        dito.fim(),
                        "disse-se pronto, e logo depois recusou (503) o saldo de "
                                + depois.getValue().cliente()));
            }
        }
        return achados;
    }
}
