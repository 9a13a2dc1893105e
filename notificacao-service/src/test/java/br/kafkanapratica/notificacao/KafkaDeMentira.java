package br.kafkanapratica.notificacao;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * O que o Kafka promete de um grupo que lê uma partição, e nada mais: um dono, os offsets gravados em transação, a recusa de quem
 * já não é o dono. Só uma thread por vez mexe nele.
 */
final class KafkaDeMentira extends Clock {

    static final TopicPartition PARTICAO = new TopicPartition("pedidos_concluidos", 0);
    static final String GRUPO = "grupo_notificacao";
    private static final Duration SONO = Duration.ofSeconds(20);

    private final Set<Falta> faltas;
    private final Map<String, Long> gravados = new HashMap<>();
    private final Map<String, Map<String, Long>> transacoes = new HashMap<>();
    private final List<Long> intencoes = new ArrayList<>();
    private @Nullable ConsumerGroupMetadata dono;
    private int epoca;
    private Instant agora = Instant.EPOCH;

    /** O que este Kafka deixa de fazer, para se ver que o modelo acha o defeito. */
    enum Falta {
        NAO_CONFERE_O_MEMBRO,
        NAO_ESPERA_A_TRANSACAO
    }

    KafkaDeMentira(Set<Falta> faltas) {
        this.faltas = faltas;
    }

    /** Vazio se a partição tem outro dono. */
    Optional<ConsumerGroupMetadata> entra(String instancia) {
        if (dono != null) {
            return Optional.empty();
        }
        dono = new ConsumerGroupMetadata(GRUPO, ++epoca, instancia, Optional.empty());
        return Optional.of(dono);
    }

    /** A instância fica sem falar por 20 s: perde a sessão. */
    void dorme(String instancia) {
        agora = agora.plus(SONO);
        sai(instancia);
    }

    void sai(String instancia) {
        if (dono != null && dono.memberId().equals(instancia)) {
            dono = null;
        }
    }

    /** O broker desfaz o que ela deixou aberto. */
    void venceATransacao(String instancia) {
        transacoes.remove(instancia);
    }

    void comeca(String instancia) {
        transacoes.put(instancia, new HashMap<>());
    }

    void acrescenta(String instancia, ConsumerGroupMetadata grupo, long offset) {
        if (!grupo.memberId().isEmpty() && !faltas.contains(Falta.NAO_CONFERE_O_MEMBRO)) {
            exigeDono(grupo);
        }
        transacao(instancia).put(grupo.groupId(), offset);
    }

    void confirma(String instancia) {
        transacao(instancia).forEach(this::grava);
        transacoes.remove(instancia);
    }

    void desfaz(String instancia) {
        transacoes.remove(instancia);
    }

    /** O commit do container: offsets do grupo, depois dos avisos. */
    void confirmaLote(ConsumerGroupMetadata membro, long offset) {
        exigeDono(membro);
        grava(membro.groupId(), offset);
    }

    /** Vazio enquanto uma transação aberta pode mudá-lo. */
    Optional<Long> estavel(String grupo) {
        boolean pendente = transacoes.values().stream().anyMatch(transacao -> transacao.containsKey(grupo));
        return pendente && !faltas.contains(Falta.NAO_ESPERA_A_TRANSACAO)
                ? Optional.empty()
                : Optional.of(gravados.getOrDefault(grupo, 0L));
    }

    /** A intenção, a cada gravação. */
    List<Long> intencoes() {
        return intencoes;
    }

    private void grava(String grupo, long offset) {
        gravados.put(grupo, offset);
        if (grupo.equals(Intencao.GRUPO)) {
            intencoes.add(offset);
        }
    }

    private void exigeDono(ConsumerGroupMetadata membro) {
        if (dono == null || dono.generationId() != membro.generationId()) {
            throw new CommitFailedException("época %d, e não %d".formatted(epoca, membro.generationId()));
        }
    }

    private Map<String, Long> transacao(String instancia) {
        var transacao = transacoes.get(instancia);
        if (transacao == null) {
            throw new ProducerFencedException("a transação venceu");
        }
        return transacao;
    }

    @Override
    public Instant instant() {
        return agora;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId fuso) {
        return this;
    }
}
