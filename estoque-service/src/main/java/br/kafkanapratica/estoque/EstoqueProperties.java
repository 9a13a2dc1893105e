package br.kafkanapratica.estoque;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param tempoProcessamento quanto leva, de mentira, conferir o estoque para um pedido; 0 para não esperar */
@Validated
@ConfigurationProperties("estoque")
record EstoqueProperties(
        @NotNull @DurationMin @DefaultValue("2s") Duration tempoProcessamento) {}
