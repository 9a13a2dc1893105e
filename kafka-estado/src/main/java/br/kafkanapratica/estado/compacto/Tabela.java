package br.kafkanapratica.estado.compacto;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Chaves e valores de bytes, dezenas de milhões, em poucos arrays: perto do tamanho dos próprios bytes, e quase nada para o
 * coletor de lixo percorrer. Cada {@link Segmento} cresce e se refaz sozinho, de modo que nunca há uma cópia da tabela inteira.
 *
 * <p>Um segmento tem uma thread que o escreve (de quem é, decide quem chama, pelo {@link #segmento(long)}); quem lê pode ser
 * qualquer uma, sem locks.
 */
final class Tabela {

    /**
     * Os 10 bits altos do hash escolhem o segmento, os 32 seguintes a casa; os baixos só distinguem chaves. Mais segmentos seriam
     * mais páginas de memória em que escrever ao mesmo tempo (a TLB não basta); menos, mais trabalho para uma página.
     */
    static final int BITS_DA_MARCA = 22;

    static final int SEGMENTOS = 1 << Long.SIZE - BITS_DA_MARCA - Integer.SIZE;

    private final AtomicReferenceArray<@Nullable Segmento> segmentos = new AtomicReferenceArray<>(SEGMENTOS);

    /** Os mesmos, para quem os escreve, que não precisa de barreiras para ler o que ele mesmo escreveu. */
    private final @Nullable Segmento[] escritos = new Segmento[SEGMENTOS];

    static long hash(byte[] chave) {
        return Dispersao.de(chave, 0, chave.length);
    }

    static int segmento(long hash) {
        return (int) (hash >>> BITS_DA_MARCA + Integer.SIZE);
    }

    @Nullable
    Segmento segmentoDeNumero(int numero) {
        return segmentos.getAcquire(numero);
    }

    /**
     * Traz para o cache do processador o que {@link #grava} vai usar com estas chaves: primeiro a casa do índice de todas, depois a
     * entrada de todas. As leituras de um passo não dependem umas das outras, e o processador as faz ao mesmo tempo. Devolve o que
     * leu, que só serve para que alguém o use. Só a thread que escreve nestes segmentos.
     *
     * @param entradas rascunho, em que cabem todas
     */
    int antecipa(long[] hashes, int de, int ate, int[] entradas) {
        for (int i = de; i < ate; i++) {
            var segmento = escritos[segmento(hashes[i])];
            entradas[i - de] = segmento == null ? 0 : segmento.primeiraEntrada(hashes[i]);
        }
        int lido = 0;
        for (int i = de; i < ate; i++) {
            var segmento = escritos[segmento(hashes[i])];
            lido += segmento == null ? 0 : segmento.toca(entradas[i - de]);
        }
        return lido;
    }

    /** O valor da chave, que não muda mais; {@code null} se não há. Qualquer thread. */
    @Nullable
    Cursor busca(byte[] chave) {
        return busca(hash(chave), chave);
    }

    @Nullable
    Cursor busca(long hash, byte[] chave) {
        var segmento = segmentoDeNumero(segmento(hash));
        int entrada = segmento == null ? 0 : segmento.procura(hash, chave);
        return segmento == null || entrada == 0 ? null : valor(segmento.dados(), entrada);
    }

    /**
     * A casa da chave no seu segmento; se ela não está, um número negativo, que diz em que casa entraria. Vale até a próxima
     * escrita no segmento. Só a thread que escreve nele.
     */
    int casa(long hash, byte[] chave) {
        var segmento = escritos[segmento(hash)];
        return segmento == null ? -1 : segmento.casa(hash, chave);
    }

    /** O valor da chave desta casa; {@code null} se ela não está. Só a thread que escreve neste segmento. */
    @Nullable
    Cursor atual(long hash, int casa) {
        var segmento = escritos[segmento(hash)];
        return segmento == null || casa < 0 ? null : valor(segmento.dados(), segmento.entrada(casa));
    }

    /** Só a thread que escreve neste segmento. */
    void grava(long hash, byte[] chave, byte[] valor, int tamanhoDoValor) {
        grava(hash, casa(hash, chave), chave, valor, 0, tamanhoDoValor);
    }

    /** O mesmo, de um trecho de um array, para quem já tem a {@link #casa} da chave. */
    void grava(long hash, int casa, byte[] chave, byte[] valor, int de, int tamanhoDoValor) {
        int bytes = Segmento.tamanhoDaEntrada(chave.length, tamanhoDoValor);
        var segmento = escritos[segmento(hash)];
        if (segmento != null && segmento.cabe(casa, bytes)) {
            segmento.grava(casa, hash, chave, valor, de, tamanhoDoValor);
            return;
        }
        var novo = segmento == null ? Segmento.vazio(bytes) : segmento.refeito(bytes);
        novo.grava(novo.casa(hash, chave), hash, chave, valor, de, tamanhoDoValor);
        publica(hash, novo);
    }

    /** Só a thread que escreve neste segmento. */
    void remove(long hash, byte[] chave) {
        var segmento = escritos[segmento(hash)];
        int casa = segmento == null ? -1 : segmento.casa(hash, chave);
        if (segmento == null || casa < 0) {
            return;
        }
        segmento.apaga(casa);
        if (segmento.vivas() == 0) {
            publica(hash, null);
        } else if (segmento.esparso()) {
            publica(hash, segmento.refeito(0));
        }
    }

    /** No lugar de nenhum. Só a thread que escreve neste segmento. */
    void poe(long hash, Segmento segmento) {
        if (escritos[segmento(hash)] != null) {
            throw new IllegalStateException("o segmento %d já tem chaves".formatted(segmento(hash)));
        }
        publica(hash, segmento);
    }

    private void publica(long hash, @Nullable Segmento segmento) {
        escritos[segmento(hash)] = segmento;
        segmentos.setRelease(segmento(hash), segmento);
    }

    /** Todas as entradas depois da chave, ou desde o começo. */
    Varredura varre(byte @Nullable [] apos) {
        return new Varredura(this, apos);
    }

    private static Cursor valor(byte[] dados, int entrada) {
        var cursor = new Cursor(dados, entrada, dados.length);
        int resto = (int) cursor.inteiro();
        int fim = cursor.posicao() + resto;
        cursor.pula((int) cursor.inteiro());
        cursor.aponta(dados, cursor.posicao(), fim);
        return cursor;
    }
}
