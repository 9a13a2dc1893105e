package br.kafkanapratica.dashboard.pedidos;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.Recusa;
import br.kafkanapratica.dashboard.conexao.Escritor;
import br.kafkanapratica.dashboard.livro.Serie;
import br.kafkanapratica.dashboard.quadro.Painel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Fazer pedidos, um que não é um pedido, e seguir um. */
@RestController
class PedidosController {

    private static final String PEDIDOS = "10";
    private static final int MAIS_PEDIDOS = 1000;
    private static final int CLIENTES = 3;

    /** O que nenhuma etapa vai conseguir ler, nunca: nem JSON é. */
    private static final String VENENO = "isto não é um pedido";

    record Enviados(List<String> ids) {}

    record Envenenado(String topico, int particao, long offset, String chave, String registro) {}

    /** @param onde em uma frase */
    record Acompanhado(Caminho caminho, String onde, boolean terminou) {}

    private final Escritor escritor;
    private final Historico historico;
    private final Painel painel;
    private final JsonMapper json;

    PedidosController(Escritor escritor, Historico historico, Painel painel, JsonMapper json) {
        this.escritor = escritor;
        this.historico = historico;
        this.painel = painel;
        this.json = json;
    }

    /**
     * Os do pedidos-producer: mesmos campos, mesma chave, o mesmo número em cada partição.
     *
     * @param quantidade de 1 a 1000
     */
    @PostMapping("/api/pedidos")
    Enviados faz(@RequestParam(defaultValue = PEDIDOS) int quantidade) throws InterruptedException {
        if (quantidade < 1 || quantidade > MAIS_PEDIDOS) {
            throw new Recusa(HttpStatus.BAD_REQUEST, "A quantidade vai de 1 a %d.".formatted(MAIS_PEDIDOS));
        }
        var ids = ids(quantidade);
        var pedidos = IntStream.rangeClosed(1, quantidade)
                .mapToObj(numero ->
                        new NovoPedido(ids.get(numero - 1), "cliente_" + numero % CLIENTES, "Produto-" + numero, 1))
                .toList();
        escritor.escreve(pedidos.stream()
                .map(pedido -> new ProducerRecord<>(
                        Topico.NOVOS_PEDIDOS.nome(),
                        pedido.idPedido().getBytes(StandardCharsets.UTF_8),
                        json.writeValueAsBytes(pedido)))
                .toList());
        return new Enviados(pedidos.stream().map(NovoPedido::idPedido).toList());
    }

    /**
     * O mesmo número em cada partição, que num sorteio de poucos uma ficaria quase sem nenhum; em qualquer ordem, para que os de um
     * cliente não caiam todos na mesma.
     */
    static List<String> ids(int quantos) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < quantos; i++) {
            ids.add(id(i % Topico.PARTICOES));
        }
        Collections.shuffle(ids);
        return ids;
    }

    /** Ao acaso, sorteado de novo até ser desta partição. */
    private static String id(int particao) {
        while (true) {
            var id = UUID.randomUUID().toString();
            if (Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % Topico.PARTICOES == particao) {
                return id;
            }
        }
    }

    /** Um registro que nunca poderá ser processado, e onde ficou: prende a partição, ou vai para a DLT. */
    @PostMapping("/api/pedidos/veneno")
    Envenenado envenena() throws InterruptedException {
        var chave = UUID.randomUUID().toString();
        var onde = escritor.escreve(List.of(new ProducerRecord<>(
                        Topico.NOVOS_PEDIDOS.nome(),
                        chave.getBytes(StandardCharsets.UTF_8),
                        VENENO.getBytes(StandardCharsets.UTF_8))))
                .get(0);
        return new Envenenado(onde.topic(), onde.partition(), onde.offset(), chave, VENENO);
    }

    /** Nada, enquanto o log não foi lido uma vez inteiro. */
    @GetMapping("/api/historico")
    ResponseEntity<Serie> filas() {
        var serie = painel.historico();
        return serie == null ? ResponseEntity.noContent().build() : ResponseEntity.ok(serie);
    }

    /** @param id o nome inteiro, ou o começo dele se for de um pedido só */
    @GetMapping("/api/pedido")
    Acompanhado segue(@RequestParam String id) throws InterruptedException {
        var antes = painel.gravados();
        var caminho = historico.de(id);
        var situacao = Situacao.de(caminho, antes, painel.gravados(), painel.suspeito(caminho.id()));
        return new Acompanhado(caminho, situacao.onde(), situacao.terminou());
    }
}
