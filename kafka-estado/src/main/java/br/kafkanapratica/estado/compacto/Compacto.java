package br.kafkanapratica.estado.compacto;

import br.kafkanapratica.estado.Copiavel;
import br.kafkanapratica.estado.Lido;
import br.kafkanapratica.estado.ProjecaoEmPartes;
import br.kafkanapratica.estado.chaves.Chave;
import br.kafkanapratica.estado.chaves.Registro;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.estado.copia.Blocos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * O {@link UltimoPorChave} em poucos arrays grandes de bytes: dezenas de milhões de chaves, quase do tamanho dos próprios bytes, e quase
 * nada para o coletor de lixo percorrer. Em troca, cada consulta monta o valor de novo, e o domínio tem de dar um {@link Codec}.
 *
 * <p>As chaves se dividem em partes, e cada uma pode ter uma thread que escreve nela; a ordem é a do hash, que não depende de como a
 * tabela cresceu.
 */
public final class Compacto<V> implements UltimoPorChave<V>, ProjecaoEmPartes, Copiavel {

    private static final String FORMATO = "compacto/1 ";

    private static final int MAIS_PARTES_NAO_AJUDAM = 4;

    private final Tabela tabela = new Tabela();
    private final List<ParteDaTabela<V>> partes;
    private final Formato<V> formato;
    private final String nomeDoFormato;
    private final Colunas grupo = new Colunas(Colunas.GRUPO);

    /** O que {@link #percorre} encontra: o valor como o {@link Codec} o gravou. Os arrays são os da tabela, e só se leem. */
    @FunctionalInterface
    public interface Visita {

        /** @param valor aponta o valor; a mesma instância da vez anterior */
        void valido(byte[] dados, int inicioDaChave, int tamanhoDaChave, int marcas, Cursor valor) throws IOException;
    }

    /** Com uma parte por núcleo, até quatro. */
    public Compacto(Supplier<? extends Codec<V>> codecs) {
        this(codecs, Math.min(MAIS_PARTES_NAO_AJUDAM, Runtime.getRuntime().availableProcessors()));
    }

    /** @param partes quantas threads podem escrever ao mesmo tempo */
    public Compacto(Supplier<? extends Codec<V>> codecs, int partes) {
        this.partes = IntStream.range(0, partes)
                .mapToObj(parte -> new ParteDaTabela<V>(tabela, codecs.get()))
                .toList();
        var codec = codecs.get();
        this.formato = new Formato<>(codec);
        this.nomeDoFormato = FORMATO + codec.formato();
    }

    @Override
    public int partes() {
        return partes.size();
    }

    @Override
    public void aplica(Lido lido) {
        aplica(List.of(lido));
    }

    @Override
    public void aplica(Iterable<Lido> registros) {
        grupo.registros = 0;
        for (var lido : registros) {
            grupo.junta(Tabela.hash(lido.chave()), lido);
            if (grupo.cheias()) {
                aplica(grupo, null);
                grupo.registros = 0;
            }
        }
        aplica(grupo, null);
    }

    @Override
    public List<Runnable> separa(Iterable<Lido> registros, int noMaximo) {
        var colunas = new Colunas[partes.size()];
        Arrays.setAll(colunas, parte -> new Colunas(noMaximo));
        for (var lido : registros) {
            long hash = Tabela.hash(lido.chave());
            colunas[numeroDaParte(hash)].junta(hash, lido);
        }
        return IntStream.range(0, colunas.length)
                .<Runnable>mapToObj(parte -> () -> aplica(colunas[parte], partes.get(parte)))
                .toList();
    }

    /** @param unica a parte de todos; nula se são de várias */
    private void aplica(Colunas lote, @Nullable ParteDaTabela<V> unica) {
        for (int de = 0; de < lote.registros; de += Colunas.GRUPO) {
            int ate = Math.min(de + Colunas.GRUPO, lote.registros);
            lote.antecipa(tabela, de, ate);
            if (unica != null) {
                unica.aplica(lote, de, ate);
                continue;
            }
            for (int i = de; i < ate; i++) {
                parte(lote.hashes[i]).aplica(lote, i, i + 1);
            }
        }
    }

    private ParteDaTabela<V> parte(long hash) {
        return partes.get(numeroDaParte(hash));
    }

    private int numeroDaParte(long hash) {
        return Tabela.segmento(hash) % partes.size();
    }

    @Override
    public void emDia() {
        partes.forEach(ParteDaTabela::emDia);
    }

    @Override
    public Optional<Registro<V>> busca(String chave) {
        var bytes = Chave.bytes(chave);
        var registros = bytes == null ? null : tabela.busca(bytes);
        return Optional.ofNullable(registros)
                .map(entrada -> formato.le(chave, entrada))
                .filter(registro -> !(registro instanceof Registro.Removido));
    }

    @Override
    public Stream<Registro.Valido<V>> validos(@Nullable String apos) {
        return registros(varre(apos), Cabecalho.VALIDO).map(registro -> (Registro.Valido<V>) registro);
    }

    @Override
    public Stream<Registro.Malformado<V>> malformados() {
        return registros(varre(null), Cabecalho.MALFORMADO).map(registro -> (Registro.Malformado<V>) registro);
    }

