package br.kafkanapratica.saldo;

import br.kafkanapratica.inicio.AvisoDeInicio;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Saldos bancários cuja única fonte da verdade é o tópico compactado {@code contas}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SaldoServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(SaldoServiceApplication.class, args);
    }

    @Bean
    AvisoDeInicio avisoDeInicio() {
        return new AvisoDeInicio("saldo-service");
    }
}
