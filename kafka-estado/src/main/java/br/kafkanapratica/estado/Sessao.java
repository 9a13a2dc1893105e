package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.ParticoesSemAvanco;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Uma leitura do tópico, do começo ao presente e daí em diante: não há momento entre "reconstruir" e "seguir ao vivo" em que um
 * registro possa se perder.
 *
 * <p>Sem grupo e sem offsets confirmados: toda instância lê tudo. Uma thread.
 */
final class Sessao<P extends Projecao> implements AutoCloseable {

    /** Menos do que isto não é deixar de ler, é a demora de uma máquina ocupada. */
    private static final Duration MENOR_AUSENCIA = Duration.ofMinutes(1);

    /** Registros num {@code poll()} a partir dos quais eles vêm depressa; e a partir dos quais já se está atrasado. */
    private static final int DEPRESSA = 64;

    private static final int ATRASADO = 2000;
    private static final Duration PAUSA = Duration.ofMillis(10);

    /** Além do que se lê: o bastante para que nem quem lê nem quem aplica fique à espera do outro. */
    private static final int LOTES_EM_CURSO = 4;

    /** Sem avançar por este tempo, havendo o que ler, e sem que nenhuma outra avance, uma partição não anda. */
    static final Duration PARADA = Duration.ofSeconds(30);

    private final LeituraDoLog leitura;
    private final Relogio relogio;
    private final P projecao;
    private final Aplicador aplicador;
    private final Motivo motivo;
    private final Posicoes posicoes = new Posicoes();
    private final LogVisto visto;
    private final Observacao.Topico partidaVista;

    /** De onde se começou a ler: o início do log, ou até onde ia a cópia. */
    private final Map<TopicPartition, Long> partida;

    private final Map<TopicPartition, Long> alvo = new HashMap<>();
    private final long comecou = System.nanoTime();
    private final Queue<EmCurso> emCurso = new ArrayDeque<>();
    private final Transacoes transacoes;
    private final ParticoesSemAvanco semAvanco;
    private Map<TopicPartition, Long> ultimas;
    private long registros;
    private boolean emDia;
    private boolean leu;
    /** Até que se leia o que falta à cópia, o estado tem a idade dela. */
    private boolean soACopia;

    private long lendoEm;
    private Instant lendoAs;
    private @Nullable Marca marca;
    private @Nullable Instant vistaAnterior;
    private @Nullable Instant emDiaEm;

    /**
     * Um fim que se viu e ainda não se alcançou. Com transações sempre abertas em alguma partição, nunca se está no fim de agora; no
     * de há pouco, sim.
     *
     * @param de um instante antes de se perguntar por ele
     */
    private record Marca(
            Map<TopicPartition, Long> fim, @Nullable Instant de) {}

    /** Um lote que se está aplicando, e até onde ele leva. */
    private record EmCurso(Aplicador.Aplicacao aplicacao, Map<TopicPartition, Long> posicoes, int registros) {}

    Sessao(Partida<P> partida, LeituraDoLog leitura, Observacao.Topico topico, Motivo motivo, Relogio relogio) {
        var projecao = partida.projecao();
        this.partida = new HashMap<>(partida.posicoes());
        this.projecao = projecao;
        this.aplicador = new Aplicador(projecao);
        this.motivo = motivo;
        this.transacoes = new Transacoes(motivo, relogio);
        this.leitura = leitura;
        this.visto = new LogVisto(topico, motivo);
        this.partidaVista = topico;
        this.relogio = relogio;
        this.alvo.putAll(topico.fim());
        this.ultimas = Map.copyOf(partida.posicoes());
        this.semAvanco = new ParticoesSemAvanco(PARADA, relogio.nanos());
        var copiada = partida.copiada();
        this.soACopia = copiada != null;
        this.lendoAs = copiada == null ? relogio.agora() : copiada;
        this.lendoEm = relogio.nanos().getAsLong()
                - Duration.between(lendoAs, relogio.agora()).toNanos();
        visto.anota(topico, ultimas);
    }

    /**
     * Lê e aplica o que houver; espera no máximo um instante. Ao reconstruir, o que se leu é aplicado por outras threads enquanto
     * se leem os lotes seguintes; só depois de aplicado ele conta.
     */
    void avanca() {
        leu = false;
        if (leitura.umAUm()) {
            avancaUmAUm();
        } else {
            avancaDepressa();
        }
        leu = true;
    }

