package br.kafkanapratica.estado.compacto;

import br.kafkanapratica.estado.chaves.Chave;
import br.kafkanapratica.estado.chaves.Registro;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Escreve as chaves de uma parte da tabela, e as conta. Uma thread escreve; os totais, qualquer uma lê. */
final class ParteDaTabela<V> {

    private static final int NENHUM = -1;
    private static final int POUCAS_REMOCOES = 10_000;

    /** Em bytes; um grupo de valores grandes não fica com o que ocupou. */
    private static final int MAIOR_SAIDA = 1 << 20;

    /** De cada chave, o último registro de cada partição em que ela aparece; o primeiro decide. */
    private final Tabela tabela;

    private final Formato<V> formato;
    private Rascunho saida = new Rascunho();

    /** Onde acaba, na saída, cada registro do grupo. */
    private final int[] fins = new int[Colunas.GRUPO];

    private final Rascunho juntos = new Rascunho();

    /**
     * As partições chegam em qualquer ordem: uma remoção pode ser mais nova que um valor que outra partição ainda vai
     * trazer. Por isso nenhuma é esquecida na hora. A geração, gravada com elas, distingue as recentes das antigas.
     */
    private List<byte[]> remocoesRecentes = new ArrayList<>();

    /** Quantas recentes, antes de procurar repetidas: uma chave que vai e volta muitas vezes é uma só. */
    private int muitasRemocoes = POUCAS_REMOCOES;

    private List<byte[]> remocoesAntigas = List.of();
    private int geracao;

    /** A soma das impressões das chaves que se veem. Só a thread que escreve. */
    private long impressao;

    private final Rascunho decisivo = new Rascunho();

    final AtomicInteger validos = new AtomicInteger();
    final AtomicInteger malformados = new AtomicInteger();
    final AtomicInteger emVariasParticoes = new AtomicInteger();

    ParteDaTabela(Tabela tabela, Codec<V> codec) {
        this.tabela = tabela;
        this.formato = new Formato<>(codec);
    }

    /**
     * Os registros destas linhas, um {@link Colunas#GRUPO grupo} no máximo. Traduzir e gravar são dois laços porque juntos o JIT leva até
     * um segundo a compilá-los, e uma reconstrução dura poucos: é em todo início que se paga.
     */
    void aplica(Colunas lote, int de, int ate) {
        saida.recomeca();
        for (int i = de; i < ate; i++) {
            traduz(lote.particoes[i], lote.offsets[i], lote.tempos[i], lote.chaves[i], lote.valores[i]);
            fins[i - de] = saida.tamanho();
        }
        int inicio = 0;
        for (int i = de; i < ate; i++) {
            grava(lote.hashes[i], lote.particoes[i], lote.chaves[i], inicio, fins[i - de]);
            inicio = fins[i - de];
        }
        if (saida.bytes().length > MAIOR_SAIDA) {
            saida = new Rascunho();
        }
    }

    private void traduz(int particao, long offset, long tempo, byte[] chave, byte @Nullable [] valor) {
        if (valor == null) {
            formato.gravaRemovido(saida, geracao, particao, offset, tempo);
        } else {
            formato.grava(saida, geracao, particao, offset, tempo, chave, valor);
        }
    }

    /** O registro que está na saída, entre estas posições. */
    private void grava(long hash, int particao, byte[] chave, int inicio, int fim) {
        int casa = tabela.casa(hash, chave);
        var antes = tabela.atual(hash, casa);
        if (antes != null && !unico(antes, particao)) {
            gravaEmVarias(hash, chave, antes, new Cursor(saida.bytes(), inicio, fim));
            return;
        }
        int tipo = Cabecalho.tipo(saida.bytes()[inicio]);
        int cabecalho = antes == null ? NENHUM : antes.proximoByte();
        long deAntes = antes == null ? 0 : Impressao.de(hash, antes.bytes(), antes.posicao(), antes.fim());
        long agora = Impressao.de(hash, saida.bytes(), inicio, fim);
        tabela.grava(hash, casa, chave, saida.bytes(), inicio, fim - inicio);
        impressao += agora - deAntes; // só depois de gravado: o que falhar antes se aplica de novo
        int tipoAntes = antes == null ? NENHUM : Cabecalho.tipo(cabecalho);
        if (tipo != tipoAntes) {
            conta(tipoAntes, -1);
            conta(tipo, 1);
        }
        if (tipo == Cabecalho.REMOVIDO && (tipoAntes != tipo || Cabecalho.geracao(cabecalho) != geracao)) {
            anotaRemocao(chave);
        }
    }

