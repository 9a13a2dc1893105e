package br.kafkanapratica.juiz;

/** O que pode estar errado, pelo nome. */
public enum Anomalia {
    /** Um envio confirmado não está no log. */
    ENVIO_PERDIDO("envio perdido"),
    /** Um envio recusado está no log, ou alguém o viu. */
    RECUSADO_VISTO("recusado e visto"),
    /** No mesmo offset, um viu um registro e outro viu outro. */
    LUGAR_TROCADO("lugar trocado"),
    /** O grupo passou pelo registro, e não há resultado. */
    PERDIDO("perdido"),
    /** Há mais resultados do que registros que os originem, ou mais registros do que envios. */
    DUPLICADO("duplicado"),
    /** Um resultado sem o registro que o originou, ou um registro que ninguém enviou. */
    SEM_ORIGEM("sem origem"),
    /** Alguém viu o valor de uma transação abortada, ou há um resultado dele. */
    DESFEITO_VISTO("desfeito e visto"),
    /** Alguém viu o valor de uma transação ainda aberta, ou há um resultado dele. */
    ABERTO_VISTO("aberto e visto"),
    /** Na mesma partição, registros da mesma chave saíram noutra ordem, ou um envio está antes de outro que já estava confirmado. */
    REORDENADO("reordenado"),
    /** Um leitor passou de um registro a outro sem ver um que está entre os dois. */
    PULADO("pulado"),
    /** Um leitor viu de novo, na mesma vida, um registro que já tinha visto, ou um anterior. */
    RELIDO("relido"),
    /** Nada anda há mais tempo do que se tolera, e o que está à frente espera. */
    PARADO("parado"),
    /** O offset do grupo já estava gravado quando o resultado ainda não estava no log. */
    OFFSET_ANTES_DO_RESULTADO("offset antes do resultado"),
    /** Uma resposta que nenhum prefixo do log explica. */
    RESPOSTA_SEM_EXPLICACAO("resposta sem explicação"),
    /** A resposta não inclui a posição que prometeu esperar. */
    POSICAO_NAO_CUMPRIDA("posição não cumprida"),
    /** Depois de um estado, a mesma vida do serviço mostrou um anterior. */
    VOLTOU_NO_TEMPO("voltou no tempo"),
    /** Diz-se pronto, ou responde, sem ter o que já estava confirmado antes de começar. */
    PRONTO_SEM_ESTAR("pronto sem estar");

    private final String nome;

    Anomalia(String nome) {
        this.nome = nome;
    }

    /** Em português, para quem lê. */
    public String nome() {
        return nome;
    }
}
