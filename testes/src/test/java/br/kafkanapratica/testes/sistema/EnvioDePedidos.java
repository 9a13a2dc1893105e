package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.kafka.Marca;
import br.kafkanapratica.juiz.pedidos.Envio;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Envia pedidos sem parar, dois a dois com a mesma chave, e anota o que foi de cada um. */
final class EnvioDePedidos implements AutoCloseable {

    private static final Duration ENTRE_LEVAS = Duration.ofMillis(50);

    private final HistoriaDosPedidos historia;
    private final KafkaProducer<byte[], byte[]> produtor;
    private final String prefixo;
    private final int porLeva;
    private final AtomicLong confirmados = new AtomicLong();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private long numero;

    /** @param porSegundo quantos, no máximo: enquanto o broker não responde, espera-se por ele */
    EnvioDePedidos(String servidores, HistoriaDosPedidos historia, long semente, int porSegundo) {
        this.historia = historia;
        this.prefixo = semente + "/";
        this.porLeva = Math.max(1, (int) (porSegundo * ENTRE_LEVAS.toMillis() / 1000));
        this.produtor = ProdutorPaciente.novo(servidores);
        thread.scheduleWithFixedDelay(this::leva, 0, ENTRE_LEVAS.toMillis(), TimeUnit.MILLISECONDS);
    }

    long confirmados() {
        return confirmados.get();
    }

    private void leva() {
        for (int i = 0; i < porLeva; i++) {
            envia(numero++);
        }
    }

    private void envia(long qual) {
        var id =
                UUID.nameUUIDFromBytes(ClienteDeTeste.bytes(prefixo + qual / 2)).toString();
        var valor =
                ClienteDeTeste.bytes(Pipeline.novo(id).replace("\"quantidade\":1", "\"quantidade\":" + (1 + qual % 2)));
        var inicio = Instant.now();
        try {
            produtor.send(
                    new ProducerRecord<>(Topico.NOVOS_PEDIDOS.nome(), ClienteDeTeste.bytes(id), valor),
                    (onde, erro) -> anota(id, valor, inicio, onde, erro));
        } catch (RuntimeException e) {
            anota(id, valor, inicio, null, e);
        }
    }

    private void anota(
            String id, byte[] valor, Instant inicio, @Nullable RecordMetadata onde, @Nullable Exception erro) {
        var fim = Instant.now();
        var envio = erro != null || onde == null
                ? Envio.desconhecido(id, inicio, fim)
                : Envio.confirmado(id, new Lugar(onde.topic(), onde.partition(), onde.offset()), inicio, fim);
        historia.anota(envio.comMarca(Marca.de(valor)));
        if (erro == null) {
            confirmados.incrementAndGet();
        }
    }

    /** Para de enviar; volta quando se sabe o que foi de cada um. */
    @Override
    public void close() {
        Threads.acaba(thread);
        produtor.close(Duration.ofMinutes(2));
    }
}