    /** A volta que nada trouxe não prova que se lê: há pouco, ler foi recusado. */
    void talvezNaoLeia() {
        leu = false;
    }

    private void avancaDepressa() {
        var lidos = leitura.le();
        var lote = lidos.registros();
        try {
            if (emDia || alcanca(lidos.ate())) {
                conclui(0);
                aplicador.aplica(lote);
                conta(lidos.ate(), lote.count());
                esperaPorMais(lote.count());
            } else {
                emCurso.add(new EmCurso(aplicador.comeca(lote), lidos.ate(), lote.count()));
                conclui(lote.isEmpty() ? 0 : LOTES_EM_CURSO);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            recomecaUmAUm(e);
        }
    }

    /** O que falhar agora é de um registro só, e fica separado com ele. */
    private void avancaUmAUm() {
        try {
            conclui(0);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            recomecaUmAUm(e);
            return;
        }
        var lidos = leitura.le();
        try {
            aplicador.aplica(lidos.registros());
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (!leitura.umAUm()) { // a volta em que o cuidado acabou já leu muitos
                recomecaUmAUm(e);
                return;
            }
            var registro = lidos.registros().iterator().next();
            leitura.separa(new TopicPartition(registro.topic(), registro.partition()), registro.offset(), e);
            return;
        }
        conta(lidos.ate(), lidos.registros().count());
    }

    /** Aplicar de novo o que já se aplicou dá o mesmo estado: volta-se aonde tudo estava aplicado. */
    private void recomecaUmAUm(Throwable erro) {
        for (var lote : emCurso) {
            try {
                lote.aplicacao.espera();
            } catch (InterruptException e) {
                throw e;
            } catch (RuntimeException outro) {
                erro.addSuppressed(outro);
            }
        }
        emCurso.clear();
        var aplicadas = new HashMap<>(partida); // as partições que acabam de surgir ainda não estão nas últimas
        aplicadas.putAll(ultimas);
        leitura.recomecaDe(aplicadas, erro);
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
            var antigo = emCurso.element();
            antigo.aplicacao.espera();
            emCurso.remove();
            conta(antigo.posicoes, antigo.registros);
        }
    }

    private void conta(Map<TopicPartition, Long> ate, int quantos) {
        registros += quantos;
        ultimas = ate;
        leitura.aplicou(ate);
        posicoes.publica(incluidas());
        emDia |= alcanca(ultimas);
    }

    private boolean alcanca(Map<TopicPartition, Long> posicoes) {
        return alcanca(alvo, posicoes);
    }

    private static boolean alcanca(Map<TopicPartition, Long> fins, Map<TopicPartition, Long> posicoes) {
        return fins.entrySet().stream().allMatch(fim -> posicoes.getOrDefault(fim.getKey(), 0L) >= fim.getValue());
    }

    /** Já leu tudo o que havia quando começou (ou quando apareceram as partições mais novas). */
    boolean emDia() {
        return emDia;
    }

    Situacao.Pronto<P> pronto() {
        return new Situacao.Pronto<>(projecao, posicoes);
    }

    /** Nada do que se leu está por aplicar: o estado é o destas {@link #ultimas}. */
    boolean entreLotes() {
        return emCurso.isEmpty() && !leitura.umAUm();
    }

    Uuid id() {
        return visto.id();
    }

    P projecao() {
        return projecao;
    }

    /** Por partição, o que o estado inclui. */
    Map<Integer, Long> incluidas() {
        return porNumero(ultimas);
    }

    /** Por partição, onde o log começava. */
    Map<Integer, Long> inicios() {
        return porNumero(visto.inicios());
    }

