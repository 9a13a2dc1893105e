package br.kafkanapratica.contratos;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cada estágio por que um pedido passa, na ordem: o que lê, com que grupo, e onde escreve o que fez.
 *
 * <p>Os grupos também estão em {@link Grupo}, como constantes, porque uma anotação não aceita outra coisa.
 */
public enum EstagioDoPedido {
    ESTOQUE("estoque-service", Grupo.ESTOQUE, Topico.NOVOS_PEDIDOS, Topico.PEDIDOS_APROVADOS),
    PAGAMENTO("pagamento-service", Grupo.PAGAMENTO, Topico.PEDIDOS_APROVADOS, Topico.PEDIDOS_CONCLUIDOS),
    NOTIFICACAO("notificacao-service", Grupo.NOTIFICACAO, Topico.PEDIDOS_CONCLUIDOS, null);

    private final String programa;
    private final String grupo;
    private final Topico lido;
    private final @Nullable Topico escrito;

    EstagioDoPedido(String programa, String grupo, Topico lido, @Nullable Topico escrito) {
        this.programa = programa;
        this.grupo = grupo;
        this.lido = lido;
        this.escrito = escrito;
    }

    /** O nome do programa: o do módulo, do jar e do header {@link HeaderDaDlt#SERVICO}. */
    public String programa() {
        return programa;
    }

    /** O grupo de consumidores. */
    public String grupo() {
        return grupo;
    }

    public Topico lido() {
        return lido;
    }

    /** O tópico do estágio seguinte; vazio no último, cujo efeito fica fora do Kafka. */
    public Optional<Topico> escrito() {
        return Optional.ofNullable(escrito);
    }

    /** Onde fica o que este estágio nunca pôde processar. */
    public Topico dlt() {
        return lido.dlt();
    }
}
