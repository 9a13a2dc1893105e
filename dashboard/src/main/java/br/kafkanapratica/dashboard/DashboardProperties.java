package br.kafkanapratica.dashboard;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * O que é só deste programa; o resto segue as convenções do Spring Boot.
 *
 * @param saldoService onde a página procura a API dos saldos; quem a usa pode mudar
 * @param saldoServiceDaqui onde este programa a procura, se não é no mesmo lugar (num contêiner, os dois diferem)
 * @param pastaDoLog a pasta {@code log.dirs} do broker, se ele roda nesta máquina: é a única fonte de onde começa o segmento
 *     ativo, que o protocolo do Kafka não conta
 * @param sondagem de quanto em quanto tempo se pergunta ao Kafka pelos grupos e offsets
 * @param paciencia por quanto tempo uma fila sem andar, ou uma transação aberta, é só demora; depois, a página o diz
 * @param maximoDePedidos de quantos pedidos o auditor se lembra; cada um ocupa uns 70 bytes
 * @param caderno onde fica o que o aluno previu e viu nos experimentos
 * @param kafkaNosComandos o endereço do Kafka nos comandos que a página mostra, se não é o que este programa usa (num contêiner,
 *     os dois diferem)
 * @param hosts os nomes por que este programa aceita ser chamado: com outro, uma página de fora poderia lê-lo (DNS rebinding)
 */
@Validated
@ConfigurationProperties("dashboard")
public record DashboardProperties(
        @DefaultValue("http://localhost:5001") @NotNull URI saldoService,

        @Nullable URI saldoServiceDaqui,

        @DefaultValue("dados/kafka/log") @NotNull Path pastaDoLog,

        @DefaultValue("500ms") @NotNull @DurationMin(millis = 1)
        Duration sondagem,

        @DefaultValue("20s") @NotNull @DurationMin Duration paciencia,
        @DefaultValue("1000000") @Min(1) @Max(50_000_000) int maximoDePedidos,

        @DefaultValue("dados/caderno.json") @NotNull Path caderno,

        @Nullable String kafkaNosComandos,

        @DefaultValue({"localhost", "127.0.0.1", "[::1]", "::1"}) @NotNull
        List<String> hosts) {}
