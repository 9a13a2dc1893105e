package br.kafkanapratica.dashboard;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** O que uma resposta de erro diz quando ninguém antes disse nada melhor: sempre problem+json (RFC 9457), em português. */
@RestController
class Erros implements ErrorController {

    /** O endereço a que o servidor leva os erros; pedido de fora, não há nada nele. */
    @RequestMapping("${spring.web.error.path:/error}")
    void erro(HttpServletRequest pedido, HttpServletResponse resposta) throws IOException {
        var status = pedido.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer codigo
                ? HttpStatus.resolve(codigo)
                : HttpStatus.NOT_FOUND;
        responde(resposta, status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status, frase(status));
    }

    /** @param detalhe sem aspas nem barras invertidas: vai ao JSON como está */
    static void responde(HttpServletResponse resposta, HttpStatus status, String detalhe) throws IOException {
        if (resposta.isCommitted()) {
            return;
        }
        resposta.setStatus(status.value());
        resposta.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        resposta.setCharacterEncoding(StandardCharsets.UTF_8);
        resposta.getWriter()
                .write("{\"status\":%d,\"title\":\"%s\",\"detail\":\"%s\"}"
                        .formatted(status.value(), status.getReasonPhrase(), detalhe));
    }

    private static String frase(@Nullable HttpStatus status) {
        if (status == null || status.is5xxServerError()) {
            return "O dashboard não conseguiu responder; o motivo está no log dele.";
        }
        return switch (status) {
            case FORBIDDEN -> "Só a página do dashboard pode pedir isto: abra-a de novo e repita.";
            case NOT_FOUND -> "Não há nada neste endereço.";
            case METHOD_NOT_ALLOWED -> "Este método não serve aqui.";
            default -> "O pedido não está numa forma que se aceite.";
        };
    }
}
