package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.AjustesDaCopia;
import br.kafkanapratica.estado.AjustesDoLog;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Situacao;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.saldo.estado.Armazem;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Um início, numa JVM só dele: de começar a ler a ter o estado em dia. Depois, se é de cópia, espera que ela se escreva. */
@Command(name = "parte", hidden = true)
public final class Parte implements Callable<Integer> {

    enum De {
        DO_LOG,
        DA_COPIA,
        GLOBAL_KTABLE
    }

    @Option(names = "--de", required = true)
    private De de = De.DO_LOG;

    @Option(names = "--servidores", required = true)
    private String servidores = "";

    @Option(names = "--topico", required = true)
    private String topico = "";

    @Option(names = "--pasta", required = true)
    private Path pasta = Path.of("");

    @Override
    public Integer call() throws Exception {
        var memoria = MaiorMemoria.comeca();
        long iniciou = System.currentTimeMillis();
        long comecou = System.nanoTime();
        if (de == De.GLOBAL_KTABLE) {
            globalKTable();
            diz(System.nanoTime() - comecou, desdeAJvm(), 0, memoria.maior(), true);
            return 0;
        }
        var ajustes = AjustesDoLog.padrao()
                .comCopia(de == De.DA_COPIA ? new AjustesDaCopia(pasta, Duration.ofHours(1)) : null);
        try (var log = LogSeguido.<UltimoPorChave<Saldo>>de(
                topico, Map.of("bootstrap.servers", servidores), Armazem.COMPACTO::novo, ajustes)) {
            log.inicia();
            while (!(log.situacao() instanceof Situacao.Pronto)) {
                Utils.sleep(2);
            }
            long pronto = System.nanoTime() - comecou;
            long desdeAJvm = desdeAJvm(); // antes do GC, que leva tempo
            long aoCarregar = memoria.maior();
            diz(
                    pronto,
                    desdeAJvm,
                    Maquina.heapDepoisDoGc(),
                    aoCarregar,
                    log.origem().startsWith("cópia"));
            if (de == De.DA_COPIA) {
                memoria.recomeca();
                var arquivo = pasta.resolve(topico + ".copia");
                while (!Files.exists(arquivo)
                        || Files.getLastModifiedTime(arquivo).toMillis() < iniciou) {
                    Utils.sleep(20); // a que se escreve quando o estado fica em dia
                }
                System.out.printf(Locale.ROOT, "ESCRITA %d %d%n", memoria.maior(), Files.size(arquivo));
            }
        }
        return 0;
    }

    private static long desdeAJvm() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    private static void diz(long nanos, long desdeAJvm, long heap, long maior, boolean daCopia) {
        System.out.printf(
                Locale.ROOT, "RESULTADO %.3f %.3f %d %d %s%n", nanos / 1e9, desdeAJvm / 1e3, heap, maior, daCopia);
    }

    /** No RocksDB, com os arquivos da vez anterior; os valores como vieram, sem serem interpretados. */
    private void globalKTable() {
        var topologia = new StreamsBuilder();
        topologia.globalTable(
                topico,
                Consumed.with(Serdes.String(), Serdes.ByteArray()),
                Materialized.<String, byte[]>as(Stores.persistentKeyValueStore("contas"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.ByteArray()));
        var ajustes = new Properties();
        ajustes.put("application.id", "medida-" + topico);
        ajustes.put("bootstrap.servers", servidores);
        ajustes.put("global.consumer.max.poll.records", 2_500);
        ajustes.put("global.consumer.max.partition.fetch.bytes", 4 << 20);
        ajustes.put("state.dir", pasta.toString());
        var streams = new KafkaStreams(topologia.build(), ajustes);
        streams.start();
        while (streams.state() != KafkaStreams.State.RUNNING) {
            Utils.sleep(2);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(60))));
    }

    /** O maior tanto de heap que sobrou depois de um GC. */
    private static final class MaiorMemoria {

        private final AtomicLong maior = new AtomicLong();

        static MaiorMemoria comeca() {
            var esta = new MaiorMemoria();
            for (var gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                ((NotificationEmitter) gc).addNotificationListener((aviso, nada) -> esta.olha(), null, null);
            }
            return esta;
        }

        private void olha() {
            long usado = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getCollectionUsage() != null)
                    .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                    .sum();
            maior.accumulateAndGet(usado, Math::max);
        }

        long maior() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(200); // o aviso vem noutra thread
            return maior.get();
        }

        void recomeca() {
            maior.set(0);
        }
    }
}