    /**
     * Uma chave só, como em {@link #percorre}.
     *
     * @return se ela tem um valor válido, e portanto se visitou
     */
    public boolean visita(String chave, Visita visita) throws IOException {
        var bytes = Chave.bytes(chave);
        if (bytes == null) {
            return false;
        }
        var valor = tabela.busca(bytes);
        return valor != null && visita(bytes, 0, bytes.length, valor, visita);
    }

    private static boolean visita(byte[] dados, int chave, int tamanho, Cursor valor, Visita visita)
            throws IOException {
        int cabecalho = valor.proximoByte();
        if (Cabecalho.tipo(cabecalho) != Cabecalho.VALIDO) {
            return false;
        }
        valor.umByte();
        valor.inteiro(); // a partição
        visita.valido(dados, chave, tamanho, Cabecalho.marcas(cabecalho), valor);
        return true;
    }

    /** O que {@link #validos} percorre, no máximo {@code limite}, sem criar um objeto por chave. */
    public void percorre(@Nullable String apos, long limite, Visita visita) throws IOException {
        var varredura = varre(apos);
        for (long vistos = 0; vistos < limite && varredura.avanca(); ) {
            if (visita(
                    varredura.dados(),
                    varredura.inicioDaChave(),
                    varredura.tamanhoDaChave(),
                    varredura.valor(),
                    visita)) {
                vistos++;
            }
        }
    }

    @Override
    public int totalDeValidos() {
        return soma(parte -> parte.validos.getAcquire());
    }

    @Override
    public int totalDeMalformados() {
        return soma(parte -> parte.malformados.getAcquire());
    }

    @Override
    public int totalEmVariasParticoes() {
        return soma(parte -> parte.emVariasParticoes.getAcquire());
    }

    @Override
    public String formato() {
        return nomeDoFormato;
    }

    @Override
    public long impressao() {
        return partes.stream().mapToLong(ParteDaTabela::impressao).sum();
    }

    /** Um bloco por segmento. */
    @Override
    public long copia(Blocos saida) throws IOException {
        var bloco = new Rascunho();
        var rascunho = new Rascunho();
        long impressao = 0;
        int numero = -1;
        for (var varredura = varre(null); varredura.avanca(); ) {
            if (varredura.numero() != numero && bloco.tamanho() > 0) {
                saida.bloco(bloco.bytes(), bloco.tamanho());
                bloco.recomeca();
            }
            numero = varredura.numero();
            impressao += acrescenta(varredura, bloco, rascunho);
        }
        if (bloco.tamanho() > 0) {
            saida.bloco(bloco.bytes(), bloco.tamanho());
        }
        return impressao;
    }

    private long acrescenta(Varredura varredura, Rascunho bloco, Rascunho rascunho) {
        var dados = varredura.dados();
        int de = varredura.inicioDaChave();
        int chave = varredura.tamanhoDaChave();
        var valor = varredura.valor();
        int ate = valor.fim();
        bloco.inteiro(ate - de + Rascunho.tamanho(chave));
        bloco.inteiro(chave);
        bloco.bytes(dados, de, ate - de);
        var texto = Cabecalho.varios(valor.proximoByte()) ? Chave.texto(Arrays.copyOfRange(dados, de, de + chave)) : "";
        return ParteDaTabela.impressao(formato, rascunho, texto, Dispersao.de(dados, de, chave), valor);
    }

    @Override
    public void recebe(byte[] bloco, int tamanho) {
        var entrada = new Cursor(bloco, 0, tamanho);
        entrada.inteiro();
        int chave = (int) entrada.inteiro();
        var parte = parte(Dispersao.de(bloco, entrada.posicao(), chave));
        var segmento = Segmento.com(bloco, tamanho);
        synchronized (parte) {
            parte.recebe(segmento);
        }
    }

    private int soma(ToIntFunction<ParteDaTabela<V>> parcela) {
        return partes.stream().mapToInt(parcela).sum();
    }

    private Varredura varre(@Nullable String apos) {
        // um texto que não é chave de ninguém também tem um lugar na ordem
        var chave = apos == null ? null : Chave.bytes(apos);
        return tabela.varre(apos == null || chave != null ? chave : apos.getBytes(StandardCharsets.UTF_8));
    }

    private Stream<Registro<V>> registros(Varredura varredura, int tipo) {
        Iterator<Registro<V>> registros = new Iterator<>() {
            private @Nullable Registro<V> proximo;

            @Override
            public boolean hasNext() {
                while (proximo == null && varredura.avanca()) {
                    if (Cabecalho.tipo(varredura.valor().proximoByte()) == tipo) {
                        int de = varredura.inicioDaChave();
                        var chave = Arrays.copyOfRange(varredura.dados(), de, de + varredura.tamanhoDaChave());
                        proximo = formato.le(Chave.texto(chave), varredura.valor());
                    }
                }
                return proximo != null;
            }

            @Override
            public Registro<V> next() {
                if (!hasNext() || proximo == null) {
                    throw new NoSuchElementException();
                }
                var este = proximo;
                proximo = null;
                return este;
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(registros, 0), false);
    }
}
