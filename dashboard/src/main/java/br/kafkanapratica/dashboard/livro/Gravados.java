package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.juiz.auditoria.Auditoria;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Leva à auditoria os offsets que os grupos gravaram, cada um só quando os resultados de tudo o que ele dá por feito já foram
 * lidos: o coordenador pode confirmar o offset um instante antes do registro da mesma transação. Para uma thread por vez.
 */
final class Gravados {

    private final Map<EtapaDoPipeline, Fotografia> porConfirmar = new EnumMap<>(EtapaDoPipeline.class);

    /**
     * @param corte a fotografia até cujo fim se leu
     * @param ilegiveis as partições de que não se leu até o fim
     * @return os nomes dos que a notificação acabou de dar por feitos
     */
    List<String> confirma(Fotografia corte, Set<TopicPartition> ilegiveis, Auditoria auditoria) {
        var avisados = new ArrayList<String>();
        for (var etapa : EtapaDoPipeline.values()) {
            var confirmada = Stream.ofNullable(porConfirmar.get(etapa))
                    .filter(foto -> lidosOsResultados(etapa, foto, corte, ilegiveis))
                    .findFirst()
                    .orElse(null);
            boolean estaTambem = lidosOsResultados(etapa, corte, corte, ilegiveis);
            var melhor = estaTambem ? corte : confirmada;
            if (melhor != null) {
                var feitos = grava(etapa, melhor, auditoria);
                auditoria.confirma(etapa, true);
                if (etapa == EtapaDoPipeline.NOTIFICACAO) {
                    avisados.addAll(feitos);
                }
            }
            if (estaTambem) {
                porConfirmar.remove(etapa);
            } else if (confirmada != null || !porConfirmar.containsKey(etapa)) {
                porConfirmar.put(etapa, corte);
            }
        }
        return avisados;
    }

    /** O que se sabe antes de ler; sem confirmação. */
    static void supoe(Fotografia primeira, Auditoria auditoria) {
        for (var etapa : EtapaDoPipeline.values()) {
            grava(etapa, primeira, auditoria);
        }
    }

    /** Um offset voltou atrás (por {@code --reset-offsets}, ou o grupo foi apagado): a conta de antes já não vale. */
    static boolean voltouAtras(Fotografia nova, Auditoria auditoria) {
        for (var etapa : EtapaDoPipeline.values()) {
            var grupo = nova.grupo(etapa.grupo());
            if (grupo.semRespostaDesde() == null) {
                for (var particao : nova.particoes(etapa.entrada().nome())) {
                    if (grupo.gravados().getOrDefault(particao, 0L) < auditoria.gravado(etapa, particao.partition())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static List<String> grava(EtapaDoPipeline etapa, Fotografia foto, Auditoria auditoria) {
        var feitos = new ArrayList<String>();
        foto.grupo(etapa.grupo())
                .gravados()
                .forEach((particao, offset) -> feitos.addAll(auditoria.gravou(etapa, particao.partition(), offset)));
        return feitos;
    }

    private static boolean lidosOsResultados(
            EtapaDoPipeline etapa, Fotografia foto, Fotografia corte, Set<TopicPartition> ilegiveis) {
        return etapa.resultados().stream()
                .flatMap(topico -> foto.particoes(topico.nome()).stream())
                .allMatch(particao -> !ilegiveis.contains(particao)
                        && !foto.semLider().contains(particao) // o fim que se diz dela é de antes
                        && !corte.semLider().contains(particao)
                        && corte.fim().getOrDefault(particao, 0L)
                                >= foto.comAbertas().getOrDefault(particao, 0L));
    }
}
