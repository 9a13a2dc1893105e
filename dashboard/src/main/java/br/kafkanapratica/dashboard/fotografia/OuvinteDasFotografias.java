package br.kafkanapratica.dashboard.fotografia;

/** A quem se dizem as fotografias, na ordem em que se tiram e de uma thread só. */
public interface OuvinteDasFotografias {

    void fotografado(Fotografia nova);

    /**
     * O Kafka responde, mas não a tudo o que se pergunta.
     *
     * @param causa em poucas palavras, sem ponto final
     */
    void semFotografia(String causa);

    /** O Kafka não responde a nada. */
    void semContato();
}
