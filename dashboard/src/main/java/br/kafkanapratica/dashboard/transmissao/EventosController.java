package br.kafkanapratica.dashboard.transmissao;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.dashboard.Recusa;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** O fluxo de eventos de uma página. */
@RestController
class EventosController {

    /** Cada página ocupa uma thread do servidor, que tem 200. */
    static final int PAGINAS = 100;

    /** @param comandos os que os textos citam → como se digitam com as portas desta execução */
    record Configuracao(String saldo_service, Map<String, String> comandos) {}

    private final Transmissor transmissor;
    private final DashboardProperties propriedades;
    private final ComandosDaPagina comandos;
    private final JsonMapper json;
    private final Vagas vagas = new Vagas(PAGINAS, System::nanoTime);

    EventosController(
            Transmissor transmissor, DashboardProperties propriedades, ComandosDaPagina comandos, JsonMapper json) {
        this.transmissor = transmissor;
        this.propriedades = propriedades;
        this.comandos = comandos;
        this.json = json;
    }

    @GetMapping("/api/configuracao")
    Configuracao configuracao() {
        return new Configuracao(propriedades.saldoService().toString(), comandos.todos());
    }

    /**
     * Primeiro um evento {@code vaga}, com o id dela; depois um {@code quadro} a cada novidade, ou {@code falha} se ele não pôde ser
     * montado, até a página se ir.
     */
    @GetMapping("/api/eventos")
    void eventos(HttpServletResponse resposta) throws IOException, InterruptedException {
        var vaga = vagas.ocupa().orElseThrow(EventosController::cheio);
        try {
            resposta.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            envia(resposta, "vaga", json.writeValueAsString(vaga.id()));
            long numero = -1;
            for (Transmissor.Transmissao quadro; !vaga.tomada() && (quadro = transmissor.depoisDe(numero)) != null; ) {
                numero = quadro.numero();
                envia(resposta, quadro.evento(), quadro.json());
            }
        } finally {
            vagas.libera(vaga);
        }
    }

    /** Quem acompanha diz que ainda lê; 410 se a vaga já não é dele. */
    @GetMapping("/api/eventos/presenca")
    ResponseEntity<Void> presenca(@RequestParam String vaga) {
        return ResponseEntity.status(vagas.presente(vaga) ? HttpStatus.NO_CONTENT : HttpStatus.GONE)
                .build();
    }

    private static Recusa cheio() {
        var problema = new Recusa(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Há páginas demais abertas (%d): feche alguma, e esta continua sozinha.".formatted(PAGINAS));
        problema.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
        return problema;
    }

    private static void envia(HttpServletResponse resposta, String evento, String dados) throws IOException {
        var texto = "event: %s\ndata: %s\n\n".formatted(evento, dados);
        resposta.getOutputStream().write(texto.getBytes(StandardCharsets.UTF_8));
        resposta.flushBuffer();
    }
}
