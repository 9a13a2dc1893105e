package br.kafkanapratica.saldo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class SaldoServiceApplication {
    public static void main(String[] args) {
        SpringApplication.run(SaldoServiceApplication.class, args);
    }
}
