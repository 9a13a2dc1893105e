package br.kafkanapratica.juiz.auditoria;

import java.util.List;

/**
 * A conta de todos os pedidos num instante: {@code enviados + duplicados + semOrigem + emTransito = esperando + perdidos +
 * porConfirmar + concluidos + naDlt}. Cada parcela é contada por si, nenhuma é o que sobra das outras: {@link #fecha} pode dar falso.
 *
 * @param enviados registros em {@code novos_pedidos}
 * @param esperando por etapa; o aviso espera em {@code pedidos_concluidos}
 * @param concluidos avisados: os registros antes do offset que o grupo gravou, menos os que foram à DLT
 * @param naDlt registros nas três DLTs
 * @param perdidos o grupo gravou um offset depois deles, e não há resultado
 * @param porConfirmar o mesmo, enquanto uma transação aberta ainda pode trazer o resultado, ou se a retenção já o pode ter apagado
 * @param duplicados resultados a mais
 * @param semOrigem resultados sem o registro que os originou: escritos por outro programa, ou a retenção já o apagou
 * @param emTransito resultados a mais ainda por confirmar
 * @param suspeitos os perdidos, duplicados e sem origem, pelo nome (os primeiros)
 * @param completo se a conta é de tudo o que está no log: falso se há pedidos demais, algo que não se lê, ou resultados que a retenção apagou
 * @param ressalva o que a conta deixa de fora, ou vazio
 */
public record Balanco(
        long enviados,
        Esperando esperando,
        long concluidos,
        long naDlt,
        long perdidos,
        long porConfirmar,
        long duplicados,
        long semOrigem,
        long emTransito,
        List<Suspeito> suspeitos,
        boolean completo,
        String ressalva) {

    public record Esperando(long estoque, long pagamento, long notificacao) {}

    /** @param oQue o nome da {@link br.kafkanapratica.juiz.Anomalia}: perdido, duplicado ou sem origem */
    public record Suspeito(String id, String oQue, String onde) {}

    /** Os dois lados dão o mesmo. */
    public boolean fecha() {
        return enviados + duplicados + semOrigem + emTransito
                == esperando.estoque()
                        + esperando.pagamento()
                        + esperando.notificacao()
                        + perdidos
                        + porConfirmar
                        + concluidos
                        + naDlt;
    }
}
