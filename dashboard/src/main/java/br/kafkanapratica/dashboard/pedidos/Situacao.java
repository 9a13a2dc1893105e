package br.kafkanapratica.dashboard.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.auditoria.Balanco;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Em que pé está um pedido, pelo que se achou dele no log. Imutável.
 *
 * @param onde em uma frase
 * @param terminou se nada mais lhe vai acontecer
 */
record Situacao(String onde, boolean terminou) {

    /**
     * @param antes até onde as etapas tinham gravado quando se começou a procurar: disso, o resultado já estava escrito
     * @param agora até onde gravaram agora
     * @param suspeito o que o auditor acha de errado nele, se acha
     */
    static Situacao de(
            Caminho caminho,
            Map<TopicPartition, Long> antes,
            Map<TopicPartition, Long> agora,
            Optional<Balanco.Suspeito> suspeito) {
        var ultima = ultima(caminho);
        if (ultima == null) {
            return new Situacao(nenhuma(caminho), false);
        }
        if (EtapaDoPipeline.daDlt(ultima.topico()).isPresent()) {
            return new Situacao("na DLT: " + (ultima.causa() == null ? "sem causa registrada" : ultima.causa()), true);
        }
        var etapa = EtapaDoPipeline.queLe(ultima.topico()).orElse(EtapaDoPipeline.NOTIFICACAO);
        return switch (etapa) {
            case ESTOQUE ->
                new Situacao(
                        semResultado(etapa, caminho, ultima, antes, suspeito).orElse("espera pelo estoque"), false);
            case PAGAMENTO ->
                new Situacao(
                        semResultado(etapa, caminho, ultima, antes, suspeito).orElse("aprovado; espera pelo pagamento"),
                        false);
            case NOTIFICACAO ->
                passou(ultima, agora)
                        ? new Situacao("concluído, e o cliente avisado", true)
                        : new Situacao("pago; espera pela notificação", false);
        };
    }

    private static String nenhuma(Caminho caminho) {
        if (!caminho.comecamAssim().isEmpty()) {
            return "mais de um pedido começa assim";
        }
        return caminho.completo() ? "não há pedido com este id no log" : "não o achei no que consegui ler";
    }

    /**
     * O que o auditor diz dele, se é nesta etapa que se perdeu; ou só que ela já passou, se ele não está certo disso: o resultado pode
     * estar atrás de uma transação aberta, ou a retenção já o ter apagado.
     */
    private static Optional<String> semResultado(
            EtapaDoPipeline etapa,
            Caminho caminho,
            Caminho.Passagem ultima,
            Map<TopicPartition, Long> antes,
            Optional<Balanco.Suspeito> suspeito) {
        return suspeito.filter(dele -> dele.oQue().equals(Anomalia.PERDIDO.nome())
                        && dele.onde().startsWith(etapa.grupo()))
                .map(dele -> "perdido: " + dele.onde())
                .or(() -> passou(ultima, antes)
                        ? Optional.of(etapa.grupo() + " já passou por ele, e o resultado não se vê"
                                + (caminho.completo() ? "" : " no que consegui ler"))
                        : Optional.empty());
    }

    private static boolean passou(Caminho.Passagem passagem, Map<TopicPartition, Long> gravados) {
        return passagem.offset()
                < gravados.getOrDefault(new TopicPartition(passagem.topico(), passagem.particao()), 0L);
    }

    private static Caminho.@Nullable Passagem ultima(Caminho caminho) {
        var passagens = caminho.passagens();
        return passagens.isEmpty() ? null : passagens.get(passagens.size() - 1);
    }
}