    private static Map<Integer, Long> porNumero(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(offset -> offset.getKey().partition(), Map.Entry::getValue));
    }

    Progresso progresso() {
        long lidos = 0;
        long total = 0;
        for (var fim : alvo.entrySet()) {
            long primeiro = partida.getOrDefault(fim.getKey(), 0L);
            long ultimo = Math.max(primeiro, fim.getValue());
            lidos += Math.min(ultimo, ultimas.getOrDefault(fim.getKey(), primeiro)) - primeiro;
            total += ultimo - primeiro;
        }
        return new Progresso(registros, lidos, total, Duration.ofNanos(System.nanoTime() - comecou), impedimentos());
    }

    /** O que segura alguma partição, por ordem de partição. */
    List<Impedimento> impedimentos() {
        var todos = new ArrayList<>(leitura.impedimentos());
        todos.addAll(transacoes.impedimentos());
        todos.sort(Comparator.comparingInt(Impedimento::particao));
        return todos;
    }

    /** Compara o que foi lido com o fim do log que se observou; devolve quantos offsets faltam. */
    long compara(Observacao.Topico topico) {
        visto.anota(topico, ultimas);
        transacoes.observa(topico);
        separaParadas(topico);
        long atraso = topico.fim().entrySet().stream()
                .mapToLong(fim -> Math.max(0, fim.getValue() - ultimas.getOrDefault(fim.getKey(), 0L)))
                .sum();
        Instant agora = relogio.agora();
        if (marca == null) { // a vista só foi pedida depois da anterior, e da chamada anterior a emDia()
            boolean relogioAndou = vistaAnterior != null && vistaAnterior.isBefore(agora);
            marca = new Marca(topico.fim(), relogioAndou ? vistaAnterior : null);
        }
        vistaAnterior = agora;
        if (emCurso.isEmpty() && alcanca(marca.fim(), ultimas)) {
            projecao.emDia();
            emDiaEm = marca.de() == null ? emDiaEm : marca.de();
            marca = null;
        }
        return atraso;
    }

    /** O último instante de que se sabe que o estado inclui tudo o que o log então tinha; nulo se ainda nenhum. */
    @Nullable
    Instant emDiaEm() {
        return emDiaEm;
    }

    /** Há o que ler, nenhuma transação o segura, e nada vem nem falha: também é um trecho que não se lê. */
    private void separaParadas(Observacao.Topico topico) {
        var lendo = new HashMap<>(ultimas);
        // Uma recusa já é dita, e não é do que está no log.
        lendo.keySet().removeIf(particao -> !leu || leitura.espera(particao));
        semAvanco.observa(lendo, topico.estavel()).forEach(leitura::separa);
    }

    /** Visto por um broker que ainda não soube das partições mais novas: o mesmo tópico nunca as perde. */
    boolean aindaSemAsNovas(Observacao.Topico topico) {
        return visto.aindaSemAsNovas(topico);
    }

    /** Por que o log já não é o que esta sessão leu; vazio se ainda é. */
    Optional<String> invalidadaPor(Observacao.Topico topico) {
        return visto.desmentidoPor(topico).or(() -> remocoesQueSePerderam(topico));
    }

    /** Uma remoção que se escreveu enquanto não se lia pode já ter saído do log: a chave ficaria no estado para sempre. */
    private Optional<String> remocoesQueSePerderam(Observacao.Topico topico) {
        if (!leu || !leitura.impedimentos().isEmpty()) {
            return Optional.empty(); // quando voltar a ler, se verá
        }
        var perdidas = perdidas(topico);
        soACopia &= !emDia;
        if (!soACopia) {
            lendoEm = relogio.nanos().getAsLong();
            lendoAs = relogio.agora();
        }
        return perdidas;
    }

    /** Se a cópia de que se partiu envelheceu demais enquanto se lia o que lhe faltava. */
    Optional<String> copiaVelha() {
        return soACopia ? perdidas(partidaVista) : Optional.empty();
    }

    private Optional<String> perdidas(Observacao.Topico topico) {
        var semLer = semLer();
        boolean perderam = semLer.compareTo(MENOR_AUSENCIA) > 0 && !topico.aindaTemAsRemocoesDe(semLer);
        return perderam ? Optional.of(motivo.semLerDemais(semLer, topico.retencaoDasRemocoes())) : Optional.empty();
    }

    /** Pelo que mais andou: as horas, alguém as pode atrasar; o outro relógio para enquanto a máquina está suspensa. */
    private Duration semLer() {
        var contado = Duration.ofNanos(relogio.nanos().getAsLong() - lendoEm);
        var pelasHoras = Duration.between(lendoAs, relogio.agora());
        return contado.compareTo(pelasHoras) > 0 ? contado : pelasHoras;
    }

    /** Passa a ler também as partições que surgiram; as que já se lia continuam de onde estão. */
    boolean inclui(Observacao.Topico topico) {
        var novas = visto.inclui(topico);
        if (novas.isEmpty()) {
            return false;
        }
        leitura.inclui(novas);
        partida.putAll(novas);
        novas.keySet().forEach(nova -> alvo.put(nova, topico.fim().getOrDefault(nova, 0L)));
        emDia = false;
        marca = null; // é de um log sem elas
        return true;
    }

    @Override
    public void close() {
        aplicador.close();
    }
}
