package br.kafkanapratica.saldo.api;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Posicao;
import br.kafkanapratica.estado.Posicoes;
import br.kafkanapratica.estado.Situacao;
import br.kafkanapratica.estado.chaves.Registro;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.saldo.SaldoProperties;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** O estado, por HTTP. Enquanto ele não está pronto, toda resposta é 503. */
@RestController
@OpenAPIDefinition(
        info =
                @Info(
                        title = "saldo-service",
                        version = "1.0",
                        description = "Saldos bancários cuja única fonte da verdade é o tópico compactado contas."))
@Tag(name = "Saldos")
@ApiResponse(responseCode = "200")
@ApiResponse(
        responseCode = "503",
        description = "O estado ainda está sendo reconstruído; veja Retry-After e o andamento no corpo.",
        content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
class SaldoController {

    private final LogSeguido<UltimoPorChave<Saldo>> log;
    private final SaldoProperties propriedades;
    private final JsonMapper json;

    SaldoController(LogSeguido<UltimoPorChave<Saldo>> log, SaldoProperties propriedades, JsonMapper json) {
        this.log = log;
        this.propriedades = propriedades;
        this.json = json;
    }

    @GetMapping(path = "/saldo/{cliente_id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "O saldo de um cliente")
    @ApiResponse(
            responseCode = "400",
            description = "posicao mal escrita, ou de uma partição que não existe",
            content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
    @ApiResponse(
            responseCode = "404",
            description = "Não há tal cliente",
            content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
    @ApiResponse(
            responseCode = "409",
            description = "O último registro do cliente está malformado",
            content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
    Saldo saldo(
            @PathVariable("cliente_id") String clienteId,
            @Parameter(
                            description = "<partição>:<offset> de um registro: espera até o estado o incluir",
                            schema = @Schema(type = "string", example = "0:12"))
                    @RequestParam(required = false)
                    @Nullable
                    Posicao posicao)
            throws InterruptedException {
        var pronto = pronto();
        if (posicao != null) {
            espera(posicao, pronto.posicoes());
        }
        var registro = pronto.projecao().busca(clienteId).orElseThrow(() -> Problema.clienteNaoEncontrado(clienteId));
        if (registro instanceof Registro.Malformado<Saldo> malformado) {
            throw Problema.ultimoRegistroMalformado(malformado);
        }
        return ((Registro.Valido<Saldo>) registro).valor();
    }

    @GetMapping(path = "/saldos", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Todos os saldos, em ordem estável",
            description =
                    "Escritos aos poucos, sem caber na memória. Com limite, uma página: a próxima começa em apos=<último cliente_id>.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Saldos.class)))
    @ApiResponse(
            responseCode = "400",
            description = "limite não é um número positivo",
            content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
    void saldos(
            @RequestParam(required = false) @Positive @Nullable Long limite,
            @RequestParam(required = false) @Nullable String apos,
            HttpServletResponse resposta)
            throws IOException {
        var contas = pronto().projecao();
        resposta.setContentType(MediaType.APPLICATION_JSON_VALUE);
        var saida = resposta.getOutputStream();
        saida.print("{\"total\":" + contas.totalDeValidos() + ",\"corrompidos\":" + contas.totalDeMalformados()
                + ",\"clientes\":");
        // vazio, como vem de um formulário em branco, é o começo: nenhum cliente_id é vazio
        var depoisDe = apos == null || apos.isEmpty() ? null : apos;
        propriedades.armazem().escreve(contas, depoisDe, limite == null ? Long.MAX_VALUE : limite, saida);
        saida.print("}");
    }

    @GetMapping(path = "/saldos/corrompidos", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Os clientes cujo último registro está malformado, com a causa e onde está")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Corrompidos.class)))
    void corrompidos(HttpServletResponse resposta) throws IOException {
        var contas = pronto().projecao();
        resposta.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try (JsonGenerator saida = json.createGenerator(resposta.getOutputStream())) {
            saida.writeStartObject();
            saida.writeNumberProperty("total", contas.totalDeValidos());
            saida.writeNumberProperty("corrompidos", contas.totalDeMalformados());
            saida.writeArrayPropertyStart("clientes");
            contas.malformados().map(ClienteCorrompido::de).forEach(saida::writePOJO);
            saida.writeEndArray();
            saida.writeEndObject();
        }
    }

    private void espera(Posicao posicao, Posicoes posicoes) throws InterruptedException {
        if (posicao.particao() >= posicoes.particoes()) {
            throw Problema.particaoInexistente(posicao, propriedades.topico(), posicoes.particoes());
        }
        if (!posicoes.espera(posicao, propriedades.esperaMaxima())) {
            throw Problema.posicaoAindaNaoLida(posicao, log.impedimentos());
        }
    }

    private Situacao.Pronto<UltimoPorChave<Saldo>> pronto() {
        var situacao = log.situacao();
        if (situacao instanceof Situacao.Pronto<UltimoPorChave<Saldo>> pronto) {
            return pronto;
        }
        throw Problema.naoPronto(situacao);
    }

    /** A forma de {@code GET /saldos}, para a documentação. */
    private record Saldos(int total, int corrompidos, Saldo[] clientes) {}

    /** A forma de {@code GET /saldos/corrompidos}, para a documentação. */
    private record Corrompidos(int total, int corrompidos, ClienteCorrompido[] clientes) {}
}
