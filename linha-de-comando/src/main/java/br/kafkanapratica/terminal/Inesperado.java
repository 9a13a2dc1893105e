package br.kafkanapratica.terminal;

import org.apache.kafka.common.config.ConfigException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;

/** Numa linha, o que não é uma {@link Falha} prevista. */
final class Inesperado {

    private Inesperado() {}

    static String diz(Throwable erro) {
        for (Throwable causa = erro; causa != null; causa = causa.getCause()) {
            if (causa instanceof BindException configuracao) {
                return deConfiguracao(configuracao);
            }
            if (causa instanceof ConfigException) {
                return FalhaNoKafka.configuracao(String.valueOf(causa.getMessage()));
            }
            if (causa instanceof OutOfMemoryError) {
                return "faltou memória (%s). Dê mais com: java -Xmx512m -jar …".formatted(causa.getMessage());
            }
        }
        return "inesperado: " + raiz(erro).toString().lines().findFirst().orElse("");
    }

    private static String deConfiguracao(BindException erro) {
        var propriedade = erro.getProperty();
        return propriedade == null
                ? "a configuração %s não serve: %s"
                        .formatted(erro.getName(), raiz(erro).getMessage())
                : "a configuração %s não aceita o valor \"%s\"%s"
                        .formatted(erro.getName(), propriedade.getValue(), deOnde(propriedade));
    }

    private static String deOnde(ConfigurationProperty propriedade) {
        var origem = Origin.from(propriedade);
        while (origem instanceof PropertySourceOrigin daFonte && daFonte.getOrigin() != null) {
            origem = daFonte.getOrigin();
        }
        if (origem instanceof SystemEnvironmentOrigin ambiente) {
            return " (variável de ambiente " + ambiente.getProperty() + ")";
        }
        return origem == null ? "" : " (" + origem + ")";
    }

    private static Throwable raiz(Throwable erro) {
        return erro.getCause() == null ? erro : raiz(erro.getCause());
    }
}
