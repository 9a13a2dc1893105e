package br.kafkanapratica.estado.copia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.testes.base.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Só se lê o arquivo que se escreveu, inteiro. */
class ArquivoDaCopiaTest {

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());
    private static final int BLOCOS = 8;

    @TempDir
    private Path pasta;

    private byte[] inteira;
    private byte[] alheia;

    @BeforeEach
    void escreve() throws Exception {
        inteira = escrita(new Random(SEMENTE));
        alheia = escrita(new Random(SEMENTE + 1));
    }

    private byte[] escrita(Random sorteio) throws Exception {
        var arquivo = pasta.resolve("escrita.copia");
        new ArquivoDaCopia(arquivo)
                .escreve(
                        new Etiqueta(
                                "contas",
                                new UUID(sorteio.nextLong(), sorteio.nextLong()),
                                "texto/1",
                                Instant.EPOCH,
                                Map.of(0, 0L),
                                Map.of(0, 9L)),
                        saida -> {
                            for (int i = 0; i < BLOCOS; i++) {
                                var bloco = new byte[1 + sorteio.nextInt(300)];
                                sorteio.nextBytes(bloco);
                                saida.bloco(bloco, bloco.length);
                            }
                            return sorteio.nextLong();
                        },
                        impressao -> new Fecho(Map.of(0, 9L), Map.of(0, 1), impressao));
        return Files.readAllBytes(arquivo);
    }

    @Test
    void aInteiraSeLe() throws Exception {
        var blocos = new ArrayList<Integer>();
        var arquivo = Files.write(pasta.resolve("lida.copia"), inteira);
        var lida = new ArquivoDaCopia(arquivo).le(etiqueta -> {}, (bytes, tamanho) -> blocos.add(tamanho));
        assertThat(blocos).hasSize(BLOCOS);
        assertThat(lida.fecho().ate()).isEqualTo(Map.of(0, 9L));
    }

    @Test
    void nenhumArquivoDanificadoPassa() throws Exception {
        var sorteio = new Random(SEMENTE);
        for (int i = 0; i < Volume.de(1_500, 100_000); i++) {
            var bytes = danifica(inteira, alheia, sorteio, i % 6);
            if (!Arrays.equals(bytes, inteira) && !Arrays.equals(bytes, alheia)) {
                recusa(bytes, "-Dsemente=%d, arquivo %d".formatted(SEMENTE, i));
            }
        }
    }

    /** Cada quadro inteiro, com as somas certas, e um a menos, a mais, fora do lugar, ou de outra cópia. */
    @Test
    void nenhumQuadroForaDoSeuLugarPassa() throws Exception {
        var quadros = quadros(inteira);
        var alheios = quadros(alheia);
        for (int i = 0; i < quadros.size(); i++) {
            int este = i;
            recusa(mudando(quadros, lista -> lista.remove(este)), "quadro " + este);
            recusa(mudando(quadros, lista -> lista.add(este, quadros.get(este))), "quadro " + este);
            if (i > 0) {
                recusa(mudando(quadros, lista -> Collections.swap(lista, este - 1, este)), "quadro " + este);
                recusa(mudando(quadros, lista -> lista.set(este, alheios.get(este))), "quadro " + este);
            }
        }
    }

    /** Os mesmos quadros, com as somas de quem parte de outra versão do formato. */
    @Test
    void deOutraVersaoDoFormatoNao() throws Exception {
        var quadros = quadros(inteira);
        var anterior = new byte[4];
        for (var bytes : quadros) {
            var quadro = ByteBuffer.wrap(bytes);
            var soma = new CRC32C();
            soma.update(anterior);
            soma.update(bytes, 0, 1 + 4);
            quadro.putInt(1 + 4, (int) soma.getValue());
            soma.update(bytes, 1 + 4 + 4, bytes.length - 1 - 4 - 4 - 4);
            quadro.putInt(bytes.length - 4, (int) soma.getValue());
            anterior = Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length);
        }
        recusa(mudando(quadros, lista -> {}), "outra versão");
    }

    private static List<byte[]> quadros(byte[] arquivo) {
        var quadros = new ArrayList<byte[]>();
        for (int de = 0; de < arquivo.length; ) {
            int ate = de + 1 + 4 + 4 + ByteBuffer.wrap(arquivo).getInt(de + 1) + 4;
            quadros.add(Arrays.copyOfRange(arquivo, de, ate));
            de = ate;
        }
        return quadros;
    }

    private static byte[] mudando(List<byte[]> quadros, Consumer<List<byte[]>> como) {
        var outros = new ArrayList<>(quadros);
        como.accept(outros);
        var bytes = new ByteArrayOutputStream();
        outros.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] danifica(byte[] inteira, byte[] alheia, Random sorteio, int como) {
        var bytes = inteira.clone();
        int de = sorteio.nextInt(bytes.length);
        int quantos = 1 + sorteio.nextInt(Math.min(600, bytes.length - de));
        switch (como) {
            case 0 -> bytes[de] ^= (byte) (1 << sorteio.nextInt(8));
            case 1 -> {
                return Arrays.copyOf(bytes, de);
            }
            case 2 -> { // dois blocos do disco trocados
                int bloco = Math.min(512, bytes.length / 3);
                int um = sorteio.nextInt(bytes.length / bloco) * bloco;
                int outro = sorteio.nextInt(bytes.length / bloco) * bloco;
                System.arraycopy(inteira, um, bytes, outro, bloco);
                System.arraycopy(inteira, outro, bytes, um, bloco);
            }
            case 3 -> Arrays.fill(bytes, de, de + quantos, (byte) 0); // escrito, mas nunca forçado ao disco
            case 4 -> { // um pedaço a menos, ou a mais
                var outros = sorteio.nextBoolean() ? new byte[0] : Arrays.copyOfRange(bytes, de, de + quantos);
                var junto = new byte[bytes.length - (outros.length == 0 ? quantos : 0) + outros.length];
                System.arraycopy(bytes, 0, junto, 0, de);
                System.arraycopy(outros, 0, junto, de, outros.length);
                int resto = outros.length == 0 ? de + quantos : de;
                System.arraycopy(bytes, resto, junto, de + outros.length, bytes.length - resto);
                return junto;
            }
            default -> { // o começo desta e o fim de outra
                int corte = Math.min(de, alheia.length - 1);
                var junto = Arrays.copyOf(bytes, corte + alheia.length - corte);
                System.arraycopy(alheia, corte, junto, corte, alheia.length - corte);
                return junto;
            }
        }
        return bytes;
    }

    private void recusa(byte[] bytes, String qual) throws IOException {
        var arquivo = Files.write(pasta.resolve("mudada.copia"), bytes);
        assertThatThrownBy(() -> new ArquivoDaCopia(arquivo).le(etiqueta -> {}, (bloco, tamanho) -> {}))
                .as(qual)
                .isInstanceOf(CopiaRecusada.class);
    }
}
