package br.kafkanapratica.pagamento;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param tempoProcessamento quanto leva, de mentira, cobrar um pedido; 0 para não esperar
 * @param falhas a fração das cobranças, de 0 a 1, em que a operadora não responde: para ver o retry e a DLT
 */
@Validated
@ConfigurationProperties("pagamento")
record PagamentoProperties(
        @NotNull @DurationMin @DefaultValue("1s") Duration tempoProcessamento,
        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0") double falhas) {}