    private void anotaRemocao(byte[] chave) {
        remocoesRecentes.add(chave);
        if (remocoesRecentes.size() >= muitasRemocoes) {
            var vistas = new HashSet<ByteBuffer>();
            remocoesRecentes.removeIf(uma -> !vistas.add(ByteBuffer.wrap(uma)));
            muitasRemocoes = Math.max(POUCAS_REMOCOES, 2 * remocoesRecentes.size());
        }
    }

    /** As remoções de que se lembra, para as esquecer mais tarde. */
    int remocoesAnotadas() {
        return remocoesRecentes.size() + remocoesAntigas.size();
    }

    /** Esquece as remoções que já eram antigas na chamada anterior, se nada veio depois delas. */
    void emDia() {
        int antiga = Cabecalho.outraGeracao(geracao);
        for (var chave : remocoesAntigas) {
            long hash = Tabela.hash(chave);
            var registros = tabela.atual(hash, tabela.casa(hash, chave));
            if (registros != null
                    && Cabecalho.geracao(registros.proximoByte()) == antiga
                    && soRemocoes(le(chave, registros))) {
                tabela.remove(hash, chave);
            }
        }
        remocoesAntigas = remocoesRecentes;
        remocoesRecentes = new ArrayList<>();
        muitasRemocoes = POUCAS_REMOCOES;
        geracao = antiga;
    }

    /** Há um registro só, e é desta partição. Não anda com o cursor. */
    private static boolean unico(Cursor registros, int particao) {
        if (Cabecalho.varios(registros.proximoByte())) {
            return false;
        }
        var copia = registros.copia();
        copia.umByte();
        return copia.inteiro() == particao;
    }

    private void gravaEmVarias(long hash, byte[] chave, Cursor registros, Cursor entrada) {
        int cabecalho = registros.proximoByte();
        var antes = le(chave, registros);
        var novo = le(chave, entrada).get(0);
        var depois = new ArrayList<Registro<V>>(antes.size() + 1);
        for (var registro : antes) {
            if (registro.particao() != novo.particao()) {
                depois.add(registro);
            }
        }
        depois.add(novo);
        depois.sort((um, outro) -> um.decideSobre(outro) ? -1 : 1);
        long mudanca = impressao(hash, depois.get(0)) - impressao(hash, antes.get(0));
        juntos.recomeca();
        depois.forEach(registro -> formato.grava(juntos, geracao, registro));
        juntos.troca(0, juntos.bytes()[0] | Cabecalho.VARIOS);
        tabela.grava(hash, chave, juntos.bytes(), juntos.tamanho());
        impressao += mudanca;
        conta(tipo(antes), -1);
        conta(tipo(depois), 1);
        soma(emVariasParticoes, (dividido(depois) ? 1 : 0) - (dividido(antes) ? 1 : 0));
        if (soRemocoes(depois) && !(soRemocoes(antes) && Cabecalho.geracao(cabecalho) == geracao)) {
            anotaRemocao(chave);
        }
    }

    private long impressao(long hash, Registro<V> decide) {
        decisivo.recomeca();
        formato.grava(decisivo, 0, decide);
        return Impressao.de(hash, decisivo.bytes(), 0, decisivo.tamanho());
    }

    long impressao() {
        return impressao;
    }

