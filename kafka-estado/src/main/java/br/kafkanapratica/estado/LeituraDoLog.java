package br.kafkanapratica.estado;

import br.kafkanapratica.estado.Consumidores.Modo;
import br.kafkanapratica.leitura.TrechoIlegivel;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Os registros de todas as partições, cada uma em ordem e sem brechas, haja no log o que houver. As posições são estas, e não as do
 * consumidor: depois de um erro da JVM ele pode ter dado por lidos registros que ninguém recebeu, e então outro consumidor
 * recomeça das posições daqui, com um registro por {@code poll()}, até passar pelo que falhou. O trecho que não se lê fica
 * separado com a partição dele; as outras seguem. Uma thread.
 */
final class LeituraDoLog implements AutoCloseable {

    static final Duration ESPERA = Duration.ofMillis(100);

    /** Depois de um erro, lê um a um este tanto: mais do que um {@code poll()} traz. */
    private static final int COM_CUIDADO = 5_000;

    /** Num tópico em que se escreve pouco, não se espera por tantos; e enquanto se lê um a um não se guarda cópia nenhuma. */
    private static final Duration PRAZO_COM_CUIDADO = Duration.ofSeconds(10);

    /** Sem consumidor, de quantas em quantas voltas se tenta abrir um: procurar um endereço que não há custa. */
    private static final int VOLTAS_SEM_CONSUMIDOR = 10;

    private static final Logger log = LoggerFactory.getLogger(LeituraDoLog.class);

    private final Consumidores consumidores;
    private final Relogio relogio;
    private final List<Pulo> pulos;
    private final Motivo motivo;
    private final Sondagem sondagem;
    private final Map<TopicPartition, TrechoSeparado> separados = new LinkedHashMap<>();
    private final Set<String> pulados;
    private Map<TopicPartition, Long> posicoes;

    /** As mesmas, com a época do líder: quem recomeça dali nota se o log perdeu o fim e cresceu de novo. */
    private final Map<TopicPartition, OffsetAndMetadata> comEpoca = new HashMap<>();

    private Consumer<byte[], byte[]> consumidor;
    private Modo modo = Modo.DEPRESSA;
    private int restamComCuidado;
    private BooleanSupplier cuidouBastante = () -> true;
    private boolean chegaDeCuidado;

    /** O que se fechou não se usa mais, e outro ainda não se abriu. */
    private boolean porAbrir;

    private int voltasSemConsumidor;
    private @Nullable NaoAbre naoAbre;

    private record NaoAbre(String motivo, Instant desde) {}

    /** Registros, e até onde se leu depois deles. */
    record Lidos(ConsumerRecords<byte[], byte[]> registros, Map<TopicPartition, Long> ate) {}

    /** @param pulados onde anotar o que se pulou */
    LeituraDoLog(
            Consumidores consumidores,
            Relogio relogio,
            List<Pulo> pulos,
            Motivo motivo,
            Set<String> pulados,
            Map<TopicPartition, Long> inicio) {
        this.consumidores = consumidores;
        this.relogio = relogio;
        this.pulos = pulos;
        this.motivo = motivo;
        this.pulados = pulados;
        this.sondagem = new Sondagem(consumidores);
        this.posicoes = new HashMap<>(inicio);
        this.consumidor = consumidores.abre(modo, posicoes.size());
        atribui();
    }

    /** Acrescenta partições, a partir destes offsets; as que já se lia continuam de onde estão. */
    void inclui(Map<TopicPartition, Long> novas) {
        var todas = new HashMap<>(posicoes);
        todas.putAll(novas);
        posicoes = todas;
        troca(modo);
    }

    /** O que houver; espera no máximo um instante. */
    Lidos le() {
        if (separados.values().removeIf(this::pula)) {
            troca(modo);
        }
        if (semConsumidor()) {
            LockSupport.parkNanos(ESPERA.toNanos());
            return new Lidos(ConsumerRecords.empty(), posicoes);
        }
        confereSeparados();
        try {
            acabaComCuidado();
            var registros = poll();
            comEpoca.putAll(registros.nextOffsets());
            var lidos = new Lidos(registros, posicoesDoConsumidor());
            contaComCuidado(registros.count());
            posicoes = lidos.ate(); // por último: até aqui, o que falhe só faz ler de novo
            return lidos;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            var trecho = TrechoIlegivel.em(e, consumidor);
            if (trecho.isPresent()) {
                separa(trecho.get());
            } else if (e instanceof ApiException || !comCuidado(e)) {
                throw e; // não é de um registro: quem chama decide
            }
        } catch (RuntimeException | Error e) {
            if (!comCuidado(e)) {
                throw e;
            }
        }
        return new Lidos(ConsumerRecords.empty(), posicoes);
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        if (consumidor.assignment().isEmpty()) {
            LockSupport.parkNanos(ESPERA.toNanos());
            return ConsumerRecords.empty();
        }
        return modo == Modo.DEPRESSA ? consumidor.poll(ESPERA) : TrechoIlegivel.poll(consumidor, ESPERA);
    }

