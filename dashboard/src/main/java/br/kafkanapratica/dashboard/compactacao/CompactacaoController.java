package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.Recusa;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Celula;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Trecho;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A tira de cada partição, e o que há em cada offset. */
@RestController
class CompactacaoController {

    private static final int CELULAS = 120;

    /**
     * @param trecho o que se leu do log
     * @param inicioDoAtivo nulo se não se sabe
     * @param ilegivel por que a leitura não chegou ao fim; nulo se chegou
     */
    record Particao(
            int numero,
            Trecho trecho,
            @Nullable Long inicioDoAtivo,
            @Nullable String ilegivel,
            int registros,
            List<Celula> celulas) {}

    /**
     * @param quando se leu, em milissegundos desde 1970
     * @param problema por que não se leu de novo; nulo se é de agora
     * @param registros os que se leram
     * @param offsets os que o log abrange, do começo ao fim, lidos ou não
     * @param chaves distintas, contadas as removidas
     * @param parcial se o log é maior do que se leu, e os números são só do fim dele
     * @param semAtivo por que não se sabe onde começa o segmento ativo; nulo se se sabe
     */
    record Tiras(
            List<Particao> particoes,
            long quando,
            @Nullable String problema,
            long registros,
            long offsets,
            long chaves,
            Map<Estado, Long> quantos,
            boolean parcial,
            @Nullable String semAtivo,
            List<Compactacao.Ponto> historico) {}

    record Detalhe(
            int particao,
            long offset,
            Estado estado,
            boolean noAtivo,
            String porque,
            Compactacao.@Nullable Registro registro) {}

    /** @param fins onde o log de cada partição acabava: o segmento fechou quando o ativo começa daí em diante */
    record Rolando(long segundos, Map<Integer, Long> fins) {}

    private final Compactacao compactacao;
    private final Rolagem rolagem;
    private final ComandosDaPagina comandos;

    CompactacaoController(Compactacao compactacao, Rolagem rolagem, ComandosDaPagina comandos) {
        this.comandos = comandos;
        this.compactacao = compactacao;
        this.rolagem = rolagem;
    }

    @GetMapping("/api/compactacao")
    Tiras tiras() throws InterruptedException {
        var visao = visao();
        var logs = visao.particoes();
        return new Tiras(
                logs.stream().map(log -> particao(log, 0, Long.MAX_VALUE)).toList(),
                visao.quando(),
                visao.problema(),
                logs.stream().mapToLong(LogDaParticao::registros).sum(),
                logs.stream()
                        .map(LogDaParticao::trecho)
                        .mapToLong(trecho -> trecho.fim() - trecho.comeco())
                        .sum(),
                visao.chaves(),
                quantos(logs),
                logs.stream()
                        .map(LogDaParticao::trecho)
                        .anyMatch(trecho -> trecho.de() > trecho.comeco() || trecho.ate() < trecho.fim()),
                visao.semAtivo(),
                visao.historico());
    }

    /** Um trecho de uma tira, mais de perto: os offsets de {@code de} a {@code ate}, inclusive. */
    @GetMapping("/api/compactacao/{numero}")
    Particao trecho(@PathVariable int numero, @RequestParam long de, @RequestParam long ate)
            throws InterruptedException {
        return particao(log(numero), de, ate == Long.MAX_VALUE ? ate : ate + 1);
    }

    @GetMapping("/api/compactacao/{numero}/{offset}")
    Detalhe detalhe(@PathVariable int numero, @PathVariable long offset) throws InterruptedException {
        var log = log(numero);
        var trecho = log.trecho();
        if (offset < 0 || offset >= trecho.fim()) {
            throw naoHa(
                    trecho.fim() == trecho.comeco()
                            ? "O log da partição %d está vazio.".formatted(numero)
                            : "O log da partição %d vai do offset %d ao %d."
                                    .formatted(numero, trecho.comeco(), trecho.fim() - 1));
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
        var particoes = visao().particoes();
        var fins = particoes.stream()
                .collect(Collectors.toMap(
                        LogDaParticao::numero, log -> log.trecho().fim()));
        return new Rolando(rolagem.rola(particoes.size()).toSeconds(), fins);
    }

    private static Particao particao(LogDaParticao log, long de, long ate) {
        return new Particao(
                log.numero(),
                log.trecho(),
                log.inicioDoAtivo().isPresent() ? log.inicioDoAtivo().getAsLong() : null,
                log.ilegivel(),
                log.registros(),
                log.celulas(de, ate, CELULAS));
    }

    private static Map<Estado, Long> quantos(List<LogDaParticao> logs) {
        return Arrays.stream(Estado.values())
                .filter(estado -> estado != Estado.BURACO)
                .collect(Collectors.toMap(
                        estado -> estado,
                        estado -> logs.stream()
                                .mapToLong(log -> log.quantos(estado))
                                .sum()));
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
                .orElseThrow(() -> naoHa("O tópico contas não existe. Crie-o com: " + comandos.criarTopicos()));
    }

    private static Recusa naoHa(String detalhe) {
        return new Recusa(HttpStatus.NOT_FOUND, detalhe);
    }
}
