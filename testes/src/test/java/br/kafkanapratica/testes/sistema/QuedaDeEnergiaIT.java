package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Veredito;
import br.kafkanapratica.juiz.kafka.Marca;
import br.kafkanapratica.juiz.pedidos.Envio;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.juiz.pedidos.JuizDosPedidos;
import br.kafkanapratica.juiz.saldos.Escrita;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.juiz.saldos.JuizDosSaldos;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * O que um broker só não promete: confirmou, e a energia caiu antes do fsync. O juiz dá por perdido exatamente o que se perdeu, com o
 * pedido (ou o cliente), a partição e o offset; também quando outro registro já ocupa o lugar.
 *
 * <p>{@code -Dsemente=N} repete o corte.
 */
@Tag("completo")
class QuedaDeEnergiaIT {

    private static final int ESCRITAS = 40;
    /** Menos do que se perde: uns lugares voltam a ser ocupados, e outros não. */
    private static final int DEPOIS = 2;

    private static final Duration RETOMADA = Duration.ofMinutes(10);

    private final long semente = Long.getLong("semente", System.nanoTime());
    private final Random acaso = new Random(semente);
    private final HistoriaDosPedidos pedidos = new HistoriaDosPedidos();
    private final HistoriaDosSaldos saldos = new HistoriaDosSaldos();

    /** @param ate o tamanho do segmento quando o broker a confirmou */
    private record Confirmada(String id, Lugar lugar, long ate) {}

    @Test
    void oQueSeConfirmouESePerdeuOJuizDiz() {
        System.out.printf("QuedaDeEnergiaIT: -Dsemente=%d%n", semente);
        try (var pipeline = new Pipeline()) {
            var log = pipeline.broker().pastaDoLog().orElseThrow();
            var novos = confirma(pipeline.kafka(), log, this::pedido);
            var contas = confirma(pipeline.kafka(), log, this::saldo);

            pipeline.broker().mata();
            var novosPerdidos = perde(log, novos);
            var contasPerdidas = perde(log, contas);
            pipeline.broker().volta();

            try (var outro = new ClienteDeTeste(pipeline.broker().servidores())) {
                for (int i = 0; i < DEPOIS; i++) {
                    pedido(outro);
                    saldo(outro);
                }
            }
            try (var testemunha = new Testemunha(pipeline.broker().servidores(), pedidos, saldos)) {
                testemunha.close();
                testemunha.lePorInteiro(pipeline.kafka());
            }
            confere(new JuizDosPedidos(RETOMADA).julga(pedidos), novosPerdidos);
            confere(new JuizDosSaldos(RETOMADA).julga(saldos), contasPerdidas);
        }
    }

    private static List<Confirmada> confirma(ClienteDeTeste kafka, Path log, Function<ClienteDeTeste, Confirmada> uma) {
        var confirmadas = new ArrayList<Confirmada>();
        for (int i = 0; i < ESCRITAS; i++) {
            var esta = uma.apply(kafka);
            confirmadas.add(new Confirmada(esta.id(), esta.lugar(), Disco.tamanho(segmento(log, esta.lugar()))));
        }
        return confirmadas;
    }

    private Confirmada pedido(ClienteDeTeste kafka) {
        var id = UUID.randomUUID().toString();
        var valor = ClienteDeTeste.bytes(Pipeline.novo(id));
        var inicio = Instant.now();
        var onde = ClienteDeTeste.espera(kafka.envia(Topico.NOVOS_PEDIDOS.nome(), 1, ClienteDeTeste.bytes(id), valor));
        var lugar = new Lugar(onde.topic(), onde.partition(), onde.offset());
        pedidos.anota(Envio.confirmado(id, lugar, inicio, Instant.now()).comMarca(Marca.de(valor)));
        return new Confirmada(id, lugar, 0);
    }

    private Confirmada saldo(ClienteDeTeste kafka) {
        var cliente = "cliente-" + acaso.nextInt(10);
        var valor = "{\"cliente_id\":\"%s\",\"saldo\":%d,\"timestamp\":\"2025-10-14T15:20:57\"}"
                .formatted(cliente, acaso.nextInt());
        var inicio = Instant.now();
        var onde = ClienteDeTeste.espera(
                kafka.envia(Topico.CONTAS.nome(), 1, ClienteDeTeste.bytes(cliente), ClienteDeTeste.bytes(valor)));
        saldos.anota(Escrita.confirmada(cliente, valor, onde.partition(), onde.offset(), inicio, Instant.now()));
        return new Confirmada(cliente, new Lugar(onde.topic(), onde.partition(), onde.offset()), 0);
    }

    /** As últimas páginas do segmento não chegaram ao disco: devolve as que já não estão lá inteiras. */
    private List<Confirmada> perde(Path log, List<Confirmada> confirmadas) {
        var segmento = segmento(log, confirmadas.get(0).lugar());
        long fica = acaso.nextLong(confirmadas.get(ESCRITAS - DEPOIS - 3).ate());
        Disco.perdeOFim(segmento, Disco.tamanho(segmento) - fica);
        return confirmadas.stream().filter(uma -> uma.ate() > fica).toList();
    }

    private static Path segmento(Path log, Lugar lugar) {
        return Disco.segmento(log.resolve(lugar.topico() + "-" + lugar.particao()));
    }

    private void confere(Veredito veredito, List<Confirmada> perdidas) {
        assertThat(veredito.achados())
                .as("%s, -Dsemente=%d", veredito, semente)
                .extracting(Achado::anomalia, Achado::id, Achado::lugar)
                .containsExactlyInAnyOrderElementsOf(perdidas.stream()
                        .map(uma -> tuple(
                                perdidas.indexOf(uma) < DEPOIS ? Anomalia.LUGAR_TROCADO : Anomalia.ENVIO_PERDIDO,
                                uma.id(),
                                uma.lugar()))
                        .toList());
    }
}
