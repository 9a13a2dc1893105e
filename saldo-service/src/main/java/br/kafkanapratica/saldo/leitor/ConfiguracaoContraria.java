package br.kafkanapratica.saldo.leitor;

/** Uma configuração de fora que contradiz aquilo de que o estado certo depende: o programa não sobe com ela. */
public final class ConfiguracaoContraria extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfiguracaoContraria(String nome, Object dado, String valor) {
        super("a configuração do consumidor %s=%s não serve: tem de ser %s".formatted(nome, dado, valor));
    }
}
