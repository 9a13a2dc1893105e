package br.kafkanapratica.inicio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.leitura.AjusteContrario;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** O que impede um programa de começar sai numa linha em português, com o conserto, e em mais nenhuma. */
@ExtendWith(OutputCaptureExtension.class)
class InicioTest {

    record Trecho(int de) {
        /** Spring o usa para converter. */
        public static Trecho valueOf(String texto) {
            throw new IllegalArgumentException("um trecho se escreve <de>, por exemplo 9; veio " + texto);
        }
    }

    @ConfigurationProperties("etapa")
    record Ajustes(Duration espera, int tentativas, List<Trecho> trecho) {}

    @EnableConfigurationProperties(Ajustes.class)
    @Configuration(proxyBeanMethods = false)
    static class Programa {

        @Bean
        InitializingBean falha(Ajustes ajustes) {
            return () -> {
                switch (ajustes.tentativas()) {
                    case 1 -> throw new PortInUseException(5001);
                    case 2 -> throw new AjusteContrario("acks", "1", "all", "um resultado poderia sumir");
                    case 3 -> throw new IllegalStateException("algo\nem inglês");
                    case 4 -> throw new IllegalStateException("x", new BindException("Permission denied"));
                    default -> {}
                }
            };
        }
    }

    @Test
    void aPortaDeOutro(CapturedOutput saida) {
        recusa("--etapa.tentativas=1");
        umaLinha(saida, "ERRO: a porta 5001 já está em uso (outro saldo-service no ar?). Veja quem a usa com");
        assertThat(saida.getAll()).contains("ou escolha outra em SERVER_PORT");
    }

    @Test
    void aPortaQueOSistemaNaoDa(CapturedOutput saida) {
        recusa("--etapa.tentativas=4", "--server.port=80");
        umaLinha(saida, "ERRO: o sistema não me deixa responder em localhost:80 (Permission denied).");
        assertThat(saida.getAll()).contains("SERVER_PORT e SERVER_ADDRESS");
    }

    @Test
    void oAjusteQueNaoSeEntende(CapturedOutput saida) {
        recusa("--etapa.espera=abc");
        umaLinha(
                saida, "ERRO: o ajuste etapa.espera=abc (ou ETAPA_ESPERA) não serve: escreva um tempo, como 500ms, 5s");
    }

    @Test
    void oNumeroQueNaoEUm(CapturedOutput saida) {
        recusa("--etapa.tentativas=x");
        umaLinha(saida, "ERRO: o ajuste etapa.tentativas=x (ou ETAPA_TENTATIVAS) não serve: escreva um número inteiro");
    }

    @Test
    void umTipoNossoDizComoSeEscreve(CapturedOutput saida) {
        recusa("--etapa.trecho=z");
        umaLinha(saida, "não serve: um trecho se escreve <de>, por exemplo 9; veio z.");
    }

    @Test
    void oQueDesfariaUmaPromessa(CapturedOutput saida) {
        recusa("--etapa.tentativas=2");
        umaLinha(saida, "ERRO: acks=1 não pode ser: um resultado poderia sumir. Tire esse ajuste (aqui vale all).");
    }

    @Test
    void oQueNinguemEsperava(CapturedOutput saida) {
        recusa("--etapa.tentativas=3");
        umaLinha(saida, "ERRO: não consegui começar: java.lang.IllegalStateException: algo em inglês.");
    }

    private static void umaLinha(CapturedOutput saida, String texto) {
        assertThat(saida.getAll().strip().lines()).singleElement().asString().contains(texto);
    }

    private static void recusa(String... ajustes) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(Programa.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.application.name=saldo-service",
                                "spring.main.banner-mode=off",
                                "spring.main.log-startup-info=false",
                                "logging.level.root=WARN",
                                "logging.level.org.springframework.boot.diagnostics=OFF",
                                "logging.level.org.springframework.context.support=ERROR",
                                "logging.level.org.springframework.context.annotation=ERROR")
                        .run(ajustes)
                        .close())
                .isNotNull();
    }
}
