package br.kafkanapratica.benchmarks;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;

/** O que uma etapa faz com um pedido, só com o Jackson: o trabalho que as réguas têm em comum. Serve a qualquer thread. */
final class Passo {

    private final EtapaDoPipeline estagio;
    private final JsonMapper json = new JsonMapper();

    Passo(EtapaDoPipeline estagio) {
        this.estagio = estagio;
    }

    /** Do que se lê no tópico ao que se escreve no seguinte; só para as etapas que escrevem num. */
    byte[] transforma(byte[] valor) {
        return json.writeValueAsBytes(
                estagio == EtapaDoPipeline.ESTOQUE
                        ? aprova(json.readValue(valor, NovoPedido.class))
                        : cobra(json.readValue(valor, PedidoAprovado.class)));
    }

    /** A notificação: escreve a linha no terminal. */
    void avisa(byte[] valor) {
        var pedido = json.readValue(valor, PedidoConcluido.class);
        System.out.println("[NOTIFICACAO] Pedido " + pedido.idPedido() + " de " + pedido.cliente() + " concluído: "
                + pedido.quantidade() + " × " + pedido.produto() + ", aprovado em " + pedido.aprovadoEm()
                + " e pago em "
                + pedido.pagoEm());
    }

    private static PedidoAprovado aprova(NovoPedido pedido) {
        return new PedidoAprovado(pedido.idPedido(), pedido.cliente(), pedido.produto(), pedido.quantidade(), agora());
    }

    private static PedidoConcluido cobra(PedidoAprovado pedido) {
        return new PedidoConcluido(
                pedido.idPedido(),
                pedido.cliente(),
                pedido.produto(),
                pedido.quantidade(),
                pedido.aprovadoEm(),
                agora());
    }

    private static String agora() {
        return ISO_OFFSET_DATE_TIME.format(OffsetDateTime.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
