package br.kafkanapratica.experimentos.controle;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Um programa do laboratório, num instante.
 *
 * @param nome {@code pagamento-service}, {@code estoque-service-2}, {@code broker-1}, {@code estoque-id-fixo}
 * @param papel o programa certo cujo lugar este ocupa: {@code estoque-service}, também para a segunda instância e para a armadilha;
 *     vazio se não ocupa o de nenhum
 * @param pid o deste, ou o que teve
 * @param desde quando começou, ou, se terminou, quando
 * @param fim como terminou, se terminou
 * @param armadilha se é um programa errado
 * @param tempo o tempo de trabalho pedido, se não é o de sempre
 * @param porta onde atende em {@code localhost}, ou 0 se não tem uma só sua
 * @param naMao o pedido em que uma etapa trabalha agora ou, se terminou, trabalhava; nulo se nenhum
 */
public record ProcessoVisto(
        String nome,
        String papel,
        long pid,
        Estado estado,
        Instant desde,
        @Nullable String fim,
        boolean armadilha,
        @Nullable String tempo,
        int porta,
        @Nullable Trabalho naMao) {

    /**
     * O pedido que uma etapa tem na mão.
     *
     * @param desde quando disse que o recebeu
     */
    public record Trabalho(String pedido, Instant desde) {}

    public enum Estado {
        NO_AR,
        PAUSADO,
        TERMINADO;

        /** {@code no-ar}. */
        public String palavra() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String NADA = "-";
    private static final int CAMPOS = 11;

    public boolean vivo() {
        return estado != Estado.TERMINADO;
    }

    /** Uma linha, os campos separados por tabs. */
    public String linha() {
        return String.join(
                "\t",
                nome,
                papel.isEmpty() ? NADA : papel,
                Long.toString(pid),
                estado.palavra(),
                desde.toString(),
                armadilha ? "armadilha" : "certo",
                tempo == null ? NADA : tempo,
                Integer.toString(porta),
                naMao == null ? NADA : naMao.pedido().replace('\t', ' '),
                naMao == null ? NADA : naMao.desde().toString(),
                fim == null ? NADA : fim.replace('\t', ' '));
    }

    /** Vazio se não é uma linha destas: um laboratório de outra versão. */
    static Optional<ProcessoVisto> daLinha(String linha) {
        var campos = List.of(linha.split("\t", -1));
        if (campos.size() != CAMPOS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessoVisto(
                    campos.get(0),
                    campos.get(1).equals(NADA) ? "" : campos.get(1),
                    Long.parseLong(campos.get(2)),
                    Estado.valueOf(campos.get(3).toUpperCase(Locale.ROOT).replace('-', '_')),
                    Instant.parse(campos.get(4)),
                    campos.get(10).equals(NADA) ? null : campos.get(10),
                    campos.get(5).equals("armadilha"),
                    campos.get(6).equals(NADA) ? null : campos.get(6),
                    Integer.parseInt(campos.get(7)),
                    campos.get(9).equals(NADA) ? null : new Trabalho(campos.get(8), Instant.parse(campos.get(9)))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
