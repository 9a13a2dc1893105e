package br.kafkanapratica.saldo;

import java.time.Clock;
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
    Clock clock() {
        return Clock.systemUTC();
    }
}