    /** Um registro por vez: o que falhar, ao ler ou ao aplicar, é só ele. */
    boolean umAUm() {
        return modo == Modo.UM_A_UM;
    }

    /** Recomeça deste registro, que se leu mas não se pôde aplicar: é como se não se deixasse ler. */
    void separa(TopicPartition particao, long offset, Throwable erro) {
        avanca(particao, offset);
        separa(new TrechoIlegivel(particao, offset, String.valueOf(erro)));
    }

    /** Recomeça destas posições, um a um: o que veio depois delas não se pôde aplicar. */
    void recomecaDe(Map<TopicPartition, Long> aplicadas, Throwable erro) {
        posicoes = new HashMap<>(aplicadas);
        separados.values().removeIf(separado -> separado.trecho.offset() > posicao(separado.trecho.particao()));
        modo = Modo.DEPRESSA; // o que falhou pode estar mais adiante do que o que falhou antes
        comCuidado(erro);
    }

    /** {@code false} se já era um a um, e ainda assim não é de um registro. */
    private boolean comCuidado(Throwable erro) {
        if (modo == Modo.UM_A_UM) {
            return false;
        }
        log.debug("Leio um a um a partir de {}", posicoes, erro);
        comecaComCuidado();
        chegaDeCuidado = false;
        troca(Modo.UM_A_UM);
        return true;
    }

    private void comecaComCuidado() {
        restamComCuidado = COM_CUIDADO;
        cuidouBastante = relogio.passados(PRAZO_COM_CUIDADO);
    }

    private void contaComCuidado(int lidos) {
        if (modo != Modo.UM_A_UM) {
            return;
        }
        restamComCuidado -= lidos;
        chegaDeCuidado = restamComCuidado <= 0 || cuidouBastante.getAsBoolean();
    }

    private void acabaComCuidado() {
        if (chegaDeCuidado) {
            chegaDeCuidado = false;
            if (!abre(Modo.DEPRESSA)) {
                comecaComCuidado();
            }
        }
    }

    /** A partição fica onde está, até se tentar de novo; ou até se saber onde acaba o trecho, se quem opera o mandou pular. */
    void separa(TrechoIlegivel trecho) {
        if (posicao(trecho.particao()) < trecho.offset()) { // o que se compactou antes dele não é de ninguém
            avanca(trecho.particao(), trecho.offset());
        }
        var anterior = separados.get(trecho.particao());
        if (anterior != null && anterior.trecho.offset() == trecho.offset()) {
            anterior.falhouDeNovo();
            if (anterior.fimDesconhecido()) {
                anterior.procura(sondagem.fim(trecho));
            }
        } else {
            var separado = new TrechoSeparado(trecho, relogio, sondagem.fim(trecho));
            separados.put(trecho.particao(), separado);
            if (pulo(trecho).isEmpty()) {
                log.error("{}", separado.impedimento(motivo).motivo());
            }
        }
        troca(modo);
    }

    private Optional<Pulo> pulo(TrechoIlegivel trecho) {
        return pulos.stream()
                .filter(pulo -> pulo.inclui(trecho.particao().partition(), trecho.offset()))
                .findFirst();
    }

    /** O que se lê nunca é pulado: do trecho que se mandou pular, segue-se do primeiro que se lê; e só de quem chegou a ele. */
    private boolean pula(TrechoSeparado separado) {
        var trecho = separado.trecho;
        var mandado = pulo(trecho);
        var ultimo = separado.ultimo();
        if (mandado.isEmpty() || ultimo.isEmpty() || posicao(trecho.particao()) != trecho.offset()) {
            return false;
        }
        long ate = Math.min(mandado.get().ate(), ultimo.getAsLong());
        avanca(trecho.particao(), ate + 1);
        var pulado = new Pulo(trecho.particao().partition(), trecho.offset(), ate);
        if (pulados.add(pulado.toString())) {
            log.warn("{}", motivo.pulado(pulado, trecho.causa()));
        }
        return true;
    }

    private long posicao(TopicPartition particao) {
        return posicoes.getOrDefault(particao, 0L);
    }

    /** As posições que outros guardaram não mudam com estas. */
    private void avanca(TopicPartition particao, long offset) {
        var outras = new HashMap<>(posicoes);
        outras.put(particao, offset);
        posicoes = outras;
    }

