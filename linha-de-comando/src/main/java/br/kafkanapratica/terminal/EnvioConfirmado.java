package br.kafkanapratica.terminal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Envia sem esperar e responde por cada mensagem: confirmada, ou por que não. Nenhuma fica sem resposta, ainda que a thread de
 * rede do Kafka morra: enquanto há pendentes, outra thread olha se há avanço e, quando não há cura, desiste de todas.
 *
 * <p>Depois de desistir, um novo envio recomeça com outro producer. Pode ser usada por várias threads.
 */
public final class EnvioConfirmado implements AutoCloseable {

    private static final Duration ENTRE_OLHADAS = Duration.ofMillis(500);

    /** Para o fim de tudo, quando nada mais está pendente. */
    private static final Duration PRAZO_DO_FIM = Duration.ofSeconds(5);

    /**
     * O que foi dito confirmado está gravado em todas as réplicas, uma vez só. Um lote por vez: se o broker recusa o primeiro e aceita o
     * segundo (um tópico recém-criado), a sequência do idempotente fura e a partição trava até o delivery.timeout.
     */
    private static final Map<String, String> GARANTIAS = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            "true",
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            "1",
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class.getName(),
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class.getName());

    /** De um producer até que se desista dele: das mensagens dele se diz por que se desistiu, e não como ele acabou. */
    private static final class Vez {
        private final Producer<String, String> producer;
        private volatile @Nullable FalhaNoKafka desistencia;

        private Vez(Producer<String, String> producer) {
            this.producer = producer;
        }
    }

    private final Supplier<? extends Producer<String, String>> fabrica;
    private final Destino destino;
    private final Paciencia paciencia;
    private final LongSupplier nanos;
    private final Duration entreOlhadas;

    private final Set<CompletableFuture<RecordMetadata>> pendentes = ConcurrentHashMap.newKeySet();
    private volatile long ultimoAvanco;
    private volatile @Nullable FalhaNoKafka vencidos;
    private volatile boolean fechada;
    private volatile @Nullable Vez vez;
    private @Nullable Thread vigilia;

    /**
     * @param fabrica faz um producer, e outro depois de cada desistência
     * @param limite quanto se espera sem avanço nenhum
     * @param exame o que se vê do Kafka agora; só é perguntado quando nada avança
     */
    public EnvioConfirmado(
            Supplier<? extends Producer<String, String>> fabrica,
            Destino destino,
            Duration limite,
            Supplier<Sintoma> exame) {
        this(fabrica, destino, limite, exame, System::nanoTime, ENTRE_OLHADAS);
    }

    /** @param nanos por onde se conta o tempo sem avanço */
    EnvioConfirmado(
            Supplier<? extends Producer<String, String>> fabrica,
            Destino destino,
            Duration limite,
            Supplier<Sintoma> exame,
            LongSupplier nanos,
            Duration entreOlhadas) {
        this.fabrica = fabrica;
        this.destino = destino;
        this.paciencia = new Paciencia(destino, limite, exame, Tela::aviso);
        this.nanos = nanos;
        this.entreOlhadas = entreOlhadas;
        this.ultimoAvanco = nanos.getAsLong();
    }

    /**
     * Nada se conecta ainda. Quem espera ouve por que na saída de erros.
     *
     * @param producer a configuração do producer; sem avanço nenhum, espera-se o seu {@code delivery.timeout.ms}
     * @param admin a do {@code Admin}
     */
    public static EnvioConfirmado de(Map<String, Object> producer, Map<String, Object> admin, Destino destino) {
        var exame = new ExameDoKafka(admin, destino);
        var prazo = Prazo.de(producer, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        return new EnvioConfirmado(
                () -> exame.acompanha(new KafkaProducer<>(comGarantias(producer))), destino, prazo, exame);
    }

    /** @throws ConfigException se alguma configuração desfaria o que se promete de uma mensagem confirmada */
    static Map<String, Object> comGarantias(Map<String, Object> pedida) {
        var configuracao = new HashMap<>(pedida);
        GARANTIAS.forEach((nome, vale) -> {
            var valor = configuracao.put(nome, vale);
            if (valor != null && !vale.equals(normal(valor))) {
                throw contraria(nome, valor, "aqui vale " + vale);
            }
        });
        var id = configuracao.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        if (id != null) {
            throw contraria(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id, "aqui não há transação");
        }
        return configuracao;
    }

    private static String normal(Object valor) {
        if (valor instanceof Class<?> classe) {
            return classe.getName();
        }
        return valor.equals("-1") ? "all" : valor.toString(); // acks
    }

    private static ConfigException contraria(String nome, Object valor, String oQueVale) {
        return new ConfigException(
                "%s=%s não pode ser: uma mensagem confirmada podia perder-se, repetir-se, trocar de ordem ou ser outra. Tire esse ajuste (%s)"
                        .formatted(nome, valor, oQueVale));
    }

    /**
     * Envia sem esperar (só se o buffer estiver cheio, ou na primeira vez, pelo tópico). O futuro se completa com o
     * acknowledgement ou com a {@link FalhaNoKafka}; este método não lança nenhuma.
     */
    public CompletableFuture<RecordMetadata> envia(ProducerRecord<String, String> registro) {
        var resposta = new CompletableFuture<RecordMetadata>();
        if (pendentes.isEmpty()) {
            ultimoAvanco = nanos.getAsLong();
            vencidos = null;
        }
        Vez minha = null;
        try {
            var desta = vezDe(resposta);
            minha = desta;
            desta.producer.send(registro, (onde, erro) -> responde(desta, resposta, erro == null ? onde : null, erro));
        } catch (RuntimeException e) { // o que falha antes de sair, como o prazo do max.block.ms
            responde(minha, resposta, null, e);
        } catch (Error e) {
            responde(minha, resposta, null, e);
            throw e;
        }
        return resposta;
    }

    private void responde(
            @Nullable Vez minha,
            CompletableFuture<RecordMetadata> resposta,
            @Nullable RecordMetadata onde,
            @Nullable Throwable erro) {
        ultimoAvanco = nanos.getAsLong();
        pendentes.remove(resposta);
        if (onde != null) {
            vencidos = null;
            resposta.complete(onde);
        } else {
            var motivo = minha == null ? null : minha.desistencia;
            resposta.completeExceptionally(
                    motivo != null ? motivo : traduz(erro == null ? new IllegalStateException("sem resposta") : erro));
        }
    }

    /** De um prazo vencido, a causa se pergunta à rede, e vencem muitos de uma vez: a resposta da primeira vale para os outros. */
    private FalhaNoKafka traduz(Throwable erro) {
        if (!(erro instanceof TimeoutException)) {
            return FalhaNoKafka.de(erro, destino);
        }
        var dita = vencidos;
        if (dita == null) {
            dita = FalhaNoKafka.de(erro, destino);
            vencidos = dita;
        }
        return dita;
    }

    /** De uma vez: de quem é a mensagem, quem desiste do producer anterior tem de saber. */
    private synchronized Vez vezDe(CompletableFuture<RecordMetadata> resposta) {
        pendentes.add(resposta);
        return vez();
    }

    private Vez vez() {
        var atual = vez;
        if (atual == null) {
            atual = new Vez(fabrica.get());
            ultimoAvanco = nanos.getAsLong();
            vez = atual;
        }
        if (vigilia == null) {
            vigilia = new Thread(this::vigia, "espera-por-confirmacoes");
            vigilia.setDaemon(true);
            vigilia.start();
        }
        return atual;
    }

    private void vigia() {
        while (!fechada) {
            try {
                Thread.sleep(entreOlhadas.toMillis());
                olha();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) { // sem quem vigie, uma espera poderia não ter fim
                desiste(FalhaNoKafka.de(e, destino));
            }
        }
    }

    private void olha() {
        boolean nadaPorSaber = vez == null
                || pendentes.isEmpty(); // antes de ver desde quando: quem envia acerta o relógio, e só depois a põe
        long avanco = ultimoAvanco;
        var parado = Duration.ofNanos(nanos.getAsLong() - avanco);
        if (nadaPorSaber || parado.compareTo(Paciencia.CALMA) < 0) {
            paciencia.recomeca();
        } else {
            paciencia
                    .julga(parado)
                    .filter(motivo -> ultimoAvanco == avanco) // julgar leva segundos, e o Kafka pode ter voltado
                    .ifPresent(this::desiste);
        }
    }

    private void desiste(FalhaNoKafka motivo) {
        Vez antiga;
        List<CompletableFuture<RecordMetadata>> dela;
        synchronized (this) {
            antiga = vez;
            vez = null;
            if (antiga != null) {
                antiga.desistencia = motivo;
            }
            dela = List.copyOf(pendentes); // as de agora em diante são da próxima
        }
        // Fora do synchronized: quem está preso num envio se solta com isto.
        // E antes das respostas: o que ainda saísse depois delas chegaria atrás do que se envia a seguir.
        if (antiga != null) {
            antiga.producer.close(Duration.ZERO);
        }
        dela.forEach(resposta -> responde(antiga, resposta, null, motivo));
    }

    @Override
    public void close() {
        fechada = true;
        Vez ultima;
        synchronized (this) {
            ultima = vez;
            vez = null;
        }
        if (ultima != null) {
            ultima.producer.close(pendentes.isEmpty() ? PRAZO_DO_FIM : Duration.ZERO);
        }
    }
}
