package br.kafkanapratica.dashboard.vida;

import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Quem, aqui, trabalha em voltas. */
@Configuration(proxyBeanMethods = false)
class Sinais {

    /** Mais que o pior caso de uma volta com o Kafka fora do ar, numa máquina lenta. */
    private static final Duration SILENCIO = Duration.ofSeconds(60);

    @Bean
    SinalDeVida sinalDoLeitor() {
        return new SinalDeVida("a leitura dos tópicos", SILENCIO);
    }

    /** Um trecho longo se sonda offset a offset. */
    @Bean
    SinalDeVida sinalDosTrechos() {
        return new SinalDeVida("a sonda de trechos ilegíveis", Duration.ofHours(6));
    }

    @Bean
    SinalDeVida sinalDosTopicos() {
        return new SinalDeVida("a conferência dos tópicos", Duration.ofMinutes(2));
    }

    @Bean
    SinalDeVida sinalDaSonda(DashboardProperties propriedades) {
        return new SinalDeVida("a sondagem do Kafka", SILENCIO.plus(propriedades.sondagem()));
    }

    @Bean
    SinalDeVida sinalDoTransmissor() {
        return new SinalDeVida("O transmissor dos quadros", Duration.ofSeconds(30));
    }
}
