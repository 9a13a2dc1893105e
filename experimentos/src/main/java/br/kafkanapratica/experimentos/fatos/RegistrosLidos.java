package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.kafka.DoKafka;
import br.kafkanapratica.juiz.kafka.Origem;
import br.kafkanapratica.leitura.AteOFim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Os registros escritos desde o início do experimento, cada um com o que deu a transação dele: um leitor vê tudo, outro só o que se
 * confirmou, e o que este passou sem ver foi desfeito. De uma thread.
 */
final class RegistrosLidos implements AutoCloseable {

    /** Mais do que isto não é um experimento: é uma carga. Daí em diante não se guarda mais nada. */
    static final int MAXIMO = 20_000;

    private static final Set<String> DA_DLT = Set.of(
            HeaderDaDlt.CAUSA, HeaderDaDlt.SERVICO, HeaderDaDlt.TOPICO, HeaderDaDlt.PARTICAO, HeaderDaDlt.OFFSET);

    private static final Set<String> DE_SALDOS = Set.of(Topico.CONTAS.nome(), Fatos.CONTAS_DELETE);

    private static final int MAIOR_TEXTO = 4_000;
    private static final Duration PRAZO = Duration.ofSeconds(3);

    private final Instant inicio;
    private final Consumer<byte[], byte[]> tudo;
    private final Consumer<byte[], byte[]> confirmado;
    private final Consumer<byte[], byte[]> releitura;
    private final Map<Lugar, Registro> lidos = new LinkedHashMap<>();
    private final Set<Lugar> confirmados = new HashSet<>();
    private final Map<TopicPartition, Long> comecos = new HashMap<>();

    /** Onde cada log acabava quando se começou a olhar. */
    private final Map<TopicPartition, Long> finsDeAntes = new HashMap<>();

    /**
     * @param tudo faz um consumidor {@code read_uncommitted}, de bytes e sem grupo
     * @param confirmado faz um {@code read_committed}
     */
    RegistrosLidos(
            Instant inicio,
            Supplier<? extends Consumer<byte[], byte[]>> tudo,
            Supplier<? extends Consumer<byte[], byte[]>> confirmado) {
        this.inicio = inicio;
        this.tudo = tudo.get();
        this.confirmado = confirmado.get();
        this.releitura = tudo.get();
    }

    /** Lê até onde os logs vão agora; devolve o fim de cada um, ou vazio se são tantos que ainda não chegou lá. */
    Optional<Map<TopicPartition, Long>> le() {
        acha();
        var particoes = tudo.assignment();
        var fins = tudo.endOffsets(particoes, PRAZO);
        var estaveis = confirmado.endOffsets(particoes, PRAZO);
        long ate = System.nanoTime() + PRAZO.toNanos();
        boolean inteiro = AteOFim.le(tudo, fins, () -> System.nanoTime() < ate, this::anota)
                && AteOFim.le(confirmado, estaveis, () -> System.nanoTime() < ate, this::confirma);
        if (!inteiro) {
            return Optional.empty();
        }
        lidos.replaceAll((lugar, registro) -> particoes.contains(particao(lugar))
                ? registro.comEstado(estado(lugar))
                : registro); // o tópico foi apagado
        return Optional.of(fins);
    }

    List<Registro> lidos() {
        return new ArrayList<>(lidos.values());
    }

    /** Os de {@code contas}, e da cópia que uma armadilha faz dele, que já se leram e que o log já não tem. */
    Set<Lugar> apagados() {
        var apagados = new HashSet<>(antesDoComeco());
        apagados.addAll(compactados());
        return apagados;
    }

    /** A política delete só tira do começo do log. */
    private Set<Lugar> antesDoComeco() {
        var copias = de(Fatos.CONTAS_DELETE);
        copias.removeIf(lugar -> !tudo.assignment().contains(particao(lugar)));
        if (copias.isEmpty()) {
            return Set.of();
        }
        var agora = releitura.beginningOffsets(
                copias.stream().map(RegistrosLidos::particao).collect(Collectors.toSet()), PRAZO);
        copias.removeIf(lugar -> lugar.offset() >= agora.getOrDefault(particao(lugar), 0L));
        return copias;
    }

    private Set<Lugar> de(String topico) {
        return lidos.keySet().stream()
                .filter(lugar -> lugar.topico().equals(topico))
                .collect(Collectors.toSet());
    }