    /** A de uma entrada da tabela, de qualquer thread: a parte só empresta o formato. */
    static <V> long impressao(Formato<V> formato, Rascunho rascunho, String chave, long hash, Cursor valor) {
        if (!Cabecalho.varios(valor.proximoByte())) {
            return Impressao.de(hash, valor.bytes(), valor.posicao(), valor.fim());
        }
        rascunho.recomeca();
        formato.grava(rascunho, 0, formato.le(chave, valor.copia()));
        return Impressao.de(hash, rascunho.bytes(), 0, rascunho.tamanho());
    }

    /** As chaves de um segmento inteiro, de uma cópia; a geração que trazem era a de outro processo. */
    void recebe(Segmento segmento) {
        var dados = segmento.dados();
        var cursor = new Cursor(dados, Segmento.PRIMEIRA, segmento.fim());
        long primeiro = 0;
        boolean algum = false;
        while (!cursor.acabou()) {
            int seguinte = (int) cursor.inteiro() + cursor.posicao();
            int tamanho = (int) cursor.inteiro();
            int de = cursor.posicao();
            long hash = Dispersao.de(dados, de, tamanho);
            if (algum && Tabela.segmento(hash) != Tabela.segmento(primeiro)) {
                throw new IllegalArgumentException("chaves de dois segmentos no mesmo bloco");
            }
            primeiro = hash;
            algum = true;
            dados[de + tamanho] = (byte) (dados[de + tamanho] & ~Cabecalho.outraGeracao(0) | geracao);
            recebe(hash, dados, de, new Cursor(dados, de + tamanho, seguinte));
            cursor.aponta(dados, seguinte, segmento.fim());
        }
        if (algum) {
            tabela.poe(primeiro, segmento);
        }
    }

    private void recebe(long hash, byte[] dados, int inicioDaChave, Cursor valor) {
        int cabecalho = valor.proximoByte();
        boolean remocoes = Cabecalho.tipo(cabecalho) == Cabecalho.REMOVIDO;
        if (Cabecalho.varios(cabecalho)) {
            var registros = le(Arrays.copyOfRange(dados, inicioDaChave, valor.posicao()), valor.copia());
            impressao += impressao(hash, registros.get(0));
            soma(emVariasParticoes, dividido(registros) ? 1 : 0);
            remocoes = soRemocoes(registros);
        } else {
            impressao += Impressao.de(hash, valor.bytes(), valor.posicao(), valor.fim());
        }
        conta(Cabecalho.tipo(cabecalho), 1);
        if (remocoes) {
            remocoesRecentes.add(Arrays.copyOfRange(dados, inicioDaChave, valor.posicao()));
        }
    }

    private List<Registro<V>> le(byte[] chave, Cursor entrada) {
        var texto = Chave.texto(chave);
        var registros = new ArrayList<Registro<V>>(1);
        while (!entrada.acabou()) {
            registros.add(formato.le(texto, entrada));
        }
        return registros;
    }

    private void conta(int tipo, int quantos) {
        if (tipo == Cabecalho.VALIDO) {
            soma(validos, quantos);
        } else if (tipo == Cabecalho.MALFORMADO) {
            soma(malformados, quantos);
        }
    }

    /** Uma só thread soma: não é preciso uma operação atômica, que custaria a cada registro. */
    private static void soma(AtomicInteger total, int quantos) {
        total.setRelease(total.getPlain() + quantos);
    }

    private int tipo(List<Registro<V>> registros) {
        var decide = registros.get(0);
        return decide instanceof Registro.Valido
                ? Cabecalho.VALIDO
                : decide instanceof Registro.Malformado ? Cabecalho.MALFORMADO : Cabecalho.REMOVIDO;
    }

    private static <V> boolean soRemocoes(List<Registro<V>> registros) {
        return registros.stream().allMatch(Registro.Removido.class::isInstance);
    }

    private static <V> boolean dividido(List<Registro<V>> registros) {
        return registros.size() > 1 && !soRemocoes(registros);
    }
}
