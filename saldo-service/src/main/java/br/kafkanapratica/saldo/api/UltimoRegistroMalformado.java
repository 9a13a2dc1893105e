package br.kafkanapratica.saldo.api;

import br.kafkanapratica.saldo.estado.Registro;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** 409: o saldo anterior não é mostrado, porque a compactação vai apagá-lo; o registro ruim é que está no log. */
final class UltimoRegistroMalformado extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    UltimoRegistroMalformado(String clienteId, Registro.Corrompido registro) {
        super(HttpStatus.CONFLICT, corpo(clienteId, registro), null);
    }

    private static ProblemDetail corpo(String clienteId, Registro.Corrompido registro) {
        var problema = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT,
                "O último registro deste cliente está malformado; o próximo que seguir o contrato o conserta.");
        problema.setProperty("error", "último registro malformado");
        problema.setProperty("cliente_id", clienteId);
        problema.setProperty("causa", registro.causa());
        problema.setProperty("particao", registro.particao());
        problema.setProperty("offset", registro.offset());
        return problema;
    }
}
