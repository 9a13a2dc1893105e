package br.kafkanapratica.contratos;

/** O que uma pessoa escreveu não serve; a mensagem, sem ponto final, diz por que e como escrever. */
public final class EntradaInvalida extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int MAIOR_CITACAO = 40;

    /** O que num terminal ou num log não seria só um caractere na linha. */
    private static final String SEM_LUGAR_NA_LINHA = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    public EntradaInvalida(String mensagem) {
        super(mensagem);
    }

    /** O texto entre aspas, para pôr na mensagem: só o começo do que é longo, e sem nada que mexa com o terminal. */
    public static String cita(String texto) {
        boolean longo = texto.codePointCount(0, texto.length()) > MAIOR_CITACAO;
        var comeco = longo ? texto.substring(0, texto.offsetByCodePoints(0, MAIOR_CITACAO)) + "…" : texto;
        return '"' + comeco.replaceAll(SEM_LUGAR_NA_LINHA, "\uFFFD") + '"';
    }
}
