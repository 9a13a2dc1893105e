package br.kafkanapratica.dashboard.saldos;

import br.kafkanapratica.contratos.ClienteId;
import br.kafkanapratica.contratos.EntradaInvalida;
import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.contratos.ValorEmReais;
import br.kafkanapratica.dashboard.Recusa;
import br.kafkanapratica.dashboard.conexao.Escritor;
import br.kafkanapratica.dashboard.topicos.Topicos;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Escreve um saldo em {@code contas}. Consultar é com o saldo-service, que a página chama diretamente. */
@RestController
class SaldosController {

    record Pedido(
            @JsonProperty("cliente_id") @Nullable String clienteId,
            @Nullable String valor) {}

    /** @param registro o que foi escrito, como está no log */
    record Escrito(int particao, long offset, String registro) {}

    private final Escritor escritor;
    private final Topicos topicos;
    private final Clock relogio;
    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    SaldosController(Escritor escritor, Topicos topicos, Clock relogio) {
        this.escritor = escritor;
        this.topicos = topicos;
        this.relogio = relogio;
    }

    @PostMapping("/api/saldos")
    Escrito escreve(@RequestBody Pedido pedido) throws InterruptedException {
        var clienteId = campo("o cliente", pedido.clienteId(), ClienteId::digitado);
        var valor = campo("o valor", pedido.valor(), ValorEmReais::de);
        exigeCompactado();
        var registro = json.writeValueAsString(saldo(clienteId, valor));
        var onde = escritor.escreve(
                        List.of(new ProducerRecord<>(Topico.CONTAS.nome(), bytes(clienteId), bytes(registro))))
                .get(0);
        return new Escrito(onde.partition(), onde.offset(), registro);
    }

    private Saldo saldo(String clienteId, BigDecimal valor) {
        var agora = OffsetDateTime.now(relogio).truncatedTo(ChronoUnit.SECONDS);
        return new Saldo(clienteId, valor, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(agora));
    }

    /** Num tópico que não é compactado o saldo sumiria com a retenção; do que não existe, quem escreve diz. */
    private void exigeCompactado() throws InterruptedException {
        var politica = topicos.configuracao(Topico.CONTAS, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (politica != null && !politica.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new Recusa(
                    HttpStatus.CONFLICT,
                    "O tópico contas tem cleanup.policy=%s em vez de compact: veja Tópicos.".formatted(politica));
        }
    }

    /** Lido como o producer o lê. */
    private static <T> T campo(String nome, @Nullable String texto, Campo<T> campo) {
        try {
            return campo.le(texto == null ? "" : texto);
        } catch (EntradaInvalida e) {
            throw new Recusa(HttpStatus.BAD_REQUEST, "Não entendi %s: %s.".formatted(nome, e.getMessage()));
        }
    }

    private interface Campo<T> {
        T le(String texto) throws EntradaInvalida;
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }
}
