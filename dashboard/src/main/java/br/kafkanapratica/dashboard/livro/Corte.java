package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.juiz.auditoria.Balanco;
import br.kafkanapratica.juiz.auditoria.FilaDaParticao;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Os pedidos num instante. Imutável.
 *
 * @param filas por partição da entrada de cada etapa
 * @param ilegiveis de onde em diante não se leu, por partição
 */
public record Corte(
        Fotografia foto,
        Map<EtapaDoPipeline, Map<TopicPartition, FilaDaParticao>> filas,
        Map<TopicPartition, Long> ilegiveis,
        Map<EtapaDoPipeline, Long> registros,
        Map<EtapaDoPipeline, Long> naDlt,
        Map<EtapaDoPipeline, List<String>> rejeitados,
        List<String> avisados,
        Balanco balanco,
        Serie serie) {

    public Map<TopicPartition, FilaDaParticao> filas(EtapaDoPipeline etapa) {
        return filas.getOrDefault(etapa, Map.of());
    }
}
