package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.UTF_8;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.saldo.estado.compacto.Escrita;
import br.kafkanapratica.saldo.estado.compacto.Leitura;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Um {@link Registro} em bytes, sem o id, que é a chave da tabela. Um saldo comum ocupa uns 20.
 *
 * <p>O primeiro byte diz o tipo (2 bits), a geração (1; ver {@link Escritor}), se o decimal não cabe num {@code long}, se o
 * timestamp tem fração (1 cada), a forma dele (2) e se o cliente tem registros em outras partições, que vêm a seguir (1). O
 * segundo é a partição; o offset e o tempo ficam no fim: quem lista os saldos não chega a lê-los.
 */
final class Formato {

    static final int REMOVIDO = 0;
    static final int VALIDO = 1;
    static final int CORROMPIDO = 2;

    private static final int TIPO = 0x03;
    private static final int GERACAO = 0x04;
    private static final int GRANDE = 0x08;
    private static final int FRACAO = 0x10;
    private static final int FORMA = 5;
    private static final int VARIOS = 0x80;

    private final Momento momento = new Momento();

    static int tipo(int cabecalho) {
        return cabecalho & TIPO;
    }

    static int geracao(int cabecalho) {
        return cabecalho & GERACAO;
    }

    static int outraGeracao(int geracao) {
        return geracao ^ GERACAO;
    }

    static boolean grande(int cabecalho) {
        return (cabecalho & GRANDE) != 0;
    }

    static boolean temFracao(int cabecalho) {
        return (cabecalho & FRACAO) != 0;
    }

    static int forma(int cabecalho) {
        return cabecalho >>> FORMA & 0x03;
    }

    static boolean varios(int cabecalho) {
        return (cabecalho & VARIOS) != 0;
    }

    void gravaRemovido(Escrita em, int geracao, int particao, long offset, long tempo) {
        comeca(em, REMOVIDO | geracao, particao);
        termina(em, offset, tempo);
    }

    void gravaValido(Escrita em, int geracao, int particao, long offset, long tempo, LeituraRapida saldo) {
        comeca(em, VALIDO | geracao | cabecalho(saldo.momento()), particao);
        em.comSinal(saldo.escala());
        em.comSinal(saldo.naoEscalado());
        saldo.momento().grava(em);
        termina(em, offset, tempo);
    }

    /** O primeiro decide. */
    void grava(Escrita em, int geracao, List<Registro> registros) {
        grava(em, geracao | VARIOS, registros.get(0));
        registros.stream().skip(1).forEach(registro -> grava(em, geracao, registro));
    }

    void grava(Escrita em, int geracao, Registro registro) {
        if (registro instanceof Registro.Valido valido) {
            grava(em, geracao, valido);
        } else if (registro instanceof Registro.Corrompido corrompido) {
            comeca(em, CORROMPIDO | geracao, registro.particao());
            texto(em, corrompido.causa().getBytes(UTF_8));
        } else {
            comeca(em, REMOVIDO | geracao, registro.particao());
        }
        termina(em, registro.offset(), registro.tempo());
    }

    private void grava(Escrita em, int geracao, Registro.Valido valido) {
        var saldo = valido.saldo().saldo();
        var timestamp = valido.saldo().timestamp().getBytes(UTF_8);
        boolean grande = saldo.unscaledValue().bitLength() >= Long.SIZE;
        boolean compacto = momento.le(timestamp, 0, timestamp.length);
        int cabecalho = VALIDO | geracao | (grande ? GRANDE : 0);
        comeca(em, cabecalho | (compacto ? cabecalho(momento) : Momento.TEXTO << FORMA), valido.particao());
        em.comSinal(saldo.scale());
        if (grande) {
            texto(em, saldo.unscaledValue().toByteArray());
        } else {
            em.comSinal(saldo.unscaledValue().longValueExact());
        }
        if (compacto) {
            momento.grava(em);
        } else {
            texto(em, timestamp);
        }
    }

    private static int cabecalho(Momento momento) {
        return momento.forma() << FORMA | (momento.temFracao() ? FRACAO : 0);
    }

    private static void comeca(Escrita em, int cabecalho, int particao) {
        em.umByte(cabecalho);
        em.inteiro(particao);
    }

    private static void termina(Escrita em, long offset, long tempo) {
        em.inteiro(offset);
        em.comSinal(tempo);
    }

    private static void texto(Escrita em, byte[] bytes) {
        em.inteiro(bytes.length);
        em.bytes(bytes);
    }

    static Registro le(Leitura de, String id) {
        int cabecalho = de.umByte();
        int particao = (int) de.inteiro();
        return switch (tipo(cabecalho)) {
            case VALIDO -> {
                var saldo = new Saldo(id, saldo(de, cabecalho), timestamp(de, cabecalho));
                yield new Registro.Valido(particao, de.inteiro(), de.comSinal(), saldo);
            }
            case CORROMPIDO -> {
                var causa = texto(de);
                yield new Registro.Corrompido(particao, de.inteiro(), de.comSinal(), causa);
            }
            default -> new Registro.Removido(particao, de.inteiro(), de.comSinal());
        };
    }

    private static BigDecimal saldo(Leitura de, int cabecalho) {
        int escala = (int) de.comSinal();
        return grande(cabecalho)
                ? new BigDecimal(new BigInteger(de.bytes((int) de.inteiro())), escala)
                : BigDecimal.valueOf(de.comSinal(), escala);
    }

    private static String timestamp(Leitura de, int cabecalho) {
        if (forma(cabecalho) == Momento.TEXTO) {
            return texto(de);
        }
        var ascii = new byte[Momento.TAMANHO_MAXIMO];
        int fim = Momento.escreve(de, forma(cabecalho), temFracao(cabecalho), ascii, 0);
        return new String(ascii, 0, fim, UTF_8);
    }

    private static String texto(Leitura de) {
        return new String(de.bytes((int) de.inteiro()), UTF_8);
    }
}
