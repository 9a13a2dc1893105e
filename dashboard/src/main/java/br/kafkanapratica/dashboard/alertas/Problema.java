package br.kafkanapratica.dashboard.alertas;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * O que está errado, dito a quem está na sala. Sem números que mudem a cada segundo: um leitor de tela repete o que muda.
 *
 * @param texto sem ponto final
 * @param comando o que conserta, como se digita aqui; nulo se não há um só
 * @param impedeEscrever se pode ser por isto que uma etapa não escreve num tópico
 */
public record Problema(
        String texto, @Nullable String comando, @JsonIgnore boolean impedeEscrever) {

    public Problema(String texto, @Nullable String comando) {
        this(texto, comando, false);
    }

    public static Problema de(String texto) {
        return new Problema(texto, null);
    }
}
