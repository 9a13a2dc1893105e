package br.kafkanapratica.dashboard.compactacao;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * O que há no log de uma partição, offset a offset. Imutável.
 *
 * <p>Quem construiu leu até o fim: um registro sem outro depois dele com a mesma chave é o que vale.
 */
final class LogDaParticao {

    /** O destino de um offset; a ordem é a da legenda da página. */
    enum Estado {
        VIVO,
        SUPERADO,
        REMOCAO,
        BURACO
    }

    /** Um trecho da tira: quantos offsets há de cada estado. */
    record Celula(long de, long ate, int vivos, int superados, int remocoes, long buracos) {}

    private static final long NUNCA = -1;

    private final int numero;
    private final long inicio;
    private final long fim;
    private final OptionalLong inicioDoAtivo;
    private final long[] offsets;
    private final long[] superadoPor;
    private final boolean[] remocao;
    private final int chaves;

    /**
     * @param inicio o primeiro offset que se leu
     * @param offsets os que têm registro, em ordem
     * @param superadoPor o offset do registro seguinte com a mesma chave, ou negativo
     */
    LogDaParticao(
            int numero,
            long inicio,
            long fim,
            OptionalLong inicioDoAtivo,
            long[] offsets,
            long[] superadoPor,
            boolean[] remocao,
            int chaves) {
        this.numero = numero;
        this.inicio = inicio;
        this.fim = fim;
        this.inicioDoAtivo = inicioDoAtivo;
        this.offsets = offsets;
        this.superadoPor = superadoPor;
        this.remocao = remocao;
        this.chaves = chaves;
    }

    int numero() {
        return numero;
    }

    long inicio() {
        return inicio;
    }

    long fim() {
        return fim;
    }

    OptionalLong inicioDoAtivo() {
        return inicioDoAtivo;
    }

    int registros() {
        return offsets.length;
    }

    /** Chaves distintas, contadas as removidas. */
    int chaves() {
        return chaves;
    }

    int superados() {
        return (int) Arrays.stream(superadoPor).filter(por -> por > NUNCA).count();
    }

    Estado estado(long offset) {
        int lugar = Arrays.binarySearch(offsets, offset);
        if (lugar < 0) {
            return Estado.BURACO;
        }
        if (superadoPor[lugar] > NUNCA) {
            return Estado.SUPERADO;
        }
        return remocao[lugar] ? Estado.REMOCAO : Estado.VIVO;
    }

    /** Por que o que está neste offset fica, ou vai embora. */
    String porque(long offset) {
        var estado = estado(offset);
        return switch (estado) {
            case VIVO -> "É o último registro desta chave: a compactação sempre o guarda.";
            case REMOCAO ->
                "É uma remoção (valor nulo), e o último desta chave. Fica por delete.retention.ms (24 h) depois de"
                        + " compactada, para que todo leitor a veja, e então some também.";
            case BURACO ->
                offset >= inicio && offset < fim
                        ? "Não há registro: o cleaner apagou o que havia aqui (ou é a marca de uma transação). Os outros não"
                                + " mudaram de offset."
                        : "Fora do que se leu do log.";
            case SUPERADO -> porqueSuperado(offset, superadoPor[Arrays.binarySearch(offsets, offset)]);
        };
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
        long comeco = Math.max(inicio, de);
        long termino = Math.min(fim, ate);
        long tamanho = Math.max(1, (termino - comeco + quantas - 1) / quantas);
        var celulas = new ArrayList<Celula>();
        int lugar = lugarAPartirDe(comeco);
        for (long primeiro = comeco; primeiro < termino; primeiro += tamanho) {
            long depois = Math.min(primeiro + tamanho, termino);
            int vivos = 0;
            int superados = 0;
            int remocoes = 0;
            for (; lugar < offsets.length && offsets[lugar] < depois; lugar++) {
                if (superadoPor[lugar] > NUNCA) {
                    superados++;
                } else if (remocao[lugar]) {
                    remocoes++;
                } else {
                    vivos++;
                }
            }
            celulas.add(new Celula(
                    primeiro,
                    depois - 1,
                    vivos,
                    superados,
                    remocoes,
                    depois - primeiro - vivos - superados - remocoes));
        }
        return List.copyOf(celulas);
    }

    private int lugarAPartirDe(long offset) {
        int lugar = Arrays.binarySearch(offsets, offset);
        return lugar < 0 ? -lugar - 1 : lugar;
    }
}
