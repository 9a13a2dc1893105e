package br.kafkanapratica.etapa;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** O que não impede a etapa de trabalhar, mas não está como devia: dito uma vez, e à vista na saúde. */
final class Avisos {

    private static final Logger log = LoggerFactory.getLogger(Avisos.class);

    private final String rotulo;
    private volatile Set<String> atuais = Set.of();

    Avisos(String rotulo) {
        this.rotulo = rotulo;
    }

    void sao(Collection<String> textos) {
        var antes = atuais;
        textos.stream().filter(aviso -> !antes.contains(aviso)).forEach(aviso -> log.warn("[{}] {}", rotulo, aviso));
        atuais = Set.copyOf(textos);
    }

    Collection<String> atuais() {
        return List.copyOf(atuais);
    }
}
