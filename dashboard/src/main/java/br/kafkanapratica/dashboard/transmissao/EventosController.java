package br.kafkanapratica.dashboard.transmissao;

import br.kafkanapratica.dashboard.DashboardProperties;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** O fluxo de eventos de uma página. */
@RestController
class EventosController {

    /** Cada página ocupa uma thread do servidor, que tem 200. */
    private static final int PAGINAS = 100;

    private final Transmissor transmissor;
    private final DashboardProperties propriedades;
    private final JsonMapper json;
    private final AtomicInteger abertas = new AtomicInteger();

    EventosController(Transmissor transmissor, DashboardProperties propriedades, JsonMapper json) {
        this.transmissor = transmissor;
        this.propriedades = propriedades;
        this.json = json;
    }

    @GetMapping("/api/configuracao")
    Map<String, String> configuracao() {
        return Map.of("saldo_service", propriedades.saldoService().toString());
    }

    /** Primeiro um evento {@code historico}; depois um {@code quadro} a cada novidade, até a página se ir. */
    @GetMapping("/api/eventos")
    void eventos(HttpServletResponse resposta) throws IOException, InterruptedException {
        if (abertas.incrementAndGet() > PAGINAS) {
            abertas.decrementAndGet();
            resposta.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "há páginas abertas demais");
            return;
        }
        try {
            resposta.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            resposta.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
            envia(resposta, "historico", json.writeValueAsString(transmissor.historico()));
            long numero = -1;
            for (Transmissor.Transmissao quadro; (quadro = transmissor.depoisDe(numero)) != null; ) {
                numero = quadro.numero();
                envia(resposta, "quadro", quadro.json());
            }
        } finally {
            abertas.decrementAndGet();
        }
    }

    private static void envia(HttpServletResponse resposta, String evento, String dados) throws IOException {
        var texto = "event: %s\ndata: %s\n\n".formatted(evento, dados);
        resposta.getOutputStream().write(texto.getBytes(StandardCharsets.UTF_8));
        resposta.flushBuffer();
    }
}
