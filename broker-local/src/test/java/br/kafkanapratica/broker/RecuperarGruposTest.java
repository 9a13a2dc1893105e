package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecuperarGruposTest {

    private static final short OFFSET = 1;
    private static final short GRUPO = 3;
    private static final short MEMBRO = 8;
    private static final long PRODUTOR = 31;

    @TempDir
    private Path pasta;

    private Path particao;

    @BeforeEach
    void criaParticao() throws Exception {
        particao = Files.createDirectories(pasta.resolve("log/__consumer_offsets-2"));
        Files.writeString(particao.resolve("00000000000000000000.index"), "velho");
        Files.writeString(particao.resolve("00000000000000000000.timeindex"), "velho");
        Files.writeString(particao.resolve("leader-epoch-checkpoint"), "0\n1\n0 0\n");
    }

    @Test
    void ficamOsOffsetsEAsTransacoesOndeEstavamESaiAComposicaoDosGrupos() throws Exception {
        grava(
                simples(0, registro(GRUPO, "g"), registro(MEMBRO, "m1"), registro(OFFSET, "p0")),
                transacional(3, registro(OFFSET, "p1")),
                fim(4),
                transacional(5, registro(OFFSET, "p2")), // ainda aberta: o fim dela vem depois
                simples(6, registro(GRUPO, "g"), registro(MEMBRO, "m2")));

        assertThat(executa()).isZero();

        var lotes = lotes();
        assertThat(lotes).extracting(MutableRecordBatch::lastOffset).containsExactly(2L, 3L, 4L, 5L, 7L);
        assertThat(lotes)
                .extracting(MutableRecordBatch::producerId)
                .containsExactly(-1L, PRODUTOR, PRODUTOR, PRODUTOR, -1L);
        assertThat(lotes)
                .extracting(MutableRecordBatch::isControlBatch)
                .containsExactly(false, false, true, false, false);
        assertThat(lotes).allSatisfy(MutableRecordBatch::ensureValid);
        assertThat(registros()).containsExactly("2 p0", "3 p1", "5 p2");
    }

    @Test
    void oQueOBrokerRefazSaiEOQueEleNaoRefazFica() throws Exception {
        grava(simples(0, registro(MEMBRO, "m1")));
        Files.createFile(pasta.resolve("log/.kafka_cleanshutdown"));

        assertThat(executa()).isZero();

        assertThat(particao.resolve("00000000000000000000.index")).doesNotExist();
        assertThat(particao.resolve("00000000000000000000.timeindex")).doesNotExist();
        assertThat(particao.resolve("leader-epoch-checkpoint")).exists();
        assertThat(pasta.resolve("log/.kafka_cleanshutdown")).doesNotExist();
    }

    @Test
    void comoEstavaAntesFicaGuardado() throws Exception {
        grava(simples(0, registro(MEMBRO, "m1")));
        var antes = Files.readAllBytes(segmento());

        assertThat(executa()).isZero();

        try (var copias = Files.newDirectoryStream(pasta, "grupos-antes-*")) {
            var copia = copias.iterator().next().resolve("__consumer_offsets-2");
            assertThat(copia.resolve(segmento().getFileName())).hasBinaryContent(antes);
            assertThat(copia.resolve("leader-epoch-checkpoint")).exists();
        }
    }

    @Test
    void comOBrokerNoArNaoMexeEmNada() throws Exception {
        grava(simples(0, registro(MEMBRO, "m1")));
        var antes = Files.readAllBytes(segmento());
        try (var noAr = PastaDeDados.abre(pasta)) {
            assertThat(noAr.log()).exists();
            assertThat(executa()).isEqualTo(1);
        }
        assertThat(segmento()).hasBinaryContent(antes);
    }

    @Test
    void umaPastaQueNaoEDeUmBrokerERecusadaENaoECriada() {
        var outra = pasta.resolve("outra");
        assertThat(new CommandLine(new RecuperarGrupos()).execute("--dados", outra.toString()))
                .isEqualTo(1);
        assertThat(outra).doesNotExist();
    }

    private int executa() {
        return new CommandLine(new RecuperarGrupos()).execute("--dados", pasta.toString());
    }

    private Path segmento() {
        return particao.resolve("00000000000000000000.log");
    }

    private void grava(MemoryRecords... lotes) throws Exception {
        var bytes = ByteBuffer.allocate(10_000);
        for (var lote : lotes) {
            bytes.put(lote.buffer().duplicate());
        }
        bytes.flip();
        var conteudo = new byte[bytes.remaining()];
        bytes.get(conteudo);
        Files.write(segmento(), conteudo);
    }

    private List<MutableRecordBatch> lotes() throws Exception {
        var lidos = MemoryRecords.readableRecords(ByteBuffer.wrap(Files.readAllBytes(segmento())));
        return StreamSupport.stream(lidos.batches().spliterator(), false).toList();
    }

    private List<String> registros() throws Exception {
        var registros = new ArrayList<String>();
        for (var lote : lotes()) {
            if (!lote.isControlBatch()) {
                lote.forEach(registro -> registros.add(registro.offset() + " "
                        + StandardCharsets.UTF_8.decode(registro.key().position(2))));
            }
        }
        return registros;
    }

    private static SimpleRecord registro(short versaoDaChave, String resto) {
        var texto = resto.getBytes(StandardCharsets.UTF_8);
        return new SimpleRecord(
                ByteBuffer.allocate(2 + texto.length)
                        .putShort(versaoDaChave)
                        .put(texto)
                        .array(),
                new byte[] {1});
    }

    private static MemoryRecords simples(long offset, SimpleRecord... registros) {
        return MemoryRecords.withRecords(offset, Compression.NONE, 0, registros);
    }

    private static MemoryRecords transacional(long offset, SimpleRecord... registros) {
        return MemoryRecords.withTransactionalRecords(offset, Compression.NONE, PRODUTOR, (short) 0, 0, 0, registros);
    }

    private static MemoryRecords fim(long offset) {
        return MemoryRecords.withEndTransactionMarker(
                offset, 0L, 0, PRODUTOR, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0));
    }
}
