package br.kafkanapratica.inicio;

import br.kafkanapratica.leitura.AjusteContrario;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Um ajuste que não serve: qual, com que valor, e o que se espera. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class AjusteInvalido implements FailureAnalyzer {

    private static final String CONSERTO =
            "Corrija-o ou tire-o: ele vem da linha de comando, de uma variável de ambiente ou do application.yml.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable falha) {
        var contrario = Causas.acha(falha, AjusteContrario.class);
        if (contrario != null) {
            return new FailureAnalysis(String.valueOf(contrario.getMessage()), "", falha);
        }
        var validacao = Causas.acha(falha, BindValidationException.class);
        if (validacao != null) {
            var erros = validacao.getValidationErrors();
            return analise(
                    falha,
                    erros.getAllErrors().stream()
                            .map(erro -> invalido(erros.getName().toString(), erro))
                            .collect(Collectors.joining("; ")));
        }
        var valor = Causas.acha(falha, InvalidConfigurationPropertyValueException.class);
        if (valor != null) {
            var espera = valor.getName().endsWith("port") ? "escreva um número inteiro" : "o valor não se entende";
            return analise(falha, "%s=%s não serve: %s".formatted(valor.getName(), valor.getValue(), espera));
        }
        var ligacao = Causas.acha(falha, BindException.class);
        return ligacao == null ? null : analise(falha, ligacao(ligacao));
    }

    private static FailureAnalysis analise(Throwable falha, String oQue) {
        return new FailureAnalysis("o ajuste %s.".formatted(oQue), CONSERTO, falha);
    }

    private static String invalido(String prefixo, ObjectError erro) {
        return erro instanceof FieldError campo
                ? "%s.%s=%s não serve: %s"
                        .formatted(
                                prefixo,
                                DataObjectPropertyName.toDashedForm(campo.getField()),
                                campo.getRejectedValue(),
                                regra(campo))
                : "%s não serve: %s".formatted(prefixo, erro.getDefaultMessage());
    }

    /** As mensagens do validador vêm na língua do sistema. */
    private static @Nullable String regra(FieldError erro) {
        var argumentos = erro.getArguments() == null ? new Object[0] : erro.getArguments();
        var limite = argumentos.length < 2 ? "" : argumentos[argumentos.length - 1];
        return switch (String.valueOf(erro.getCode())) {
            case "NotNull", "NotBlank", "NotEmpty" -> "não pode ficar vazio";
            case "Min", "DecimalMin" -> "o mínimo é " + limite;
            case "Max", "DecimalMax" -> "o máximo é " + limite;
            case "DurationMin" ->
                Arrays.asList(argumentos).contains(1L)
                        ? "escreva um tempo maior que zero"
                        : "um tempo não pode ser negativo";
            default -> erro.getDefaultMessage();
        };
    }

    private static String ligacao(BindException erro) {
        var nome = erro.getName().toString();
        var propriedade = erro.getProperty();
        var qual = propriedade == null
                ? nome
                : "%s=%s (ou %s)"
                        .formatted(
                                propriedade.getName(),
                                propriedade.getValue(),
                                nome.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""));
        return "%s não serve: %s".formatted(qual, espera(erro));
    }

    private static String espera(BindException erro) {
        var tipo = String.valueOf(erro.getTarget().getType().resolve());
        if (tipo.endsWith("Duration")) {
            return "escreva um tempo, como 500ms, 5s ou 1m";
        }
        if (tipo.matches("(class java\\.lang\\.)?(Integer|int|Long|long|Short|short)")) {
            return "escreva um número inteiro";
        }
        if (tipo.matches("(class java\\.lang\\.)?(Double|double|Float|float)")) {
            return "escreva um número, como 0.5";
        }
        if (tipo.matches("(class java\\.lang\\.)?(Boolean|boolean)")) {
            return "escreva true ou false";
        }
        var motivo = Causas.raiz(erro).getMessage(); // a de um tipo nosso diz como se escreve
        return erro.getTarget().getType().toString().contains("br.kafkanapratica") && motivo != null // ou numa lista
                ? motivo
                : "esperava-se " + tipo.replaceFirst(".*[.$ ]", "");
    }
}
