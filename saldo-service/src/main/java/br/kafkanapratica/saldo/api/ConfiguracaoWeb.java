package br.kafkanapratica.saldo.api;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.saldo.SaldoProperties;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class ConfiguracaoWeb implements WebMvcConfigurer {

    private final SaldoProperties propriedades;

    ConfiguracaoWeb(SaldoProperties propriedades) {
        this.propriedades = propriedades;
    }

    @Override
    public void addCorsMappings(CorsRegistry cors) {
        cors.addMapping("/**")
                .allowedOrigins(propriedades.corsOrigens().toArray(String[]::new))
                .allowedMethods("GET")
                .exposedHeaders("Retry-After");
    }

    /** Antes de todos: quem não segue o atalho passa depois por eles. */
    @Bean
    FilterRegistrationBean<RespostaDireta> respostaDireta(
            LogSeguido<UltimoPorChave<Saldo>> log, MeterRegistry metricas) {
        var registro = new FilterRegistrationBean<>(new RespostaDireta(log, propriedades.armazem(), metricas));
        registro.addUrlPatterns(RespostaDireta.CAMINHO + "*");
        registro.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registro;
    }

    /** Um {@code ;} é do {@code cliente_id}: o Spring leria {@code /saldo/1;2} como o cliente 1, com um matrix parameter. */
    @Bean
    FilterRegistrationBean<Filter> pontoEVirgulaNosIds() {
        var registro = new FilterRegistrationBean<Filter>((pedido, resposta, adiante) ->
                adiante.doFilter(new SemMatrixParameters((HttpServletRequest) pedido), resposta));
        registro.addUrlPatterns(RespostaDireta.CAMINHO + "*");
        registro.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registro;
    }

    private static final class SemMatrixParameters extends HttpServletRequestWrapper {

        SemMatrixParameters(HttpServletRequest pedido) {
            super(pedido);
        }

        @Override
        public String getRequestURI() {
            return super.getRequestURI().replace(";", "%3B");
        }
    }

    /** Um {@code cliente_id} pode ter barras: {@code %2F} chega ao Spring como veio, que o decodifica no segmento. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> barrasNosIds() {
        return fabrica -> fabrica.addConnectorCustomizers(conector -> {
            conector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            conector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        });
    }
}
