package br.kafkanapratica.terminal;

/** O que se vê, de fora, quando uma resposta do Kafka demora. */
public enum Sintoma {
    /** Nenhum endereço aceita conexão: o broker não está no ar. */
    NADA_ATENDE(true, "ninguém atende nesse endereço"),
    TOPICO_SUMIU(true, "o tópico não existe mais"),
    /** A thread de rede do cliente morreu: nada mais vai, nem volta. */
    CLIENTE_MORTO(true, "o cliente do Kafka deste programa parou"),
    SEM_LIDER(false, "há partição sem líder (um broker fora do ar, ou com o disco cheio)"),
    SEM_REPLICAS(false, "faltam no ar réplicas que o min.insync.replicas do tópico exige"),
    /** A conexão é aceita, mas o pedido fica sem resposta. */
    MUDO(false, "ele aceita a conexão mas não responde (máquina lenta, ou broker parado)"),
    /** Responde a outras perguntas. */
    LENTO(false, "ele responde, devagar");

    private final boolean semCura;
    private final String descricao;

    Sintoma(boolean semCura, String descricao) {
        this.semCura = semCura;
        this.descricao = descricao;
    }

    /** Se esperar mais não adianta. */
    boolean semCura() {
        return semCura;
    }

    String descricao() {
        return descricao;
    }
}
