package br.kafkanapratica.dashboard.transmissao;

import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConfiguracaoDaTransmissao {

    @Bean
    SinalDeVida sinalDoTransmissor() {
        return new SinalDeVida("O transmissor dos quadros", Duration.ofSeconds(30));
    }
}
