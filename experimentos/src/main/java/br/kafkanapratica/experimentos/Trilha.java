package br.kafkanapratica.experimentos;

/** Experimentos que se seguem uns aos outros. */
public enum Trilha {
    PEDIDOS("Pedidos", "Programas que só se conhecem pelos tópicos"),
    GARANTIAS("Garantias", "O que se promete, e o que acontece com quem não o faz"),
    SALDOS("Saldos", "O estado que é função do log"),
    CLUSTER("Cluster", "Três brokers: quem manda quando um morre");

    private final String titulo;
    private final String resumo;

    Trilha(String titulo, String resumo) {
        this.titulo = titulo;
        this.resumo = resumo;
    }

    public String titulo() {
        return titulo;
    }

    public String resumo() {
        return resumo;
    }
}
