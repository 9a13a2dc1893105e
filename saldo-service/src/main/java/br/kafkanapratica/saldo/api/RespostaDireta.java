package br.kafkanapratica.saldo.api;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Situacao;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.saldo.estado.Armazem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * O atalho de {@code GET /saldo/{id}} quando há um saldo a dar e nada mais se pede: a mesma resposta do {@link SaldoController}, antes dos filtros e do Spring MVC, que custam o dobro do resto do servidor. Tudo o mais segue para ele: os erros, a espera de
 * {@code ?posicao=}, outra origem, um id que não se escreve em letras e algarismos.
 */
final class RespostaDireta implements Filter {

    static final String CAMINHO = "/saldo/";

    /** O que o CORS do Spring põe em toda resposta: ela depende de quem pede, diz ele a um cache. */
    private static final String VARIA = String.join(
            ", ",
            HttpHeaders.ORIGIN,
            HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD,
            HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);

    private final LogSeguido<UltimoPorChave<Saldo>> log;
    private final Armazem armazem;
    private final Timer tempos;

    RespostaDireta(LogSeguido<UltimoPorChave<Saldo>> log, Armazem armazem, MeterRegistry metricas) {
        this.log = log;
        this.armazem = armazem;
        // a mesma série em que o Spring conta as que passam por ele
        this.tempos = Timer.builder("http.server.requests")
                .tags("method", "GET", "uri", "/saldo/{cliente_id}", "status", "200", "outcome", "SUCCESS")
                .tags("exception", "none", "error", "none")
                .register(metricas);
    }

    @Override
    public void doFilter(ServletRequest pedido, ServletResponse resposta, FilterChain adiante)
            throws IOException, ServletException {
        long comecou = System.nanoTime();
        var id = id((HttpServletRequest) pedido);
        var corpo = id == null ? null : corpo(id);
        if (corpo == null) {
            adiante.doFilter(pedido, resposta);
            return;
        }
        responde(corpo, (HttpServletResponse) resposta);
        tempos.record(System.nanoTime() - comecou, TimeUnit.NANOSECONDS);
    }

    private static void responde(byte[] corpo, HttpServletResponse resposta) throws IOException {
        resposta.setHeader(HttpHeaders.VARY, VARIA);
        resposta.setContentType(MediaType.APPLICATION_JSON_VALUE);
        resposta.setContentLength(corpo.length);
        resposta.getOutputStream().write(corpo);
    }

    private byte @Nullable [] corpo(String id) throws IOException {
        return log.situacao() instanceof Situacao.Pronto<UltimoPorChave<Saldo>> pronto
                ? armazem.escreve(pronto.projecao(), id)
                : null;
    }

    /** O id pedido; nulo se o pedido não é dos que se respondem aqui. */
    private static @Nullable String id(HttpServletRequest pedido) {
        var caminho = pedido.getRequestURI();
        return HttpMethod.GET.matches(pedido.getMethod())
                        && caminho.startsWith(CAMINHO)
                        && simples(caminho)
                        && pedido.getQueryString() == null
                        && pedido.getHeader(HttpHeaders.ORIGIN) == null
                        && aceitaJson(pedido.getHeader(HttpHeaders.ACCEPT))
                ? caminho.substring(CAMINHO.length())
                : null;
    }

    private static boolean aceitaJson(@Nullable String accept) {
        return accept == null || accept.equals(MediaType.ALL_VALUE) || accept.equals(MediaType.APPLICATION_JSON_VALUE);
    }

    /** Nada por decodificar nem por normalizar: o que está no caminho é o id. */
    private static boolean simples(String caminho) {
        for (int i = CAMINHO.length(); i < caminho.length(); i++) {
            char letra = caminho.charAt(i);
            if (!(letra >= '0' && letra <= '9'
                    || letra >= 'a' && letra <= 'z'
                    || letra >= 'A' && letra <= 'Z'
                    || letra == '-'
                    || letra == '_')) {
                return false;
            }
        }
        return true;
    }
}
