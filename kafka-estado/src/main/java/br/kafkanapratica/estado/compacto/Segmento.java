package br.kafkanapratica.estado.compacto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Uma parte da {@link Tabela}: um índice de endereçamento aberto e um array ao fim do qual se acrescentam as entradas. Uma
 * entrada publicada nunca muda: atualizar é acrescentar outra e trocar a casa do índice. Por isso quem lê não trava, não
 * espera e não vê valor pela metade. Quando o espaço acaba, {@link #refeito} copia o que vive para um segmento novo; o
 * velho é do coletor de lixo assim que o último leitor o soltar.
 *
 * <p>Uma casa do índice tem, nos bits baixos, onde a entrada começa e, nos altos, um pedaço do hash, que evita quase todas as
 * comparações de chaves. Uma entrada é: tamanho do resto, tamanho da chave, chave, valor.
 *
 * <p>Uma thread escreve; {@link #procura} e {@link #dados} servem a qualquer uma.
 */
final class Segmento {

    private static final VarHandle CASA = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int VAZIA = 0;
    private static final int APAGADA = 1;
    static final int PRIMEIRA = 2;
    private static final int FOLGA_MINIMA = 64;
    private static final double OCUPACAO_MAXIMA = 0.75;

    private final int[] indice;
    private final byte[] dados;
    private final int bits;
    private int fim = PRIMEIRA;
    private int usadas;
    private int vivas;
    private int bytesVivos;

    /** @param entradas quantas devem caber, e {@code bytes} quanto elas ocupam */
    private Segmento(int entradas, int bytes) {
        indice = new int[(int) (entradas / OCUPACAO_MAXIMA) + 2];
        dados = new byte[bytes];
        bits = Integer.SIZE - Integer.numberOfLeadingZeros(bytes);
    }

    static Segmento vazio(int bytes) {
        return new Segmento(2, Math.addExact(PRIMEIRA + FOLGA_MINIMA, bytes));
    }

    byte[] dados() {
        return dados;
    }

    int[] indice() {
        return indice;
    }

    int vivas() {
        return vivas;
    }

    /** Onde começa a entrada da casa, ou zero. */
    int entrada(int casa) {
        int onde = (int) CASA.getAcquire(indice, casa) & (1 << bits) - 1;
        return onde < PRIMEIRA ? 0 : onde;
    }

    /**
     * Onde começa a entrada da chave, ou zero. Cada casa é lida uma vez só: entre duas leituras, quem escreve poderia tê-la
     * liberado e dado a outra chave.
     */
    int procura(long hash, byte[] chave) {
        int marca = (int) hash << bits;
        int casa = primeiraCasa(hash);
        while (true) {
            int valor = (int) CASA.getAcquire(indice, casa);
            if (valor == VAZIA) {
                return 0;
            }
            int entrada = valor & (1 << bits) - 1;
            if (entrada >= PRIMEIRA && (valor ^ marca) >>> bits == 0 && temChave(entrada, chave)) {
                return entrada;
            }
            casa = seguinte(casa);
        }
    }

    /** A casa da chave; se não há, o complemento ({@code ~}) da casa em que ela entraria. Só a thread que escreve. */
    int casa(long hash, byte[] chave) {
        int marca = (int) hash << bits;
        int livre = -1;
        int casa = primeiraCasa(hash);
        while (true) {
            int valor = indice[casa];
            if (valor == VAZIA) {
                return ~(livre < 0 ? casa : livre);
            }
            if (valor == APAGADA) {
                livre = livre < 0 ? casa : livre;
            } else if ((valor ^ marca) >>> bits == 0 && temChave(valor & (1 << bits) - 1, chave)) {
                return casa;
            }
            casa = seguinte(casa);
        }
    }

    /** Onde começa a entrada da primeira casa em que a chave pode estar, ou menos de {@link #PRIMEIRA}. Só a thread que escreve. */
    int primeiraEntrada(long hash) {
        return indice[primeiraCasa(hash)] & (1 << bits) - 1;
    }

    /** Lê um byte da entrada, e um do fim, aonde iria uma nova. Só a thread que escreve. */
    int toca(int entrada) {
        return dados[entrada] + dados[Math.min(fim, dados.length - 1)];
    }

    private int primeiraCasa(long hash) {
        return (int) ((hash >>> Tabela.BITS_DA_MARCA & 0xFFFFFFFFL) * indice.length >>> Integer.SIZE);
    }

    private int seguinte(int casa) {
        return casa + 1 == indice.length ? 0 : casa + 1;
    }

    private boolean temChave(int entrada, byte[] chave) {
        int i = entrada;
        while (dados[i++] < 0) {
            // pula o tamanho do resto
        }
        int tamanho = dados[i] & 0x7F;
        for (int deslocamento = 7; dados[i++] < 0; deslocamento += 7) {
            tamanho |= (dados[i] & 0x7F) << deslocamento;
        }
        return tamanho == chave.length && Arrays.equals(dados, i, i + tamanho, chave, 0, tamanho);
    }

    static int tamanhoDaEntrada(int chave, int valor) {
        int resto = Math.addExact(chave + Rascunho.tamanho(chave), valor);
        return Math.addExact(resto, Rascunho.tamanho(resto));
    }

    /** Há espaço para mais estes bytes, e uma casa se a chave é nova? */
    boolean cabe(int casa, int bytes) {
        boolean usaCasa = casa < 0 && indice[~casa] == VAZIA;
        return dados.length - fim >= bytes && (!usaCasa || usadas + 1 <= indice.length * OCUPACAO_MAXIMA);
    }

    /** Acrescenta a entrada, que tem de caber, e a publica. */
    void grava(int casa, long hash, byte[] chave, byte[] valor, int de, int tamanhoDoValor) {
        int entrada = fim;
        fim = Rascunho.grava(dados, fim, chave.length + Rascunho.tamanho(chave.length) + tamanhoDoValor);
        fim = Rascunho.grava(dados, fim, chave.length);
        System.arraycopy(chave, 0, dados, fim, chave.length);
        System.arraycopy(valor, de, dados, fim + chave.length, tamanhoDoValor);
        fim += chave.length + tamanhoDoValor;
        bytesVivos += fim - entrada;
        if (casa >= 0) {
            bytesVivos -= tamanho(indice[casa] & (1 << bits) - 1);
        } else {
            vivas++;
            usadas += indice[~casa] == VAZIA ? 1 : 0;
        }
        CASA.setRelease(indice, casa < 0 ? ~casa : casa, (int) hash << bits | entrada);
    }

    void apaga(int casa) {
        bytesVivos -= tamanho(indice[casa] & (1 << bits) - 1);
        vivas--;
        CASA.setRelease(indice, casa, APAGADA);
    }

    /** Sobra tanto espaço que vale devolvê-lo. */
    boolean esparso() {
        return dados.length > 1024 && bytesVivos < dados.length / 4;
    }

    /** O que vive, num segmento novo com metade de folga e espaço para mais uma entrada. */
    Segmento refeito(int maisBytes) {
        long bytes = PRIMEIRA + bytesVivos + (long) maisBytes + Math.max(FOLGA_MINIMA, bytesVivos / 2);
        var novo = new Segmento(vivas + 1 + vivas / 2, Math.toIntExact(bytes));
        boolean todasVivem = bytesVivos == fim - PRIMEIRA;
        var cursor = new Cursor(dados, PRIMEIRA, fim);
        while (!cursor.acabou()) { // na ordem em que estão na memória, que o processador lê adiantado
            int entrada = cursor.posicao();
            int resto = (int) cursor.inteiro();
            int seguinte = cursor.posicao() + resto;
            int chave = (int) cursor.inteiro();
            long hash = Dispersao.de(dados, cursor.posicao(), chave);
            if (todasVivem || vive(hash, entrada)) {
                novo.copia(hash, dados, entrada, seguinte - entrada);
            }
            cursor.aponta(dados, seguinte, fim);
        }
        return novo;
    }

    /** Um segmento com estas entradas, que ninguém mais escreveu, e um pouco de folga. */
    static Segmento com(byte[] entradas, int tamanho) {
        int quantas = 0;
        var cursor = new Cursor(entradas, 0, tamanho);
        for (; !cursor.acabou(); quantas++) {
            cursor.pula((int) cursor.inteiro());
        }
        if (cursor.posicao() != tamanho) {
            throw new IllegalArgumentException("entradas pela metade");
        }
        var novo = new Segmento(quantas + 1 + quantas / 8, PRIMEIRA + tamanho + Math.max(FOLGA_MINIMA, tamanho / 8));
        cursor.aponta(entradas, 0, tamanho);
        while (!cursor.acabou()) {
            int entrada = cursor.posicao();
            int seguinte = (int) cursor.inteiro() + cursor.posicao();
            int chave = (int) cursor.inteiro();
            long hash = Dispersao.de(entradas, cursor.posicao(), chave);
            novo.copia(hash, entradas, entrada, seguinte - entrada);
            cursor.aponta(entradas, seguinte, tamanho);
        }
        return novo;
    }

    int fim() {
        return fim;
    }

    private boolean vive(long hash, int entrada) {
        int casa = primeiraCasa(hash);
        while (indice[casa] != VAZIA) {
            if ((indice[casa] & (1 << bits) - 1) == entrada) {
                return true;
            }
            casa = seguinte(casa);
        }
        return false;
    }

    private void copia(long hash, byte[] origem, int entrada, int tamanho) {
        int casa = primeiraCasa(hash);
        while (indice[casa] != VAZIA) {
            casa = seguinte(casa);
        }
        System.arraycopy(origem, entrada, dados, fim, tamanho);
        indice[casa] = (int) hash << bits | fim;
        fim += tamanho;
        bytesVivos += tamanho;
        usadas++;
        vivas++;
    }

    private int tamanho(int entrada) {
        var cursor = new Cursor(dados, entrada, dados.length);
        int resto = (int) cursor.inteiro();
        return cursor.posicao() - entrada + resto;
    }
}