    private void confereSeparados() {
        separados.values().stream()
                .filter(TrechoSeparado::acabaDeSaberOFim)
                .forEach(
                        separado -> log.error("{}", separado.impedimento(motivo).motivo()));
        var aTentar = separados.values().stream().filter(TrechoSeparado::eHora).toList();
        aTentar.forEach(TrechoSeparado::tenta);
        // outro consumidor: o que está em memória deste é o que não se leu
        if (!aTentar.isEmpty() && !abre(modo)) {
            aTentar.forEach(TrechoSeparado::falhouDeNovo);
        }
    }

    /** O que se leu até estas posições está aplicado: só então se passou por um trecho. */
    void aplicou(Map<TopicPartition, Long> ate) {
        separados.values().removeIf(separado -> {
            boolean passou = ate.getOrDefault(separado.trecho.particao(), 0L) > separado.trecho.offset();
            if (passou) {
                log.info(
                        "A partição {} do tópico {} voltou a ser lida além do offset {}.",
                        separado.trecho.particao().partition(),
                        separado.trecho.particao().topic(),
                        separado.trecho.offset());
            }
            return passou;
        });
    }

    /** Está de fora da leitura, até que se tente de novo; sem consumidor, todas estão. */
    boolean espera(TopicPartition particao) {
        var separado = separados.get(particao);
        return porAbrir || separado != null && separado.espera();
    }

    List<Impedimento> impedimentos() {
        var falta = naoAbre;
        return porAbrir && falta != null
                ? posicoes.entrySet().stream()
                        .map(onde ->
                                new Impedimento(onde.getKey().partition(), onde.getValue(), falta.motivo, falta.desde))
                        .toList()
                : separados.values().stream()
                        .map(separado -> separado.impedimento(motivo))
                        .toList();
    }

    /** O que há já não está onde se deve ler: fecha-se, e lê-se quando outro se deixar abrir. */
    private void troca(Modo novo) {
        consumidor.close(CloseOptions.timeout(Duration.ZERO));
        modo = novo;
        porAbrir = true;
        naoAbre = null; // o que se disse enquanto ainda se lia não diz que já não se lê
        abre(novo);
    }

    /**
     * Deixa o que há por outro, que só se fecha depois de aberto o outro: se o nome do broker já não tem endereço, ele não se abre, e o
     * que se leu continua valendo.
     */
    private boolean abre(Modo novo) {
        Consumer<byte[], byte[]> outro;
        try {
            outro = consumidores.abre(novo, posicoes.size());
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            naoAbriu(e);
            return false;
        }
        consumidor.close(CloseOptions.timeout(Duration.ZERO));
        consumidor = outro;
        modo = novo;
        porAbrir = false;
        naoAbre = null;
        atribui();
        return true;
    }

    private void naoAbriu(Throwable erro) {
        log.debug("O consumidor não se abriu", erro);
        if (naoAbre == null) {
            naoAbre = new NaoAbre(motivo.naoAbre(erro), relogio.agora());
            log.warn("{}", naoAbre.motivo);
        }
    }

    private boolean semConsumidor() {
        if (porAbrir && ++voltasSemConsumidor % VOLTAS_SEM_CONSUMIDOR == 0) {
            abre(modo);
        }
        return porAbrir;
    }

    private void atribui() {
        var estas = new ArrayList<>(posicoes.keySet());
        estas.removeIf(this::espera);
        consumidor.assign(estas);
        estas.forEach(particao -> consumidor.seek(particao, comEpoca(particao, posicao(particao))));
    }

    private OffsetAndMetadata comEpoca(TopicPartition particao, long posicao) {
        var lida = comEpoca.get(particao);
        return lida != null && lida.offset() == posicao ? lida : new OffsetAndMetadata(posicao);
    }

    /** {@code position()}, e não o offset do último registro: compactação e marcas de transação deixam buracos. */
    private Map<TopicPartition, Long> posicoesDoConsumidor() {
        var atuais = new HashMap<>(posicoes);
        for (var particao : new HashSet<>(consumidor.assignment())) {
            try {
                atuais.put(particao, consumidor.position(particao, ESPERA));
            } catch (TimeoutException | AuthenticationException | AuthorizationException e) {
                // A posição pode não estar validada: fica a anterior, que não é maior que a verdadeira. O poll() já deu
                // registros, e quem recebesse isto os perderia; se a recusa continua, o poll() seguinte a dirá.
            }
        }
        return atuais;
    }

    @Override
    public void close() {
        sondagem.close();
        consumidor.close(CloseOptions.timeout(Duration.ZERO));
    }
}