    private Set<Lugar> compactados() {
        var deSaldos = de(Topico.CONTAS.nome());
        deSaldos.removeIf(lugar -> !tudo.assignment().contains(particao(lugar)));
        if (deSaldos.isEmpty() || lidos.size() == MAXIMO) { // reler uma carga a cada volta custaria mais do que ela
            return Set.of();
        }
        var particoes = deSaldos.stream().map(RegistrosLidos::particao).collect(Collectors.toSet());
        releitura.assign(particoes);
        particoes.forEach(particao -> releitura.seek(particao, comecos.getOrDefault(particao, 0L)));
        long ate = System.nanoTime() + PRAZO.toNanos();
        var aindaLa = new HashSet<Lugar>();
        boolean inteiro = AteOFim.le(
                releitura,
                releitura.endOffsets(particoes, PRAZO),
                () -> System.nanoTime() < ate,
                registro -> aindaLa.add(lugar(registro)));
        if (!inteiro) {
            return Set.of();
        }
        deSaldos.removeAll(aindaLa);
        return deSaldos;
    }

    /**
     * As partições que há, também as que apareceram depois; cada uma a partir do início do experimento. As de um tópico apagado não se
     * podem perguntar mais: uma só faria esperar por todas.
     */
    private void acha() {
        var daqui = Topico.todos().stream().map(Topico::nome).collect(Collectors.toSet());
        daqui.addAll(DE_SALDOS);
        var todas = tudo.listTopics(PRAZO).entrySet().stream()
                .filter(topico -> daqui.contains(topico.getKey()))
                .flatMap(topico -> topico.getValue().stream())
                .map(particao -> new TopicPartition(particao.topic(), particao.partition()))
                .collect(Collectors.toSet());
        var novas = new HashSet<>(todas);
        novas.removeAll(tudo.assignment());
        if (todas.equals(tudo.assignment())) {
            return;
        }
        var fins = tudo.endOffsets(novas, PRAZO); // antes: o que se escrever a seguir não se perde
        var doInicio = tudo.offsetsForTimes(
                novas.stream().collect(Collectors.toMap(particao -> particao, particao -> inicio.toEpochMilli())),
                PRAZO);
        finsDeAntes.putAll(fins);
        novas.forEach(particao -> {
            var primeiro = doInicio.get(particao);
            comecos.put(particao, primeiro == null ? fins.getOrDefault(particao, 0L) : primeiro.offset());
        });
        for (var consumidor : List.of(tudo, confirmado)) {
            consumidor.assign(todas); // as que já tinha ficam onde estavam
            novas.forEach(particao -> consumidor.seek(particao, comecos.getOrDefault(particao, 0L)));
        }
    }

    private Estado estado(Lugar lugar) {
        if (confirmados.contains(lugar)) {
            return Estado.CONFIRMADO;
        }
        return lugar.offset() < confirmado.position(particao(lugar)) ? Estado.DESFEITO : Estado.ABERTO;
    }

    private void anota(ConsumerRecord<byte[], byte[]> registro) {
        if (lidos.size() < MAXIMO && deDepois(registro)) {
            lidos.put(lugar(registro), registro(registro));
        }
    }

    /** O que se escreveu enquanto se olhava, seja que hora tenha: um relógio pode ser atrasado no meio. Do resto, decide a hora. */
    private boolean deDepois(ConsumerRecord<byte[], byte[]> registro) {
        return registro.offset() >= finsDeAntes.getOrDefault(particao(lugar(registro)), 0L)
                || registro.timestamp() >= inicio.toEpochMilli();
    }

    /**
     * Dos que se guardam ou se vão guardar: o que se escreveu entre as duas leituras, este viu antes do outro. O resto de uma carga não
     * ocupa memória.
     */
    private void confirma(ConsumerRecord<byte[], byte[]> registro) {
        if (lidos.size() < MAXIMO || lidos.containsKey(lugar(registro))) {
            confirmados.add(lugar(registro));
        }
    }

    private static Registro registro(ConsumerRecord<byte[], byte[]> registro) {
        return new Registro(
                lugar(registro),
                Origem.de(registro).nome(),
                registro.value() == null ? null : texto(registro.value()),
                Estado.ABERTO,
                Instant.ofEpochMilli(registro.timestamp()),
                daDlt(registro),
                DE_SALDOS.contains(registro.topic()) ? null : DoKafka.registro(registro));
    }

    private static Map<String, String> daDlt(ConsumerRecord<byte[], byte[]> registro) {
        var headers = new HashMap<String, String>();
        for (var header : registro.headers()) {
            if (DA_DLT.contains(header.key()) && header.value() != null) {
                headers.put(header.key(), texto(header.value()));
            }
        }
        return headers;
    }

    private static String texto(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, MAIOR_TEXTO), StandardCharsets.UTF_8);
    }

    private static Lugar lugar(ConsumerRecord<byte[], byte[]> registro) {
        return new Lugar(registro.topic(), registro.partition(), registro.offset());
    }

    private static TopicPartition particao(Lugar lugar) {
        return new TopicPartition(lugar.topico(), lugar.particao());
    }

    @Override
    public void close() {
        for (var consumidor : List.of(tudo, confirmado, releitura)) {
            consumidor.close(CloseOptions.timeout(Duration.ofMillis(100)));
        }
    }
}
