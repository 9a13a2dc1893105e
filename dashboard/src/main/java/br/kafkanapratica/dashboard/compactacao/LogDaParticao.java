package br.kafkanapratica.dashboard.compactacao;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * O que há no log de uma partição, offset a offset, como uma {@link LeituraDaParticao} o encontrou. Imutável.
 */
final class LogDaParticao {

    /** Um trecho da tira: quantos offsets há de cada estado. */
    record Celula(long de, long ate, Map<Estado, Long> quantos) {}

    /**
     * De onde até onde se leu.
     *
     * @param comeco onde o log começa
     * @param de o primeiro offset que se leu, maior que {@code comeco} num log grande
     * @param ate o fim do que se leu, exclusive: o do log, ou onde a leitura não passou
     * @param fim o do log
     */
    record Trecho(long comeco, long de, long ate, long fim) {}

    /**
     * Os registros, em colunas.
     *
     * @param offsets em ordem
     * @param por o offset do registro que decide em vez deste; só vale para os superados e encobertos
     * @param onde a partição em que ele está
     */
    record Colunas(long[] offsets, Estado[] estados, long[] por, int[] onde) {}

    private final int numero;
    private final Trecho trecho;
    private final OptionalLong inicioDoAtivo;
    private final Colunas colunas;
    private final @Nullable String ilegivel;

    /** @param ilegivel por que a leitura não passou de {@code trecho.ate()}; nulo se passou */
    LogDaParticao(int numero, Trecho trecho, OptionalLong inicioDoAtivo, Colunas colunas, @Nullable String ilegivel) {
        this.numero = numero;
        this.trecho = trecho;
        this.inicioDoAtivo = inicioDoAtivo;
        this.colunas = colunas;
        this.ilegivel = ilegivel;
    }

    int numero() {
        return numero;
    }

    Trecho trecho() {
        return trecho;
    }

    OptionalLong inicioDoAtivo() {
        return inicioDoAtivo;
    }

    @Nullable
    String ilegivel() {
        return ilegivel;
    }

    int registros() {
        return colunas.offsets().length;
    }

    long quantos(Estado estado) {
        return Arrays.stream(colunas.estados()).filter(este -> este == estado).count();
    }

    Estado estado(long offset) {
        int lugar = Arrays.binarySearch(colunas.offsets(), offset);
        return lugar < 0 ? Estado.BURACO : colunas.estados()[lugar];
    }

    /** Por que o que está neste offset fica, ou vai embora. */
    String porque(long offset) {
        int lugar = Arrays.binarySearch(colunas.offsets(), offset);
        return switch (estado(offset)) {
            case VIVO -> "É o último registro desta chave: decide o saldo, e a compactação sempre o guarda.";
            case MALFORMADO ->
                "É o último registro desta chave, e por isso decide; mas não é um saldo. O saldo-service responde por este"
                        + " cliente com erro (409) até que se escreva outro.";
            case REMOCAO ->
                "É uma remoção (valor nulo), e o último desta chave. Fica por delete.retention.ms (24 h) depois de"
                        + " compactada, para que todo leitor a veja, e então some também.";
            case SUPERADO -> porqueSuperado(offset, colunas.por()[lugar]);
            case ENCOBERTO ->
                ("Não vale: quem decide sobre esta chave é o offset %d da partição %d, mais novo. A compactação é por partição, e"
                                + " este fica, por ser o último da chave nesta.")
                        .formatted(colunas.por()[lugar], colunas.onde()[lugar]);
            case ABORTADO -> "Não vale: a transação que o escreveu foi desfeita. O cleaner o apaga.";
            case PENDENTE ->
                "Ainda não vale: há uma transação aberta antes dele, e até ela acabar ninguém o lê (read_committed).";
            case SEM_CHAVE -> "Não tem chave, e por isso não é de cliente nenhum.";
            case BURACO -> porqueBuraco(offset);
        };
    }

    private String porqueBuraco(long offset) {
        if (offset >= trecho.de() && offset < trecho.ate()) {
            return "Não há registro: o cleaner apagou o que havia aqui (ou é a marca de uma transação). Os outros não"
                    + " mudaram de offset.";
        }
        return ilegivel != null && offset >= trecho.ate()
                ? "Não se sabe: a leitura não passa do offset %d (%s).".formatted(trecho.ate(), ilegivel)
                : "Fora do que se leu do log.";
    }

    private String porqueSuperado(long offset, long por) {
        var superado = "Já não vale: o offset %d tem a mesma chave. ".formatted(por);
        if (inicioDoAtivo.isEmpty()) {
            return superado + "Vai embora quando o cleaner passar por ele e pelo mais novo, fora do segmento ativo.";
        }
        long ativo = inicioDoAtivo.getAsLong();
        if (offset >= ativo) {
            return superado + "Mas ainda fica: está no segmento ativo, em que o cleaner não toca.";
        }
        return superado
                + (por >= ativo
                        ? "Mas ainda fica: o mais novo está no segmento ativo, que o cleaner não lê até ele fechar."
                        : "Os dois estão em segmentos fechados: vai embora na próxima passada do cleaner.");
    }

    /** O trecho [de, ate) em no máximo {@code quantas} células de mesmo tamanho. */
    List<Celula> celulas(long de, long ate, int quantas) {
        long comeco = Math.max(trecho.de(), de);
        long termino = Math.min(trecho.ate(), ate);
        long tamanho = Math.max(1, (termino - comeco + quantas - 1) / quantas);
        var celulas = new ArrayList<Celula>();
        int lugar = lugarAPartirDe(comeco);
        for (long primeiro = comeco; primeiro < termino; primeiro += tamanho) {
            long depois = Math.min(primeiro + tamanho, termino);
            var quantos = new EnumMap<Estado, Long>(Estado.class);
            long buracos = depois - primeiro;
            for (; lugar < colunas.offsets().length && colunas.offsets()[lugar] < depois; lugar++) {
                quantos.merge(colunas.estados()[lugar], 1L, Long::sum);
                buracos--;
            }
            if (buracos > 0) {
                quantos.put(Estado.BURACO, buracos);
            }
            celulas.add(new Celula(primeiro, depois - 1, quantos));
        }
        return List.copyOf(celulas);
    }

    private int lugarAPartirDe(long offset) {
        int lugar = Arrays.binarySearch(colunas.offsets(), offset);
        return lugar < 0 ? -lugar - 1 : lugar;
    }
}
