package br.kafkanapratica.dashboard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** O que não se pode nem começar a tratar é recusado aqui, numa frase, antes que alguém tropece nele. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PedidosForaDoNormal extends OncePerRequestFilter {

    /** Em bytes; o maior pedido da página tem uns 500. */
    private static final int MAIOR_CORPO = 64 * 1024;

    @Override
    protected void doFilterInternal(HttpServletRequest pedido, HttpServletResponse resposta, FilterChain resto)
            throws ServletException, IOException {
        if (pedido.getContentLengthLong() > MAIOR_CORPO) {
            Erros.responde(resposta, HttpStatus.CONTENT_TOO_LARGE, "O corpo do pedido passa de 64 KB.");
        } else if (pedido.getHeader("Transfer-Encoding") != null) {
            Erros.responde(resposta, HttpStatus.LENGTH_REQUIRED, "O pedido tem de dizer o tamanho do corpo.");
        } else if (!parametrosLegiveis(pedido)) {
            Erros.responde(resposta, HttpStatus.BAD_REQUEST, "Os parâmetros do endereço não são UTF-8 válido.");
        } else {
            resto.doFilter(pedido, resposta);
        }
    }

    private static boolean parametrosLegiveis(HttpServletRequest pedido) {
        try {
            pedido.getParameterMap();
            return true;
        } catch (IllegalStateException e) { // é o que o Tomcat lança
            return false;
        }
    }
}
