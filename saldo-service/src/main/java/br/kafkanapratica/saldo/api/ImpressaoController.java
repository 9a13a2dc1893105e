package br.kafkanapratica.saldo.api;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.Copiavel;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Situacao;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.saldo.SaldoProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A impressão digital do estado: a mesma em duas instâncias que leram o mesmo log até as mesmas posições. */
@RestController
@Tag(name = "Saldos")
class ImpressaoController {

    private final LogSeguido<UltimoPorChave<Saldo>> log;
    private final Duration prazo;

    ImpressaoController(LogSeguido<UltimoPorChave<Saldo>> log, SaldoProperties propriedades) {
        this.log = log;
        this.prazo = propriedades.esperaMaxima();
    }

    /**
     * @param posicoes por partição, o próximo offset a ler: o estado inclui exatamente o que vem antes
     * @param impressao 16 algarismos hexadecimais
     * @param formato só se comparam impressões do mesmo formato
     */
    record Impressao(String impressao, String formato, int clientes, int corrompidos, Map<Integer, Long> posicoes) {}

    @GetMapping(path = "/saldos/impressao", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "A impressão digital do estado, e as posições a que corresponde",
            description =
                    "Duas instâncias nas mesmas posições, ou uma antes e depois de reiniciar, têm de dar a mesma.")
    @ApiResponse(responseCode = "200")
    @ApiResponse(
            responseCode = "501",
            description = "O armazém simples não a mantém",
            content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
    @ApiResponse(
            responseCode = "503",
            description = "O estado ainda está sendo reconstruído, ou uma partição nova ainda não se leu",
            content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
    CompletableFuture<Impressao> impressao() {
        if (!(log.situacao() instanceof Situacao.Pronto)) {
            throw Problema.naoPronto(log.situacao());
        }
        return log.noInstante(ImpressaoController::tira)
                .orTimeout(prazo.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(erro -> {
                    var causa = erro instanceof CompletionException && erro.getCause() != null ? erro.getCause() : erro;
                    if (causa instanceof CancellationException) {
                        throw Problema.naoPronto(log.situacao());
                    }
                    if (causa instanceof TimeoutException) {
                        throw Problema.semImpressaoAgora(log.impedimentos());
                    }
                    throw new CompletionException(causa);
                });
    }

    private static Impressao tira(UltimoPorChave<Saldo> contas, Map<Integer, Long> posicoes) {
        if (!(contas instanceof Copiavel copiavel)) {
            throw Problema.semImpressao();
        }
        return new Impressao(
                "%016x".formatted(copiavel.impressao()),
                copiavel.formato(),
                contas.totalDeValidos(),
                contas.totalDeMalformados(),
                new TreeMap<>(posicoes));
    }
}
