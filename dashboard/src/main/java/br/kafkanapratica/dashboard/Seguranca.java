package br.kafkanapratica.dashboard;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * Ninguém se identifica, porque só esta máquina alcança o programa; o que se impede é que outra página, aberta no mesmo
 * navegador, o use: {@code Host} e {@code Origin} de fora são recusados, e escrever exige o token que só a nossa página lê.
 */
@Configuration(proxyBeanMethods = false)
class Seguranca {

    /** Nenhum script ou estilo inline; fora daqui, só o saldo-service, que é outra porta desta máquina. */
    private static final String CSP = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self' http://localhost:* http://127.0.0.1:*",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

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
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CSP))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .frameOptions(quadro -> quadro.deny()))
                .build();
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
