package br.kafkanapratica.dashboard.auditor;

import java.util.List;

/**
 * A conta de todos os pedidos: {@code enviados + duplicados + semOrigem + emTransito = esperando + perdidos + concluidos +
 * naDlt}.
 *
 * @param enviados registros em {@code novos_pedidos}
 * @param esperando por etapa; o aviso espera em {@code pedidos_concluidos}
 * @param concluidos avisados
 * @param naDlt registros nas três DLTs
 * @param perdidos o grupo gravou um offset depois deles, e não há resultado
 * @param duplicados resultados a mais
 * @param semOrigem resultados sem o registro que os originou: escritos por outro programa, ou a retenção já o apagou
 * @param emTransito resultados vistos um instante antes da origem, ou a mais e ainda por confirmar
 * @param suspeitos os perdidos, duplicados e sem origem, pelo nome (os primeiros)
 * @param completo se a conta é de tudo o que está no log: falso enquanto ele é lido, ou se há pedidos demais
 * @param ressalva o que a conta deixa de fora, ou vazio
 */
public record Balanco(
        long enviados,
        Esperando esperando,
        long concluidos,
        long naDlt,
        long perdidos,
        long duplicados,
        long semOrigem,
        long emTransito,
        List<Suspeito> suspeitos,
        boolean completo,
        String ressalva) {

    public record Esperando(long estoque, long pagamento, long notificacao) {}

    /** @param oQue {@code "perdido"}, {@code "duplicado"} ou {@code "sem origem"} */
    public record Suspeito(String id, String oQue, String onde) {}
}
