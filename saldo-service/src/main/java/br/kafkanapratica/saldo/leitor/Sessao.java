package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.saldo.estado.Contas;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Uma leitura do tópico, do começo ao presente e daí em diante, com um consumidor só: não há momento entre "reconstruir"
 * e "seguir ao vivo" em que um registro possa se perder.
 *
 * <p>Sem grupo e sem offsets confirmados: toda instância lê tudo. Uma thread.
 */
final class Sessao implements AutoCloseable {

    private static final Duration ESPERA = Duration.ofMillis(100);

    /** Registros num {@code poll()} a partir dos quais eles vêm depressa; e a partir dos quais já se está atrasado. */
    private static final int DEPRESSA = 64;

    private static final int ATRASADO = 2000;
    private static final Duration PAUSA = Duration.ofMillis(10);

    /** Além do que se lê: o bastante para que nem quem lê nem quem aplica fique à espera do outro. */
    private static final int LOTES_EM_CURSO = 4;

    private final Consumer<byte[], byte[]> consumidor;
    private final Contas contas = new Contas(Aplicador.partes());
    private final Aplicador aplicador = new Aplicador(contas);
    private final Posicoes posicoes = new Posicoes();
    private final Map<TopicPartition, Long> inicio = new HashMap<>();
    private final Map<TopicPartition, Long> alvo = new HashMap<>();
    private final Observacao.Topico original;
    private final long comecou = System.nanoTime();
    private final Queue<EmCurso> emCurso = new ArrayDeque<>();
    private Map<TopicPartition, Long> lidas = Map.of();
    private Map<TopicPartition, Long> ultimas = Map.of();
    private long registros;
    private boolean emDia;

    /** Um lote que se está aplicando, e até onde ele leva. */
    private record EmCurso(Aplicador.Aplicacao aplicacao, Map<TopicPartition, Long> posicoes, int registros) {}

    Sessao(Consumer<byte[], byte[]> consumidor, Observacao.Topico topico) {
        this.consumidor = consumidor;
        this.original = topico;
        inclui(topico);
    }

    /**
     * Lê e aplica o que houver; espera no máximo um instante. Ao reconstruir, o que se leu é aplicado por outras threads enquanto
     * se leem os lotes seguintes; só depois de aplicado ele conta.
     */
    void avanca() {
        var lote = consumidor.poll(ESPERA);
        var ate = posicoes();
        if (emDia || alcanca(ate)) {
            conclui(0);
            aplicador.aplica(lote);
            conta(ate, lote.count());
            esperaPorMais(lote.count());
        } else {
            emCurso.add(new EmCurso(aplicador.comeca(lote), ate, lote.count()));
            conclui(lote.isEmpty() ? 0 : LOTES_EM_CURSO);
        }
    }

    /**
     * Cada ida ao broker custa, aos dois lados, o mesmo com muitos registros ou com poucos. Se eles vêm depressa, espera um pouco por
     * mais; não se já está atrasado, nem se são poucos, que ninguém deve esperar. O {@code fetch.min.bytes} do consumidor
     * faria esperar sempre.
     */
    private static void esperaPorMais(int lidos) {
        if (lidos >= DEPRESSA && lidos < ATRASADO) {
            LockSupport.parkNanos(PAUSA.toNanos());
        }
    }

    /** Espera os lotes mais antigos em curso, até restarem estes, e passa a contá-los. */
    private void conclui(int restam) {
        while (emCurso.size() > restam) {
            var antigo = emCurso.remove();
            antigo.aplicacao.espera();
            conta(antigo.posicoes, antigo.registros);
        }
    }

    private void conta(Map<TopicPartition, Long> ate, int quantos) {
        registros += quantos;
        ultimas = ate;
        posicoes.publica(ultimas.entrySet().stream()
                .collect(Collectors.toMap(posicao -> posicao.getKey().partition(), Map.Entry::getValue)));
        emDia |= alcanca(ultimas);
    }

    private boolean alcanca(Map<TopicPartition, Long> posicoes) {
        return alvo.entrySet().stream().allMatch(fim -> posicoes.getOrDefault(fim.getKey(), 0L) >= fim.getValue());
    }

    /** Já leu tudo o que havia quando começou (ou quando apareceram as partições mais novas). */
    boolean emDia() {
        return emDia;
    }

    Situacao.Pronto pronto() {
        return new Situacao.Pronto(contas, posicoes);
    }

    Progresso progresso() {
        long lidos = 0;
        long total = 0;
        for (var fim : alvo.entrySet()) {
            long primeiro = inicio.getOrDefault(fim.getKey(), 0L);
            long ultimo = Math.max(primeiro, fim.getValue());
            lidos += Math.min(ultimo, ultimas.getOrDefault(fim.getKey(), primeiro)) - primeiro;
            total += ultimo - primeiro;
        }
        return new Progresso(registros, lidos, total, Duration.ofNanos(System.nanoTime() - comecou));
    }

    /** Compara o que foi lido com o fim do log que se observou; devolve quantos offsets faltam. */
    long compara(Observacao.Topico topico) {
        conclui(0);
        long atraso = topico.fim().entrySet().stream()
                .mapToLong(fim -> Math.max(0, fim.getValue() - ultimas.getOrDefault(fim.getKey(), 0L)))
                .sum();
        if (atraso == 0) {
            contas.emDia();
        }
        return atraso;
    }

    /** O log já não é o que esta sessão leu: recriado, ou truncado com {@code kafka-delete-records}. */
    boolean invalidadaPor(Observacao.Topico topico) {
        return !topico.id().equals(original.id())
                || !topico.inicio().keySet().containsAll(inicio.keySet())
                || inicio.entrySet().stream()
                        .anyMatch(
                                primeiro -> topico.inicio().getOrDefault(primeiro.getKey(), 0L) > primeiro.getValue());
    }

    /** Passa a ler também as partições que surgiram; as que já se lia continuam de onde estão. */
    boolean inclui(Observacao.Topico topico) {
        if (inicio.keySet().containsAll(topico.inicio().keySet())) {
            return false;
        }
        var novas = new HashMap<>(topico.inicio());
        novas.keySet().removeAll(inicio.keySet());
        consumidor.assign(topico.inicio().keySet());
        novas.forEach(consumidor::seek);
        inicio.putAll(novas);
        novas.keySet().forEach(nova -> alvo.put(nova, topico.fim().getOrDefault(nova, 0L)));
        emDia = false;
        return true;
    }

    /** {@code position()}, e não o offset do último registro: compactação e marcas de transação deixam buracos. */
    private Map<TopicPartition, Long> posicoes() {
        var atuais = new HashMap<TopicPartition, Long>();
        for (var particao : inicio.keySet()) {
            try {
                atuais.put(particao, consumidor.position(particao, ESPERA));
            } catch (TimeoutException e) {
                // Sem broker a posição pode não estar validada: fica a anterior, que não é maior que a verdadeira.
                atuais.put(particao, lidas.getOrDefault(particao, inicio.getOrDefault(particao, 0L)));
            }
        }
        lidas = atuais;
        return atuais;
    }

    @Override
    public void close() {
        aplicador.close();
    }
}
