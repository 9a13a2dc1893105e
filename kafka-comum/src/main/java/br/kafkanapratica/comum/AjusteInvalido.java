package br.kafkanapratica.comum;

import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;

/** Um ajuste que não serve: qual, com que valor, e o que fazer; o Spring Boot diria o mesmo em vinte linhas de inglês. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class AjusteInvalido implements FailureAnalyzer {

    private static final String CONSERTO =
            "Corrija-o ou tire-o: ele vem da linha de comando, de uma variável de ambiente ou do application.yml.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable falha) {
        var contrariada = acha(falha, Garantias.Contrariada.class);
        if (contrariada != null) {
            return new FailureAnalysis("ERRO: " + contrariada.getMessage(), CONSERTO, falha);
        }
        var validacao = acha(falha, BindValidationException.class);
        if (validacao != null) {
            var erros = validacao.getValidationErrors();
            var texto = erros.getAllErrors().stream()
                    .map(erro -> erro instanceof FieldError campo
                            ? "%s.%s=%s %s"
                                    .formatted(
                                            erros.getName(),
                                            campo.getField(),
                                            campo.getRejectedValue(),
                                            campo.getDefaultMessage())
                            : String.valueOf(erro.getDefaultMessage()))
                    .collect(Collectors.joining("; "));
            return new FailureAnalysis("ERRO: ajuste fora do permitido: %s.".formatted(texto), CONSERTO, falha);
        }
        var ligacao = acha(falha, BindException.class);
        if (ligacao != null) {
            var propriedade = ligacao.getProperty();
            var nome = propriedade == null
                    ? ligacao.getName().toString()
                    : propriedade.getName().toString();
            var valor = propriedade == null ? "?" : propriedade.getValue();
            return new FailureAnalysis(
                    "ERRO: o ajuste %s não aceita o valor \"%s\" (%s).".formatted(nome, valor, tipo(ligacao)),
                    CONSERTO,
                    falha);
        }
        return null;
    }

    private static String tipo(BindException erro) {
        var tipo = erro.getTarget().getType().resolve(Object.class);
        if (Number.class.isAssignableFrom(tipo) || tipo == int.class || tipo == long.class || tipo == double.class) {
            return "espera um número";
        }
        return tipo == Duration.class ? "espera uma duração, como 500ms ou 2s" : "espera " + tipo.getSimpleName();
    }

    private static <T extends Throwable> @Nullable T acha(@Nullable Throwable falha, Class<T> tipo) {
        for (var causa = falha; causa != null; causa = causa.getCause()) {
            if (tipo.isInstance(causa)) {
                return tipo.cast(causa);
            }
        }
        return null;
    }
}
