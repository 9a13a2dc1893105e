package br.kafkanapratica.saldo;

import br.kafkanapratica.estado.Pulo;
import br.kafkanapratica.saldo.estado.Armazem;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * O que é só deste serviço; o resto segue as convenções do Spring Boot.
 *
 * @param topico o tópico dos saldos
 * @param verificacao de quanto em quanto tempo se confere o tópico (existe? é o mesmo? mudou a política?)
 * @param esperaMaxima quanto {@code ?posicao=}, e a impressão, esperam antes do 503
 * @param semSinalDeVida sem uma volta do leitor por este tempo, o serviço não está vivo
 * @param pular os trechos que, se não se deixarem ler, se perdem sabendo: {@code <partição>:<de>-<até>}
 * @param armazem onde os saldos se guardam: {@code compacto} (bytes) ou {@code simples} (um mapa)
 * @param copiaLocal a pasta em que se guarda uma cópia do estado, para partir dela no próximo início; nula: reconstrói-se sempre
 * @param copiaIntervalo de quanto em quanto tempo ela se escreve, se algo mudou
 * @param corsOrigens as origens que podem consultar a API a partir de um navegador: só a do dashboard
 */
@Validated
@ConfigurationProperties("saldo")
public record SaldoProperties(
        @DefaultValue("contas") @NotBlank String topico,
        @DefaultValue("1s") @NotNull @DurationMin(nanos = 1) Duration verificacao,
        @DefaultValue("5s") @NotNull @DurationMin Duration esperaMaxima,

        @DefaultValue("60s") @NotNull @DurationMin(nanos = 1)
        Duration semSinalDeVida,

        @DefaultValue @NotNull List<Pulo> pular,
        @DefaultValue("compacto") @NotNull Armazem armazem,
        @Nullable Path copiaLocal,
        @DefaultValue("5m") @NotNull @DurationMin(nanos = 1) Duration copiaIntervalo,

        @DefaultValue({"http://localhost:8080", "http://127.0.0.1:8080"}) @NotNull
        List<String> corsOrigens) {}
