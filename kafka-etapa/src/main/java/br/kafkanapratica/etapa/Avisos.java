package br.kafkanapratica.etapa;

import br.kafkanapratica.contratos.Comandos;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** O que não impede a etapa de trabalhar, mas não está como devia: dito uma vez, e à vista na saúde. */
final class Avisos {

    private static final Logger log = LoggerFactory.getLogger(Avisos.class);

    private final String rotulo;
    private final String servidores;
    private volatile Set<String> atuais = Set.of();

    /** @param servidores o Kafka dos comandos que os textos citam */
    Avisos(String rotulo, String servidores) {
        this.rotulo = rotulo;
        this.servidores = servidores;
    }

    void sao(Collection<String> textos) {
        var agora =
                textos.stream().map(texto -> Comandos.para(servidores, texto)).toList();
        var antes = atuais;
        agora.stream().filter(aviso -> !antes.contains(aviso)).forEach(aviso -> log.warn("[{}] {}", rotulo, aviso));
        atuais = Set.copyOf(agora);
    }

    Collection<String> atuais() {
        return List.copyOf(atuais);
    }
}
