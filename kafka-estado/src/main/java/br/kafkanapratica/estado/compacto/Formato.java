package br.kafkanapratica.estado.compacto;

import static java.nio.charset.StandardCharsets.UTF_8;

import br.kafkanapratica.estado.Lido;
import br.kafkanapratica.estado.chaves.Registro;

/** Um {@link Registro} em bytes, sem a chave, que é a da tabela. Gravar é de uma thread; ler, de qualquer uma. */
final class Formato<V> {

    private final Codec<V> codec;

    Formato(Codec<V> codec) {
        this.codec = codec;
    }

    /** Grava o registro como veio do log, depressa se o codec sabe. */
    void grava(Rascunho saida, int geracao, int particao, long offset, long tempo, byte[] chave, byte[] valor) {
        int inicio = comeca(saida, particao);
        int marcas = codec.traduz(chave, valor, saida);
        if (marcas == Codec.NAO_SEI) {
            var registro = Registro.de(new Lido(particao, offset, tempo, chave, valor), codec);
            saida.volta(inicio);
            grava(saida, geracao, registro);
            return;
        }
        termina(saida, inicio, Cabecalho.de(Cabecalho.VALIDO, geracao, marcas), offset, tempo);
    }

    void gravaRemovido(Rascunho saida, int geracao, int particao, long offset, long tempo) {
        termina(saida, comeca(saida, particao), Cabecalho.de(Cabecalho.REMOVIDO, geracao, 0), offset, tempo);
    }

    void grava(Rascunho saida, int geracao, Registro<V> registro) {
        int inicio = comeca(saida, registro.particao());
        int cabecalho = Cabecalho.de(Cabecalho.REMOVIDO, geracao, 0);
        if (registro instanceof Registro.Valido<V> valido) {
            cabecalho = Cabecalho.de(Cabecalho.VALIDO, geracao, codec.grava(valido.valor(), saida));
        } else if (registro instanceof Registro.Malformado<V> malformado) {
            cabecalho = Cabecalho.de(Cabecalho.MALFORMADO, geracao, 0);
            saida.texto(malformado.causa().getBytes(UTF_8));
        }
        termina(saida, inicio, cabecalho, registro.offset(), registro.tempo());
    }

    private static int comeca(Rascunho saida, int particao) {
        int inicio = saida.tamanho();
        saida.umByte(0);
        saida.inteiro(particao);
        return inicio;
    }

    private static void termina(Rascunho saida, int inicio, int cabecalho, long offset, long tempo) {
        saida.inteiro(offset);
        saida.comSinal(tempo);
        saida.troca(inicio, cabecalho);
    }

    Registro<V> le(String chave, Cursor entrada) {
        int cabecalho = entrada.umByte();
        int particao = (int) entrada.inteiro();
        return switch (Cabecalho.tipo(cabecalho)) {
            case Cabecalho.VALIDO -> {
                var valor = codec.le(chave, Cabecalho.marcas(cabecalho), entrada);
                yield new Registro.Valido<>(chave, particao, entrada.inteiro(), entrada.comSinal(), valor);
            }
            case Cabecalho.MALFORMADO -> {
                var causa = new String(entrada.texto(), UTF_8);
                yield new Registro.Malformado<>(chave, particao, entrada.inteiro(), entrada.comSinal(), causa);
            }
            default -> new Registro.Removido<>(chave, particao, entrada.inteiro(), entrada.comSinal());
        };
    }
}
