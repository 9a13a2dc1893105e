package br.kafkanapratica.leitura;

/** Um ajuste que o Kafka aceitaria e que desfaria uma promessa do programa, que com ele não começa. */
public final class AjusteContrario extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String nome;

    /** @param porQue o que aconteceria com ele */
    public AjusteContrario(String nome, Object valor, Object exigido, String porQue) {
        super("%s=%s não pode ser: %s. Tire esse ajuste (aqui vale %s).".formatted(nome, valor, porQue, exigido));
        this.nome = nome;
    }

    /** Como se escreve na configuração. */
    public String nome() {
        return nome;
    }
}
