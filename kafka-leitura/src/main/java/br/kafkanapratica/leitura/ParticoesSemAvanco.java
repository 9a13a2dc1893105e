package br.kafkanapratica.leitura;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * As partições de que o broker diz haver mais do que entrega: nada vem e nada falha. É o que faz um lote cujo comprimento se danificou
 * no disco: para o broker, o log parece acabar ali. De uma thread.
 */
public final class ParticoesSemAvanco {

    /** Enquanto outra avança, esta pode só estar à espera da vez, numa máquina lenta ou com registros grandes. */
    public static final Duration COM_AS_OUTRAS_ANDANDO = Duration.ofMinutes(5);

    /**
     * O mais que conta o tempo entre duas observações: se o broker esteve fora do ar, ou este processo parado, ninguém estava lá para ver
     * a partição não andar. De quem observa mais raramente do que isto, a paciência é maior.
     */
    private static final long MAIOR_LACUNA = Duration.ofSeconds(5).toNanos();

    /** @param desde em tempo observado */
    private record Parada(long offset, long desde) {}

    private final Duration paciencia;
    private final LongSupplier nanos;
    private final Map<TopicPartition, Parada> paradas = new HashMap<>();
    private final Map<TopicPartition, Long> ultimas = new HashMap<>();
    private long ultimaObservacao;
    private long observado;
    private long ultimoAvanco;

    /**
     * @param paciencia quanto tempo, do que se observou, sem que nenhuma avance já é demais
     * @param nanos um relógio em nanossegundos
     */
    public ParticoesSemAvanco(Duration paciencia, LongSupplier nanos) {
        this.paciencia = paciencia;
        this.nanos = nanos;
        this.ultimaObservacao = nanos.getAsLong();
    }

    /**
     * Chame só com o que o broker acaba de dizer: do que ele disse antes de cair não se conclui nada.
     *
     * @param posicoes o próximo offset, em cada partição que se quer ler
     * @param disponivel até onde se pode ler: o fim do log ou, com {@code read_committed}, o começo da primeira transação aberta
     * @return as que não andam; cada uma, outra vez, só depois de outro tanto
     */
    public List<TrechoIlegivel> observa(Map<TopicPartition, Long> posicoes, Map<TopicPartition, Long> disponivel) {
        long agora = passa();
        paradas.keySet().retainAll(posicoes.keySet()); // quem volta a ser lida tem de novo todo o tempo
        posicoes.forEach((particao, posicao) -> anota(particao, posicao, disponivel, agora));
        var semAvanco = new ArrayList<TrechoIlegivel>();
        posicoes.keySet().forEach(particao -> {
            var parada = paradas.get(particao);
            if (parada != null && demais(parada, agora)) {
                paradas.put(particao, new Parada(parada.offset, agora));
                semAvanco.add(new TrechoIlegivel(particao, parada.offset, TrechoIlegivel.SEM_ENTREGA));
            }
        });
        return semAvanco;
    }

    /** O tempo em que se observou, até agora. */
    private long passa() {
        long esta = nanos.getAsLong();
        observado += Math.min(esta - ultimaObservacao, MAIOR_LACUNA);
        ultimaObservacao = esta;
        return observado;
    }

    private void anota(TopicPartition particao, long posicao, Map<TopicPartition, Long> disponivel, long agora) {
        var ultima = ultimas.put(particao, posicao);
        if (ultima != null && ultima != posicao) {
            ultimoAvanco = agora;
        }
        var parada = paradas.get(particao);
        if (posicao >= disponivel.getOrDefault(particao, 0L)) {
            paradas.remove(particao);
        } else if (parada == null || parada.offset != posicao) {
            paradas.put(particao, new Parada(posicao, agora));
        }
    }

    private boolean demais(Parada parada, long agora) {
        boolean outrasAndam = agora - ultimoAvanco < paciencia.toNanos();
        var espera = outrasAndam && COM_AS_OUTRAS_ANDANDO.compareTo(paciencia) > 0 ? COM_AS_OUTRAS_ANDANDO : paciencia;
        return agora - parada.desde > espera.toNanos();
    }
}
