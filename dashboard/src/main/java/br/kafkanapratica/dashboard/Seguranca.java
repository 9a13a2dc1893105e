package br.kafkanapratica.dashboard;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * Ninguém se identifica, porque só esta máquina alcança o programa; o que se impede é que outra página, aberta no mesmo
 * navegador, o use: {@code Host} e {@code Origin} de fora são recusados, e escrever exige o token que só a nossa página lê.
 */
@Configuration(proxyBeanMethods = false)
class Seguranca {

    @Bean
    SecurityFilterChain filtros(HttpSecurity http) {
        var cookie = CookieCsrfTokenRepository.withHttpOnlyFalse();
        cookie.setCookieCustomizer(opcoes -> opcoes.sameSite("Strict"));
        return http.authorizeHttpRequests(pedidos -> pedidos.requestMatchers(HttpMethod.GET, "/actuator/**")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .denyAll()
                        .anyRequest()
                        .permitAll())
                .csrf(csrf -> csrf.spa().csrfTokenRepository(cookie))
                .cors(Customizer.withDefaults())
                .sessionManagement(sessao -> sessao.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .logout(sair -> sair.disable())
                .headers(headers -> headers.disable()) // HeadersDeSeguranca os põe em toda resposta
                .build();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> headersDeSeguranca() {
        return fabrica -> fabrica.addEngineValves(new HeadersDeSeguranca());
    }

    /** O firewall recusa um {@code Host} de fora, um método que não há e um caminho torto; aqui se diz isso a quem pediu. */
    @Bean
    RequestRejectedHandler recusado() {
        return (pedido, resposta, motivo) -> Erros.responde(
                resposta, HttpStatus.BAD_REQUEST, "O endereço, o Host ou o método deste pedido não são aceitos.");
    }

    /** Nenhuma origem além da nossa. */
    @Bean
    CorsConfigurationSource corsConfigurationSource() {
        return pedido -> new CorsConfiguration();
    }

    @Bean
    HttpFirewall soNomesDaqui(DashboardProperties propriedades) {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(propriedades.hosts()::contains);
        return firewall;
    }

    /** Sem isto o Spring Boot inventaria um usuário, e diria a senha no log. */
    @Bean
    UserDetailsService ninguem() {
        return nome -> {
            throw new UsernameNotFoundException(nome);
        };
    }
}
