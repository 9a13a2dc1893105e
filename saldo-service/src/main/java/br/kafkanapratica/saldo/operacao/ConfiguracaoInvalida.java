package br.kafkanapratica.saldo.operacao;

import br.kafkanapratica.saldo.leitor.ConfiguracaoContraria;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Uma configuração que não serve, numa linha: o nome, o valor, por quê e o que se espera. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConfiguracaoInvalida implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable falha) {
        Throwable raiz = falha;
        for (Throwable causa = falha; causa != null; causa = causa.getCause()) {
            if (causa instanceof ConfiguracaoContraria contraria) {
                return analise("ERRO: " + contraria.getMessage() + ".", contraria);
            }
            if (causa instanceof BindValidationException validacao) {
                var erro = validacao.getValidationErrors().getAllErrors().get(0);
                return analise(
                        "ERRO: a configuração %s não serve: %s."
                                .formatted(erro.getObjectName(), erro.getDefaultMessage()),
                        validacao);
            }
            if (causa instanceof InvalidConfigurationPropertyValueException valor) {
                var espera = valor.getName().endsWith("port") ? "escreva um número inteiro" : "o valor não se entende";
                return analise(
                        "ERRO: a configuração %s=%s não serve: %s."
                                .formatted(valor.getName(), valor.getValue(), espera),
                        valor);
            }
            raiz = causa;
        }
        for (Throwable causa = falha; causa != null; causa = causa.getCause()) {
            if (causa instanceof BindException invalida) {
                return analise(descricao(invalida, raiz), invalida);
            }
        }
        return null;
    }

    private static String descricao(BindException invalida, Throwable raiz) {
        var nome = invalida.getName().toString();
        var propriedade = invalida.getProperty();
        var valor = propriedade == null ? "" : "=" + propriedade.getValue();
        var deOnde = propriedade == null
                ? nome
                : propriedade.getName() + valor + " (ou "
                        + nome.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "") + ")";
        return "ERRO: a configuração %s não serve: %s.".formatted(deOnde, espera(nome, invalida, raiz));
    }

    private static String espera(String nome, BindException invalida, Throwable raiz) {
        var tipo = String.valueOf(invalida.getTarget().getType().resolve());
        if (nome.startsWith("saldo.pular") && raiz.getMessage() != null) {
            return raiz.getMessage();
        }
        if (tipo.endsWith("Duration")) {
            return "escreva um tempo, como 500ms, 5s ou 1m";
        }
        if (tipo.matches(".*(Integer|int|Long|long)")) {
            return "escreva um número inteiro";
        }
        if (tipo.matches(".*([Bb]oolean)")) {
            return "escreva true ou false";
        }
        return "esperava-se " + tipo.replaceFirst(".*[.$ ]", "");
    }

    private static FailureAnalysis analise(String descricao, Throwable causa) {
        return new FailureAnalysis(descricao, "Corrija-a, na linha de comando ou no ambiente, e suba de novo.", causa);
    }
}
