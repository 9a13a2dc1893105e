package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Celula;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Estado;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A tira de cada partição, e o que há em cada offset. */
@RestController
class CompactacaoController {

    private static final int CELULAS = 120;

    /** @param inicioDoAtivo nulo se não se sabe */
    record Particao(
            int numero,
            long inicio,
            long fim,
            @Nullable Long inicioDoAtivo,
            int registros,
            int chaves,
            int superados,
            List<Celula> celulas) {}

    record Tiras(
            List<Particao> particoes,
            boolean parcial,
            boolean ativoConhecido,
            String pasta,
            List<Compactacao.Ponto> historico) {}

    record Detalhe(
            int particao,
            long offset,
            Estado estado,
            boolean noAtivo,
            String porque,
            Compactacao.@Nullable Registro registro) {}

    record Rolando(long segundos) {}

    private final Compactacao compactacao;
    private final Segmentos segmentos;
    private final Rolagem rolagem;

    CompactacaoController(Compactacao compactacao, Segmentos segmentos, Rolagem rolagem) {
        this.compactacao = compactacao;
        this.segmentos = segmentos;
        this.rolagem = rolagem;
    }

    @GetMapping("/api/compactacao")
    Tiras tiras() throws InterruptedException {
        var visao = visao();
        return new Tiras(
                visao.particoes().stream()
                        .map(log -> particao(log, log.inicio(), log.fim()))
                        .toList(),
                visao.parcial(),
                visao.ativoConhecido(),
                segmentos.pasta().toString(),
                visao.historico());
    }

    /** Um trecho de uma tira, mais de perto: os offsets de {@code de} a {@code ate}, inclusive. */
    @GetMapping("/api/compactacao/{numero}")
    Particao trecho(@PathVariable int numero, @RequestParam long de, @RequestParam long ate)
            throws InterruptedException {
        return particao(log(numero), de, ate + 1);
    }

    @GetMapping("/api/compactacao/{numero}/{offset}")
    Detalhe detalhe(@PathVariable int numero, @PathVariable long offset) throws InterruptedException {
        var log = log(numero);
        if (offset < 0 || offset >= log.fim()) {
            throw naoHa("O log da partição %d vai do offset %d ao %d.".formatted(numero, log.inicio(), log.fim() - 1));
        }
        var registro = compactacao.registro(numero, offset).orElse(null);
        return new Detalhe(
                numero,
                offset,
                log.estado(offset),
                log.inicioDoAtivo().isPresent() && offset >= log.inicioDoAtivo().getAsLong(),
                log.porque(offset),
                registro);
    }

    @PostMapping("/api/compactacao/rolagem")
    Rolando rola() throws InterruptedException {
        return new Rolando(rolagem.rola(visao().particoes().size()).toSeconds());
    }

    private static Particao particao(LogDaParticao log, long de, long ate) {
        return new Particao(
                log.numero(),
                log.inicio(),
                log.fim(),
                log.inicioDoAtivo().isPresent() ? log.inicioDoAtivo().getAsLong() : null,
                log.registros(),
                log.chaves(),
                log.superados(),
                log.celulas(de, ate, CELULAS));
    }

    private LogDaParticao log(int numero) throws InterruptedException {
        return visao().particoes().stream()
                .filter(log -> log.numero() == numero)
                .findFirst()
                .orElseThrow(() -> naoHa("O tópico contas não tem a partição %d.".formatted(numero)));
    }

    private Compactacao.Visao visao() throws InterruptedException {
        return compactacao
                .agora()
                .orElseThrow(() -> naoHa("O tópico contas não existe. Crie-o com: ./create-topics.sh"));
    }

    private static ErrorResponseException naoHa(String detalhe) {
        return new ErrorResponseException(
                HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, detalhe), null);
    }
}
