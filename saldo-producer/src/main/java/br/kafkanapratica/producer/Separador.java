package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.EntradaInvalida;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** O que separa as colunas de um CSV: um só no arquivo inteiro, porque a vírgula também separa os centavos. */
enum Separador {
    PONTO_E_VIRGULA(';'),
    VIRGULA(',');

    private static final List<String> CABECALHO = List.of("cliente_id", "saldo");

    /** Uma linha que também é um valor em reais, {@code 1234,50}, não diz nada do separador. */
    private static final Pattern TAMBEM_VALOR =
            Pattern.compile("[\\s\\p{Z}\\uFEFF]*+[-R$\\s]*+[0-9.]++,[0-9]++[\\s\\p{Z}]*+");

    private final char caractere;

    Separador(char caractere) {
        this.caractere = caractere;
    }

    char caractere() {
        return caractere;
    }

    boolean eOutro(char outro) {
        return outro != caractere && List.of(values()).stream().anyMatch(separador -> separador.caractere == outro);
    }

    static Optional<Separador> de(String texto) {
        return List.of(values()).stream()
                .filter(separador -> texto.equals(String.valueOf(separador.caractere)))
                .findFirst();
    }

    /**
     * O do arquivo, pela primeira linha que tem algum; vazio se esta não tem nenhum.
     *
     * @throws ArquivoIlegivel se a linha tanto pode ser duas colunas como um valor só
     */
    static Optional<Separador> decide(String linha) throws ArquivoIlegivel {
        for (var separador : values()) {
            if (ehCabecalho(linha, separador)) {
                return Optional.of(separador);
            }
        }
        if (TAMBEM_VALOR.matcher(linha).matches()) {
            throw new ArquivoIlegivel(
                    ("não sei qual é o separador deste arquivo: %s tanto pode ser cliente e saldo como um valor só. Nada foi enviado. "
                                    + "Ponha na primeira linha o cabeçalho (cliente_id;saldo ou cliente_id,saldo), ou diga --separador ';' ou --separador ','")
                            .formatted(EntradaInvalida.cita(linha)));
        }
        // O ponto e vírgula primeiro: é o das planilhas brasileiras, onde a vírgula é dos centavos.
        return List.of(values()).stream()
                .filter(separador -> Campos.de(linha, separador).valores().size() > 1)
                .findFirst();
    }

    static boolean ehCabecalho(String linha, Separador separador) {
        return nomes(linha, separador).equals(CABECALHO);
    }

    /** Se tem os nomes das colunas, mas não só elas e nesta ordem. */
    static boolean ehOutroCabecalho(String linha, Separador separador) {
        var nomes = nomes(linha, separador);
        return !nomes.equals(CABECALHO) && nomes.stream().anyMatch(CABECALHO::contains);
    }

    private static List<String> nomes(String linha, Separador separador) {
        return Campos.de(linha, separador).valores().stream()
                .map(nome -> nome.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
