package br.kafkanapratica.dashboard;

import br.kafkanapratica.inicio.AvisoDeInicio;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** A página do projetor: {@code http://localhost:8080}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DashboardApplication {

    public static void main(String[] args) {
        SpringApplication.run(DashboardApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemDefaultZone();
    }

    @Bean
    AvisoDeInicio avisoDeInicio() {
        return new AvisoDeInicio("Dashboard");
    }
}
