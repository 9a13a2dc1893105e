package br.kafkanapratica.saldo.api;

import br.kafkanapratica.saldo.leitor.Impedimento;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** 503: a espera de {@code ?posicao=} acabou antes de o estado incluir o registro. */
final class PosicaoAindaNaoLida extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    /** @param impedimentos o que segura partições; se uma é a desta posição, é por isso */
    PosicaoAindaNaoLida(Posicao posicao, List<Impedimento> impedimentos) {
        super(HttpStatus.SERVICE_UNAVAILABLE, corpo(posicao, impedimentos), null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
    }

    private static ProblemDetail corpo(Posicao posicao, List<Impedimento> impedimentos) {
        var problema = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "O estado ainda não inclui o registro pedido.");
        problema.setProperty("posicao", posicao.toString());
        impedimentos.stream()
                .filter(este -> este.particao() == posicao.particao() && este.offset() <= posicao.offset())
                .findFirst()
                .ifPresent(este -> problema.setProperty("motivo", este.motivo()));
        return problema;
    }
}
