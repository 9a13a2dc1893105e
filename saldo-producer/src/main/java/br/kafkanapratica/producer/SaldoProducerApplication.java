package br.kafkanapratica.producer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class SaldoProducerApplication {
    public static void main(String[] args) {
        SpringApplication.run(SaldoProducerApplication.class, args);
    }
}
