package br.kafkanapratica.dashboard;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Os mesmos headers em toda resposta, antes de qualquer filtro: também nas do próprio Tomcat (um pedido que nem HTTP é), nas do
 * firewall do Spring e nas que não têm corpo.
 */
final class HeadersDeSeguranca extends ValveBase {

    /** Nenhum script ou estilo inline; fora daqui, só o saldo-service, que é outra porta desta máquina. */
    private static final String CSP = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self' http://localhost:* http://127.0.0.1:*",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CSP,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    HeadersDeSeguranca() {
        super(true);
    }

    @Override
    public void invoke(Request pedido, Response resposta) throws IOException, ServletException {
        HEADERS.forEach(resposta::setHeader);
        getNext().invoke(pedido, resposta);
    }
}
