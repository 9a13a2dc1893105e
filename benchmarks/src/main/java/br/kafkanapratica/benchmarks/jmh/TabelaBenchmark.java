package br.kafkanapratica.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.benchmarks.saldos.Carga;
import br.kafkanapratica.contratos.Saldo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Um milhão de clientes. {@code poe} parte de um estado vazio; as outras, do cheio. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx2g"})
public class TabelaBenchmark {

    private static final int CLIENTES = 1_000_000;
    private static final long SEMENTE = 42;

    @Param({"compacto", "simples", "ConcurrentHashMap", "NonBlockingHashMap"})
    public String estado = "";

    private final byte[][] chaves = new byte[CLIENTES][];
    private final byte[][] valores = new byte[CLIENTES][];
    private final String[] ids = new String[CLIENTES];
    private final Random sorteio = new Random(SEMENTE);
    private Estado cheio = Estado.de("compacto");
    private int vez;

    @Setup(Level.Trial)
    public void enche() {
        var carga = new Carga(CLIENTES, SEMENTE);
        cheio = Estado.de(estado);
        for (int i = 0; i < CLIENTES; i++) {
            ids[i] = carga.id(sorteio.nextInt(CLIENTES));
            chaves[i] = carga.id((int) (i * 2_654_435_761L % CLIENTES)).getBytes(US_ASCII);
            valores[i] = Carga.valor(new String(chaves[i], US_ASCII), sorteio);
            cheio.aplica(i, chaves[i], valores[i]);
        }
    }

    @Benchmark
    public @Nullable Saldo busca() {
        return cheio.busca(ids[vez = (vez + 1) % CLIENTES]);
    }

    @Benchmark
    public void atualiza() {
        vez = (vez + 1) % CLIENTES;
        cheio.aplica(vez, chaves[vez], valores[vez]);
    }

    @Benchmark
    @OperationsPerInvocation(CLIENTES)
    public Estado poe() {
        var vazio = Estado.de(estado);
        for (int i = 0; i < CLIENTES; i++) {
            vazio.aplica(i, chaves[i], valores[i]);
        }
        return vazio;
    }

    /** Todos os saldos em JSON. */
    @Benchmark
    @OperationsPerInvocation(CLIENTES)
    public long varre() throws IOException {
        var contados = new Contador();
        cheio.escreveTudo(contados);
        return contados.bytes;
    }

    private static final class Contador extends OutputStream {
        private long bytes;

        @Override
        public void write(int umByte) {
            bytes++;
        }

        @Override
        public void write(byte[] alguns, int de, int quantos) {
            bytes += quantos;
        }
    }
}
