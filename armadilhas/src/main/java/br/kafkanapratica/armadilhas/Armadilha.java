package br.kafkanapratica.armadilhas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Os programas errados, pelo nome com que se iniciam. */
enum Armadilha {
    ESTOQUE_NO_MAXIMO_UMA_VEZ(
            "grava o offset antes do trabalho: morto no meio, perde pedidos", EstoqueNoMaximoUmaVez::main),
    ESTOQUE_AO_MENOS_UMA_VEZ(
            "escreve o resultado e grava o offset sem transação: morto entre os dois, repete pedidos",
            EstoqueAoMenosUmaVez::main),
    ESTOQUE_ID_FIXO(
            "o mesmo transactional.id em todas as instâncias: a segunda derruba a primeira", EstoqueIdFixo::main),
    ESTOQUE_SEM_DLT(
            "repete para sempre o que nunca vai dar certo: um registro ilegível prende a partição",
            EstoqueSemDlt::main),
    ESTOQUE_DEMORADO(
            "trabalha mais que o max.poll.interval.ms: sai do grupo, volta, e os mesmos pedidos com ele, sem fim",
            EstoqueDemorado::main),
    ESTOQUE_QUE_DESFAZ(
            "(certo; o par de pagamento-le-tudo) desfaz a transação de um pedido em cada três, e a refaz",
            EstoqueQueDesfaz::main),
    PAGAMENTO_LE_TUDO("lê read_uncommitted: conclui pedidos cuja aprovação se desfez", PagamentoLeTudo::main),
    NOTIFICACAO_AUTO_COMMIT(
            "deixa o offset por conta do consumidor: morto entre o aviso e a gravação, avisa o cliente de novo",
            NotificacaoAutoCommit::main),
    PEDIDOS_POR_CLIENTE(
            "reparte os pedidos pelo cliente: uma partição recebe quase tudo, e há instâncias sem trabalho",
            PedidosPorCliente::main),
    SALDO_ATE_O_VAZIO(
            "para de reconstruir no primeiro poll vazio: diz-se pronto com menos saldos do que há",
            SaldoAteOVazio::main),
    SALDO_COM_GRUPO(
            "reconstrói com os offsets de um grupo: depois de um reinício, não tem saldo nenhum", SaldoComGrupo::main),
    SALDO_EM_FLOAT("soma dinheiro em double: 0,10 + 0,20 = 0,30000000000000004", SaldoEmFloat::main),
    CONTAS_DELETE(
            "copia contas para um tópico com a política delete: passada a retenção, os saldos se apagam",
            ContasDelete::main),
    SALDO_DUAS_PARTICOES(
            "escolhe a partição ao acaso: o mesmo cliente em duas partições, com dois \"últimos\" saldos",
            SaldoDuasParticoes::main);

    private final String oQueEstaErrado;
    private final Programa programa;

    Armadilha(String oQueEstaErrado, Programa programa) {
        this.oQueEstaErrado = oQueEstaErrado;
        this.programa = programa;
    }

    /** {@code estoque-sem-dlt}. */
    String nome() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String oQueEstaErrado() {
        return oQueEstaErrado;
    }

    /** Volta logo, se o programa segue em threads suas. */
    void roda(String... argumentos) throws Exception {
        programa.main(argumentos);
    }

    static Optional<Armadilha> deNome(String nome) {
        return Arrays.stream(values())
                .filter(armadilha -> armadilha.nome().equals(nome))
                .findFirst();
    }

    private interface Programa {
        void main(String... argumentos) throws Exception;
    }
}
