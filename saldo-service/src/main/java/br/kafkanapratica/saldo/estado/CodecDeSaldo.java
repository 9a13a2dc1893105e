package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.UTF_8;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.compacto.Codec;
import br.kafkanapratica.estado.compacto.Cursor;
import br.kafkanapratica.estado.compacto.Rascunho;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Um saldo em bytes: um comum ocupa, com o que a tabela guarda dele, uns 20. As marcas dizem se o decimal não cabe num {@code long}, se
 * o timestamp tem fração (1 bit cada) e a forma dele (2).
 */
public final class CodecDeSaldo implements Codec<Saldo> {

    private static final int GRANDE = 0x01;
    private static final int FRACAO = 0x02;
    private static final int FORMA = 2;

    private final Momento momento = new Momento();
    private final LeituraRapida rapida = new LeituraRapida();

    static boolean grande(int marcas) {
        return (marcas & GRANDE) != 0;
    }

    static boolean temFracao(int marcas) {
        return (marcas & FRACAO) != 0;
    }

    static int forma(int marcas) {
        return marcas >>> FORMA;
    }

    /** Muda se mudar o que aqui ou no {@link InterpreteDeSaldo} se aceita, ou como se grava. */
    @Override
    public String formato() {
        return "saldo/1";
    }

    @Override
    public Saldo interpreta(String clienteId, byte[] valor) {
        return InterpreteDeSaldo.saldo(clienteId, valor);
    }

    @Override
    public int traduz(byte[] chave, byte[] valor, Rascunho saida) {
        if (!rapida.le(chave, valor)) {
            return NAO_SEI;
        }
        saida.comSinal(rapida.escala());
        saida.comSinal(rapida.naoEscalado());
        rapida.momento().grava(saida);
        return marcas(rapida.momento());
    }

    @Override
    public int grava(Saldo saldo, Rascunho saida) {
        var timestamp = saldo.timestamp().getBytes(UTF_8);
        boolean compacto = momento.le(timestamp, 0, timestamp.length);
        boolean grande = grava(saldo.saldo(), saida);
        if (compacto) {
            momento.grava(saida);
        } else {
            saida.texto(timestamp);
        }
        return (compacto ? marcas(momento) : Momento.TEXTO << FORMA) | (grande ? GRANDE : 0);
    }

    private static boolean grava(BigDecimal decimal, Rascunho saida) {
        boolean grande = decimal.unscaledValue().bitLength() >= Long.SIZE;
        saida.comSinal(decimal.scale());
        if (grande) {
            saida.texto(decimal.unscaledValue().toByteArray());
        } else {
            saida.comSinal(decimal.unscaledValue().longValueExact());
        }
        return grande;
    }

    private static int marcas(Momento momento) {
        return momento.forma() << FORMA | (momento.temFracao() ? FRACAO : 0);
    }

    @Override
    public Saldo le(String clienteId, int marcas, Cursor entrada) {
        return new Saldo(clienteId, decimal(marcas, entrada), timestamp(marcas, entrada));
    }

    private static BigDecimal decimal(int marcas, Cursor entrada) {
        int escala = (int) entrada.comSinal();
        return grande(marcas)
                ? new BigDecimal(new BigInteger(entrada.texto()), escala)
                : BigDecimal.valueOf(entrada.comSinal(), escala);
    }

    private static String timestamp(int marcas, Cursor entrada) {
        if (forma(marcas) == Momento.TEXTO) {
            return new String(entrada.texto(), UTF_8);
        }
        var ascii = new byte[Momento.TAMANHO_MAXIMO];
        int fim = Momento.escreve(entrada, forma(marcas), temFracao(marcas), ascii, 0);
        return new String(ascii, 0, fim, UTF_8);
    }
}
