package br.kafkanapratica.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * Um segmento do {@code __consumer_offsets}. Guarda duas coisas: os offsets confirmados, que são de valor, e a composição
 * dos grupos (quem é membro, com que partições), que os próprios membros refazem ao entrar de novo.
 */
final class RegistroDosGrupos {

    /** A chave começa pela versão: 0 e 1 são offsets; as outras, a composição de cada tipo de grupo. */
    private static final short ULTIMA_VERSAO_DE_OFFSETS = 1;

    private final Path segmento;

    RegistroDosGrupos(Path segmento) {
        this.segmento = segmento;
    }

    /** Quantos registros o segmento tem de cada coisa. */
    record Conteudo(int offsets, int composicao) {
        Conteudo mais(Conteudo outro) {
            return new Conteudo(offsets + outro.offsets, composicao + outro.composicao);
        }
    }

    /**
     * Reescreve o segmento sem a composição dos grupos, como o cleaner faria: os offsets, as transações e a posição de
     * cada lote ficam onde estavam; um lote sem registros continua a ocupar os seus offsets.
     *
     * @throws IOException se o segmento não se lê inteiro; ele fica como estava
     */
    Conteudo semComposicao() throws IOException {
        var lidos = MemoryRecords.readableRecords(ByteBuffer.wrap(Files.readAllBytes(segmento)));
        var filtro = new SoOffsets();
        var restante = ByteBuffer.allocate(Math.max(lidos.sizeInBytes(), 1));
        var resultado = lidos.filterTo(filtro, restante, BufferSupplier.NO_CACHING);
        if (resultado.bytesRead() != lidos.validBytes()) {
            throw new IOException(
                    "li %d de %d bytes de %s".formatted(resultado.bytesRead(), lidos.validBytes(), segmento));
        }
        var novo = segmento.resolveSibling(segmento.getFileName() + ".novo");
        var bytes = resultado.outputBuffer();
        bytes.flip();
        try (var arquivo = FileChannel.open(
                novo, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                arquivo.write(bytes);
            }
            arquivo.force(true);
        }
        Files.move(novo, segmento, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return filtro.conteudo;
    }

    private static final class SoOffsets extends MemoryRecords.RecordFilter {

        private Conteudo conteudo = new Conteudo(0, 0);

        SoOffsets() {
            super(0, 0);
        }

        @Override
        protected BatchRetentionResult checkBatchRetention(RecordBatch lote) {
            return new BatchRetentionResult(BatchRetention.RETAIN_EMPTY, false);
        }

        @Override
        protected boolean shouldRetainRecord(RecordBatch lote, Record registro) {
            if (lote.isControlBatch()) {
                return true; // o fim de uma transação
            }
            boolean offset = registro.hasKey() && registro.key().getShort(0) <= ULTIMA_VERSAO_DE_OFFSETS;
            conteudo = conteudo.mais(offset ? new Conteudo(1, 0) : new Conteudo(0, 1));
            return offset;
        }
    }
}
