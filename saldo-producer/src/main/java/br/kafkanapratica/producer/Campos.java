package br.kafkanapratica.producer;

import java.util.ArrayList;
import java.util.List;

/**
 * Os campos de uma linha de CSV. As aspas só abrem no começo de um campo, e dentro delas as dobradas valem uma.
 *
 * @param valores sem as aspas nem os espaços de fora delas
 * @param bem se as aspas, onde há, envolvem campos inteiros
 * @param aberto se a linha acabou dentro de aspas: o campo continua na seguinte
 * @param outros quantos dos outros separadores há fora de aspas
 */
record Campos(List<String> valores, boolean bem, boolean aberto, int outros) {

    static Campos de(String linha, Separador separador) {
        return new Leitura(linha, separador).le(false);
    }

    /** Os da linha seguinte a uma que ficou aberta. */
    static Campos continuacao(String linha, Separador separador) {
        return new Leitura(linha, separador).le(true);
    }

    private static final class Leitura {
        private final String linha;
        private final Separador separador;
        private final List<String> valores = new ArrayList<>(2);
        private boolean bem = true;
        private boolean aberto;
        private int outros;
        private int onde;

        private Leitura(String linha, Separador separador) {
            this.linha = linha;
            this.separador = separador;
        }

        private Campos le(boolean dentroDeAspas) {
            boolean aspas = dentroDeAspas;
            do {
                pulaEspacos();
                if (!aspas && onde < linha.length() && linha.charAt(onde) == '"') {
                    onde++;
                    aspas = true;
                }
                valores.add(aspas ? entreAspas() : solto());
                aspas = false;
            } while (!aberto && passaOSeparador());
            return new Campos(valores, bem, aberto, outros);
        }

        private String entreAspas() {
            var valor = new StringBuilder();
            for (; onde < linha.length(); onde++) {
                if (linha.charAt(onde) != '"') {
                    valor.append(linha.charAt(onde));
                } else if (onde + 1 < linha.length() && linha.charAt(onde + 1) == '"') {
                    valor.append('"');
                    onde++;
                } else {
                    onde++;
                    bem &= solto().isBlank();
                    return valor.toString();
                }
            }
            aberto = true;
            return valor.toString();
        }

        private String solto() {
            int inicio = onde;
            for (; onde < linha.length() && linha.charAt(onde) != separador.caractere(); onde++) {
                bem &= linha.charAt(onde) != '"';
                outros += separador.eOutro(linha.charAt(onde)) ? 1 : 0;
            }
            return linha.substring(inicio, onde);
        }

        private void pulaEspacos() {
            while (onde < linha.length()
                    && Character.isWhitespace(linha.charAt(onde))
                    && linha.charAt(onde) != separador.caractere()) {
                onde++;
            }
        }

        private boolean passaOSeparador() {
            return onde++ < linha.length();
        }
    }
}
