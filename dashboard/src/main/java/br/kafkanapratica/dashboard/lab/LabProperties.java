package br.kafkanapratica.dashboard.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * O que o laboratório diz ao dashboard que inicia, pelo ambiente; quem o inicia à mão não os tem.
 *
 * @param controle o soquete por onde se manda no laboratório
 * @param chave o que a página tem de mostrar para o fazer
 */
@ConfigurationProperties("dashboard.lab")
public record LabProperties(
        @Nullable Path controle, @Nullable String chave) {

    /** Em tempo que não depende de quanto dela se acertou. */
    boolean abre(@Nullable String mostrada) {
        return chave != null
                && !chave.isEmpty()
                && mostrada != null
                && MessageDigest.isEqual(bytes(chave), bytes(mostrada));
    }

    /** Sem a chave: nunca vai a um log. */
    @Override
    public String toString() {
        return "LabProperties[controle=%s]".formatted(controle);
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }
}
