package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Em que registro cada partição parou por não se conseguir escrever, e o impedimento que o diz, até que um commit passe dele. Pode ser
 * usada de várias threads; cada partição é de uma.
 */
final class Pendencias {

    private static final String VOLTOU = "A escrita voltou a funcionar.";
    private static final String FEITO = "O registro por que se esperava já ficou para trás.";

    /** De quanto em quanto tempo se insiste num preso, ainda que haja sempre outros a fazer: cada falha recomeça o listener. */
    static final Duration INSISTENCIA = Duration.ofSeconds(30);

    /** @param desde quando se tentou, em nanossegundos */
    private record Preso(long offset, long desde) {}

    /** Por culpa do destino: outros registros podem caber nele, e não provam que ele já serve. */
    private final Map<TopicPartition, Preso> presos = new ConcurrentHashMap<>();

    /** O primeiro do lote que não se confirmou sem que se saiba de quem é a culpa. */
    private final Map<TopicPartition, Long> emFalha = new ConcurrentHashMap<>();

    private final Impedimentos impedimentos;
    private final Recuo recuo;
    private final LongSupplier nanos;

    Pendencias(Impedimentos impedimentos, Recuo recuo, LongSupplier nanos) {
        this.impedimentos = impedimentos;
        this.recuo = recuo;
        this.nanos = nanos;
    }

    /** O destino recusa o que se escreve deste registro. */
    synchronized void prende(Lugar lugar, String texto) {
        presos.put(lugar.particao(), new Preso(lugar.offset(), nanos.getAsLong()));
        diz(texto, Map.of(lugar.particao(), lugar.offset()));
    }

    /** @param comecos onde começa, em cada partição, o lote que não se confirmou */
    synchronized void falha(Map<TopicPartition, Long> comecos, String texto) {
        emFalha.putAll(comecos);
        diz(texto, comecos);
    }

    private void diz(String texto, Map<TopicPartition, Long> onde) {
        var lugar = onde.entrySet().stream() // um basta: com todos, a mesma falha se diria outra vez
                .map(um -> " (a partir de %s, offset %d)".formatted(um.getKey(), um.getValue()))
                .min(Comparator.naturalOrder());
        impedimentos.poe(Assunto.ESCRITA, texto + lugar.orElse(""));
    }

    /** Há registros que o destino recusa. */
    boolean temPresos() {
        return !presos.isEmpty();
    }

    /**
     * A ordem das partições num lote. O Kafka as dá sempre na mesma: à frente das outras, uma presa as seguraria a cada recomeço; sempre
     * atrás, não se tentaria enquanto as outras tivessem o que fazer, e o destino pode já servir. Se há muito que não se tenta nenhuma,
     * as presas vão na frente, e a que há mais tempo espera, primeiro.
     */
    Comparator<TopicPartition> ordem() {
        long agora = nanos.getAsLong();
        boolean insiste = presos.values().stream().allMatch(preso -> agora - preso.desde() >= INSISTENCIA.toNanos());
        return Comparator.<TopicPartition>comparingInt(particao -> !presos.containsKey(particao) ? 0 : insiste ? -1 : 1)
                .thenComparingLong(particao -> {
                    var preso = presos.get(particao);
                    return preso == null ? 0 : preso.desde();
                });
    }

    /**
     * Quantos registros, do começo do lote, podem dividir uma transação: o que o destino recusa vai sozinho, e assim a entrega dos
     * outros se confirma, e não se repete a cada vez que ele é recusado.
     */
    int semPresos(List<ConsumerRecord<byte[], byte[]>> lidos) {
        if (presos.isEmpty()) { // quase sempre
            return lidos.size();
        }
        for (int i = 0; i < lidos.size(); i++) {
            var lugar = Lugar.de(lidos.get(i));
            var preso = presos.get(lugar.particao());
            if (preso != null && preso.offset() == lugar.offset()) {
                return Math.max(i, 1);
            }
        }
        return lidos.size();
    }

    /** A transação que os escreveu se confirmou. */
    void passaram(List<? extends ConsumerRecord<?, ?>> confirmados) {
        if (alguma()) { // quase nunca
            confirmados.forEach(this::passou);
        }
        recuo.zera();
        seNadaFalta(VOLTOU);
    }

    private void passou(ConsumerRecord<?, ?> registro) {
        var lugar = Lugar.de(registro);
        presos.computeIfPresent(lugar.particao(), (particao, preso) -> lugar.offset() < preso.offset() ? preso : null);
        emFalha.computeIfPresent(lugar.particao(), (particao, offset) -> lugar.offset() < offset ? offset : null);
    }

    /** As outras partições agora são de outra instância, que dirá o que as prende. */
    void restam(Predicate<TopicPartition> minhas) {
        larga(minhas.negate(), "");
    }

    /** O registro que a prendia já não está no log, ou não é mais o mesmo. */
    void esquece(TopicPartition particao) {
        larga(particao::equals, "");
    }

    /** Ao receber partições: as que já passaram do registro por que se esperava (outra instância, um commit sem resposta) não esperam mais. */
    void recebe(Consumer<?, ?> consumidor, Collection<TopicPartition> novas) {
        for (var particao : novas) {
            var preso = presos.get(particao);
            var offset = preso == null ? emFalha.get(particao) : Long.valueOf(preso.offset());
            if (offset != null && consumidor.position(particao) > offset) {
                larga(particao::equals, FEITO);
            }
        }
    }

    /** Destas partições não há mais nada por escrever; das outras, que são de outras threads, não se sabe. */
    void emDia(Collection<TopicPartition> particoes) {
        solta(particoes::contains);
        if (!alguma()) {
            recuo.zera();
            seNadaFalta(VOLTOU);
        }
    }

    /** Sem que esta instância o tenha escrito: não prova que a escrita voltou. */
    private void larga(Predicate<TopicPartition> quais, String oQueDizer) {
        if (solta(quais)) {
            seNadaFalta(oQueDizer);
        }
    }

    private boolean solta(Predicate<TopicPartition> quais) {
        boolean presa = presos.keySet().removeIf(quais);
        return emFalha.keySet().removeIf(quais) || presa;
    }

    private boolean alguma() {
        return !presos.isEmpty() || !emFalha.isEmpty();
    }

    private synchronized void seNadaFalta(String oQueDizer) {
        if (!alguma()) {
            impedimentos.tira(Assunto.ESCRITA, oQueDizer);
        }
    }
}
