package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.EntradaInvalida;
import br.kafkanapratica.terminal.Plural;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Os saldos de um CSV, um por vez. O que não cabe é um erro com o número da linha: nada de um arquivo estragado vira dinheiro
 * sem se dizer.
 */
final class LeituraDoCsv {

    private static final String BOM = "\uFEFF";
    private static final int ASSINATURA = 4;

    private final Linhas linhas;
    private @Nullable Separador separador;
    private boolean comecou;
    private long comErro;

    /**
     * @param bytes fechado por quem o abriu
     * @param separador null, se é o próprio arquivo que o diz
     * @throws ArquivoIlegivel se não é um texto em UTF-8
     */
    LeituraDoCsv(InputStream bytes, @Nullable Separador separador) throws IOException, ArquivoIlegivel {
        this.linhas = new Linhas(new BufferedReader(new InputStreamReader(texto(bytes), StandardCharsets.UTF_8)));
        this.separador = separador;
    }

    interface Erros {
        void diz(String mensagem);
    }

    /**
     * O próximo saldo; null depois do último.
     *
     * @param erros ouve os das linhas puladas até ele
     * @throws ArquivoIlegivel se o arquivo não é de saldos, ou não se sabe o seu separador; só antes do primeiro saldo
     */
    @Nullable
    LinhaDeSaldo proximo(Erros erros) throws IOException, ArquivoIlegivel {
        for (String linha; (linha = linhas.proxima()) != null; ) {
            if (linhas.numero() == 1 && linha.startsWith(BOM)) {
                linha = linha.substring(1);
            }
            if (linha.isBlank()) {
                continue;
            }
            try {
                var lido = saldo(linha);
                if (lido != null) {
                    return lido;
                }
            } catch (EntradaInvalida e) {
                comErro++;
                erros.diz("Linha %d: %s.".formatted(linhas.numero(), e.getMessage()));
            } catch (CampoAberto e) {
                pulaAteFechar(e.separador, erros);
            }
        }
        return null;
    }

    long numero() {
        return linhas.numero();
    }

    long comErro() {
        return comErro;
    }

    /** Null para o cabeçalho. */
    private @Nullable LinhaDeSaldo saldo(String linha) throws EntradaInvalida, ArquivoIlegivel, CampoAberto {
        if (linha.indexOf('\r') >= 0) { // pode ser o arquivo inteiro
            throw new EntradaInvalida("tem uma quebra de linha só com CR no meio. Salve o arquivo com LF ou CRLF");
        }
        if (linhas.longaDemais()) {
            throw new EntradaInvalida(
                    "passa de %d caracteres: %s".formatted(Linhas.MAIOR, EntradaInvalida.cita(linha)));
        }
        var separador = separadorDe(linha);
        if (!comecou) {
            comecou = true;
            if (Separador.ehCabecalho(linha, separador)) {
                return null;
            }
            exigeQueNaoSejaOutroCabecalho(linha, separador);
        }
        var campos = Campos.de(linha, separador);
        if (campos.aberto()) {
            throw new CampoAberto(separador);
        }
        return LinhaDeSaldo.de(campos, linha, separador);
    }

    private Separador separadorDe(String linha) throws EntradaInvalida, ArquivoIlegivel {
        if (separador == null) {
            separador = Separador.decide(linha)
                    .orElseThrow(() -> LinhaDeSaldo.colunas(1, linha, Separador.PONTO_E_VIRGULA));
        }
        return separador;
    }

    /** Com as colunas trocadas, o id de um cliente seria o dinheiro de outro. */
    private void exigeQueNaoSejaOutroCabecalho(String linha, Separador separador) throws ArquivoIlegivel {
        if (Separador.ehOutroCabecalho(linha, separador)) {
            throw new ArquivoIlegivel("o cabeçalho da linha %d é %s e tem de ser cliente_id%ssaldo. Nada foi enviado"
                    .formatted(numero(), EntradaInvalida.cita(linha), separador.caractere()));
        }
    }

    /** O que está entre aspas abertas não é lido como saldo, ainda que pareça um. */
    private void pulaAteFechar(Separador separador, Erros erros) throws IOException {
        long primeira = numero();
        for (String linha; (linha = linhas.proxima()) != null; ) {
            if (!Campos.continuacao(linha, separador).aberto()) {
                comErro += numero() - primeira + 1;
                erros.diz("Linhas %d a %d: as aspas abertas na primeira só fecham na última."
                        .formatted(primeira, numero()));
                return;
            }
        }
        comErro += numero() - primeira + 1;
        erros.diz(
                primeira == numero()
                        ? "Linha %d: as aspas abertas não fecham.".formatted(primeira)
                        : "Linha %d: as aspas abertas não fecham até o fim do arquivo; %s."
                                .formatted(
                                        primeira,
                                        Plural.de(
                                                numero() - primeira,
                                                "linha depois dela não foi lida",
                                                "linhas depois dela não foram lidas")));
    }

    private static InputStream texto(InputStream bytes) throws IOException, ArquivoIlegivel {
        var texto = new BufferedInputStream(bytes);
        texto.mark(ASSINATURA);
        var comeco = texto.readNBytes(ASSINATURA);
        texto.reset();
        if (comeca(comeco, 0xFF, 0xFE) || comeca(comeco, 0xFE, 0xFF)) {
            throw new ArquivoIlegivel("o arquivo está em UTF-16. Nada foi enviado. Salve-o como CSV UTF-8");
        }
        if (comeca(comeco, 'P', 'K', 3, 4) || comeca(comeco, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw new ArquivoIlegivel("o arquivo é uma planilha ou um zip. Nada foi enviado. Salve-o como CSV UTF-8");
        }
        return texto;
    }

    private static boolean comeca(byte[] bytes, int... assinatura) {
        for (int i = 0; i < assinatura.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != assinatura[i]) {
                return false;
            }
        }
        return true;
    }

    private static final class CampoAberto extends Exception {
        private static final long serialVersionUID = 1L;

        private final Separador separador;

        CampoAberto(Separador separador) {
            super("campo aberto");
            this.separador = separador;
        }
    }
}
