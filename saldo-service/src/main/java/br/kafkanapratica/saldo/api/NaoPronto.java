package br.kafkanapratica.saldo.api;

import br.kafkanapratica.saldo.leitor.Progresso;
import br.kafkanapratica.saldo.leitor.Situacao;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** 503: o estado ainda não pode ser consultado; o corpo diz em que pé está. */
final class NaoPronto extends ErrorResponseException {

    private static final long serialVersionUID = 1L;
    private static final Duration PROXIMA_TENTATIVA_MAXIMA = Duration.ofSeconds(30);

    private final Duration tenteEm;

    NaoPronto(Situacao situacao) {
        super(HttpStatus.SERVICE_UNAVAILABLE, corpo(situacao), null);
        this.tenteEm = situacao instanceof Situacao.Reconstruindo reconstruindo
                ? reconstruindo.progresso().estimativa().orElse(Duration.ofSeconds(1))
                : Duration.ofSeconds(1);
    }

    @Override
    public HttpHeaders getHeaders() {
        var headers = new HttpHeaders();
        long segundos = Math.min(PROXIMA_TENTATIVA_MAXIMA.toSeconds(), Math.max(1, tenteEm.toSeconds()));
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(segundos));
        return headers;
    }

    private static ProblemDetail corpo(Situacao situacao) {
        if (situacao instanceof Situacao.Reconstruindo reconstruindo) {
            return reconstruindo(reconstruindo.progresso());
        }
        var motivo = situacao instanceof Situacao.Aguardando aguardando
                ? aguardando.motivo()
                : "O estado não está disponível.";
        var problema = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, motivo);
        problema.setProperty("motivo", motivo);
        return problema;
    }

    private static ProblemDetail reconstruindo(Progresso progresso) {
        var problema = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "O estado está sendo reconstruído a partir do tópico.");
        problema.setProperty("lidos", progresso.registros());
        problema.setProperty("a_ler", progresso.faltam());
        problema.setProperty("percentual", progresso.percentual());
        problema.setProperty("registros_por_segundo", progresso.registrosPorSegundo());
        if (!progresso.impedimentos().isEmpty()) {
            problema.setProperty("motivo", progresso.impedimentos().get(0).motivo());
            problema.setProperty("impedimentos", progresso.impedimentos());
        }
        progresso.estimativa().ifPresent(resta -> problema.setProperty("estimativa_segundos", resta.toSeconds()));
        return problema;
    }
}
