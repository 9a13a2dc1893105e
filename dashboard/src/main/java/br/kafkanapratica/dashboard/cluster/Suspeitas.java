package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.dashboard.auditor.Etapa;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** O que uma fotografia mostra de errado no Kafka, com o que se pode fazer. */
final class Suspeitas {

    /** Um broker que acaba de subir ainda carrega os grupos. */
    private static final Duration CARREGANDO = Duration.ofSeconds(30);

    private Suspeitas() {}

    static List<String> em(Fotografia foto, Instant agora) {
        var frases = new ArrayList<String>();
        for (var etapa : Etapa.values()) {
            var grupo = foto.grupo(etapa.grupo());
            var desde = grupo.semRespostaDesde();
            if (desde != null) {
                frases.add(semResposta(etapa.grupo(), Duration.between(desde, agora)));
            }
            grupo.gravados().forEach((particao, gravado) -> {
                long fim = foto.comAbertas().getOrDefault(particao, Long.MAX_VALUE);
                if (gravado > fim) {
                    frases.add(
                            "%s gravou o offset %d em %s, que acaba em %d: o fim do log se perdeu (o broker caiu com dados por gravar, ou o tópico foi recriado)"
                                    .formatted(etapa.grupo(), gravado, particao, fim));
                }
            });
        }
        return frases;
    }

    private static String semResposta(String grupo, Duration ha) {
        return ha.compareTo(CARREGANDO) < 0
                ? "o Kafka responde, mas o coordenador de %s ainda não (há %d s)".formatted(grupo, ha.toSeconds())
                : "o Kafka responde, mas há %d s não consegue carregar o estado de %s: reinicie o broker; se não bastar, com ele parado: java -jar broker-local/target/broker-local.jar recuperar-grupos"
                        .formatted(ha.toSeconds(), grupo);
    }
}
