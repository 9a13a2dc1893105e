package br.kafkanapratica.experimentos.controle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Os programas errados, pelo nome com que {@code armadilhas.jar} os conhece, e de quem cada um toma o lugar. */
public enum Armadilha {
    ESTOQUE_NO_MAXIMO_UMA_VEZ("estoque-service"),
    ESTOQUE_AO_MENOS_UMA_VEZ("estoque-service"),
    ESTOQUE_ID_FIXO("estoque-service"),
    ESTOQUE_SEM_DLT("estoque-service"),
    ESTOQUE_DEMORADO("estoque-service"),
    /** Não é errado: desfaz transações, para se ver quem as lê assim mesmo. */
    ESTOQUE_QUE_DESFAZ("estoque-service"),
    PAGAMENTO_LE_TUDO("pagamento-service"),
    NOTIFICACAO_AUTO_COMMIT("notificacao-service"),
    /** Um producer: escreve e termina. */
    PEDIDOS_POR_CLIENTE(""),
    /** Atende noutra porta: o certo fica no ar, para se comparar. */
    SALDO_ATE_O_VAZIO(""),
    /** Idem. */
    SALDO_COM_GRUPO(""),
    SALDO_EM_FLOAT(""),
    CONTAS_DELETE(""),
    SALDO_DUAS_PARTICOES("");

    private final String noLugarDe;

    Armadilha(String noLugarDe) {
        this.noLugarDe = noLugarDe;
    }

    /** {@code estoque-id-fixo}. */
    public String nome() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** O programa que é parado para que esta rode; vazio se nenhum. */
    public Optional<String> noLugarDe() {
        return Optional.of(noLugarDe).filter(programa -> !programa.isEmpty());
    }

    /** Se responde como o saldo-service, numa porta só sua ({@link ProcessoVisto#porta}). */
    public boolean temApi() {
        return this == SALDO_ATE_O_VAZIO || this == SALDO_COM_GRUPO;
    }

    public static Optional<Armadilha> de(String nome) {
        return Arrays.stream(values())
                .filter(armadilha -> armadilha.nome().equals(nome))
                .findFirst();
    }

    public static String nomes() {
        return Arrays.stream(values()).map(Armadilha::nome).collect(Collectors.joining(", "));
    }
}
