package br.kafkanapratica.contratos;

/**
 * Os headers, em texto UTF-8, de cada registro de um tópico {@code -dlt}.
 *
 * <p>Quem os lê não conta com eles: outro programa pode ter escrito ali, e um header pode faltar ou ter valor nulo.
 */
public final class HeaderDaDlt {

    /** Por que não pôde ser processado. */
    public static final String CAUSA = "dlt-causa";

    /** O programa que desistiu dele ({@link EtapaDoPipeline#programa()}). */
    public static final String SERVICO = "dlt-servico";

    /** O tópico de onde veio. */
    public static final String TOPICO = "dlt-topico";

    /** A partição de onde veio, em decimal. */
    public static final String PARTICAO = "dlt-particao";

    /** O offset que tinha lá, em decimal. */
    public static final String OFFSET = "dlt-offset";

    /** A classe da exceção que o fez falhar; falta se ele foi recusado sem nenhuma. */
    public static final String EXCECAO = "dlt-excecao";

    /** As primeiras linhas do stack trace dela. */
    public static final String PILHA = "dlt-pilha";

    private HeaderDaDlt() {}
}
