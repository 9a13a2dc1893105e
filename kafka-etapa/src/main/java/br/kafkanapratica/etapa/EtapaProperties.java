package br.kafkanapratica.etapa;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * O ritmo de uma etapa.
 *
 * @param lote quanto trabalho cabe numa transação; o pedido em curso quando o tempo acaba é o último dela
 * @param tentativas quantas vezes repetir um pedido que falhou, antes da DLT
 * @param espera antes da primeira repetição; dobra a cada uma
 * @param trabalhoMaximo o que um pedido pode levar; passado isso a saúde o diz, e passado cinco vezes isso, que só um reinício resolve
 */
@Validated
@ConfigurationProperties("etapa")
record EtapaProperties(
        @NotNull @DefaultValue("100ms") Duration lote,
        @Min(0) @DefaultValue("3") int tentativas,
        @NotNull @DefaultValue("500ms") Duration espera,
        @NotNull @DefaultValue("1m") Duration trabalhoMaximo) {}
