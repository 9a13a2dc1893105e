package br.kafkanapratica.terminal;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Um prazo, em milissegundos, da configuração de um cliente do Kafka. */
final class Prazo {

    private Prazo() {}

    static Duration de(Map<String, Object> configuracao, String nome) {
        var valor = configuracao.get(nome);
        try {
            return Duration.ofMillis(Long.parseLong(String.valueOf(valor)));
        } catch (NumberFormatException e) {
            throw new ConfigException(nome, valor, "não é um número de milissegundos");
        }
    }
}
