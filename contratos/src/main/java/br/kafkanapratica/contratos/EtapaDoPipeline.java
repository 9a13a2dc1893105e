package br.kafkanapratica.contratos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As etapas por que um pedido passa, na ordem: o programa que faz cada uma, o que ele lê, com que grupo, e onde escreve o que fez.
 * É a definição única: programas, dashboard, testes e medições a usam.
 */
public enum EtapaDoPipeline {
    ESTOQUE(Grupo.ESTOQUE, Topico.NOVOS_PEDIDOS, Topico.PEDIDOS_APROVADOS),
    PAGAMENTO(Grupo.PAGAMENTO, Topico.PEDIDOS_APROVADOS, Topico.PEDIDOS_CONCLUIDOS),
    NOTIFICACAO(Grupo.NOTIFICACAO, Topico.PEDIDOS_CONCLUIDOS, null);

    private final String grupo;
    private final Topico entrada;
    private final Topico dlt;
    private final @Nullable Topico saida;

    EtapaDoPipeline(String grupo, Topico entrada, @Nullable Topico saida) {
        this.grupo = grupo;
        this.entrada = entrada;
        this.dlt = entrada.dlt();
        this.saida = saida;
    }

    /** O que vai entre colchetes nas linhas que o programa escreve: {@code [ESTOQUE]}. */
    public String rotulo() {
        return name();
    }

    /** O nome do programa: o do módulo, do jar e do header {@link HeaderDaDlt#SERVICO}. */
    public String programa() {
        return name().toLowerCase(Locale.ROOT) + "-service";
    }

    /** O grupo de consumidores. */
    public String grupo() {
        return grupo;
    }

    /** De onde o grupo lê. */
    public Topico entrada() {
        return entrada;
    }

    /** O tópico da etapa seguinte; vazio na última, cujo efeito fica fora do Kafka. */
    public Optional<Topico> saida() {
        return Optional.ofNullable(saida);
    }

    /** Onde ficam os registros da entrada que nunca poderão ser processados. */
    public Topico dlt() {
        return dlt;
    }

    /** Onde pode ficar o resultado do que o grupo lê. O aviso ao cliente não fica em nenhum. */
    public List<Topico> resultados() {
        return Stream.concat(saida().stream(), Stream.of(dlt)).toList();
    }

    /** A etapa que lê o tópico deste nome. */
    public static Optional<EtapaDoPipeline> queLe(String topico) {
        return Arrays.stream(values())
                .filter(etapa -> etapa.entrada.nome().equals(topico))
                .findFirst();
    }

    /** A etapa cuja DLT é o tópico deste nome. */
    public static Optional<EtapaDoPipeline> daDlt(String topico) {
        return Arrays.stream(values())
                .filter(etapa -> etapa.dlt.nome().equals(topico))
                .findFirst();
    }
}
