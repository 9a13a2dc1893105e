package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * O que era verdade junto, num instante: quando os grupos gravaram até aqui, todo resultado deles já estava nos registros lidos.
 *
 * @param quando o instante em que se perguntou
 * @param kafkaResponde se não, grupos e fins são os de antes
 * @param grupos o de cada etapa
 * @param fins o próximo offset de cada partição, por tópico
 * @param saldos o saldo-service
 * @param outro a armadilha que responde como ele, noutra porta; fora do ar, se não há uma
 * @param nomeDoOutro o da armadilha; vazio, se não há uma
 * @param cluster quem lidera o quê
 */
public record Momento(
        Instant quando,
        boolean kafkaResponde,
        Map<EtapaDoPipeline, Grupo> grupos,
        Map<String, Map<Integer, Long>> fins,
        Servico saldos,
        Servico outro,
        String nomeDoOutro,
        Cluster cluster) {

    public Momento {
        grupos = Map.copyOf(grupos);
        fins = Map.copyOf(fins);
    }

    /**
     * Os brokers e as partições de {@code contas}.
     *
     * @param brokers os ids dos que respondem
     * @param lideres por partição; falta a que está sem líder
     * @param emDia as réplicas em dia (ISR), por partição
     */
    public record Cluster(List<Integer> brokers, Map<Integer, Integer> lideres, Map<Integer, List<Integer>> emDia) {
        public static final Cluster DESCONHECIDO = new Cluster(List.of(), Map.of(), Map.of());

        public Cluster {
            brokers = List.copyOf(brokers);
            lideres = Map.copyOf(lideres);
            emDia = Map.copyOf(emDia);
        }
    }

    public Grupo grupo(EtapaDoPipeline etapa) {
        return grupos.getOrDefault(etapa, Grupo.SEM_NINGUEM);
    }

    /** Se a armadilha deste nome se diz pronta. */
    public boolean pronta(String armadilha) {
        return nomeDoOutro.equals(armadilha) && outro.pronto();
    }

    public long fim(Topico topico, int particao) {
        return fins.getOrDefault(topico.nome(), Map.of()).getOrDefault(particao, 0L);
    }
}
