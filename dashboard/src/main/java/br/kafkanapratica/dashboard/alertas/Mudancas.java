package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * O que sumiu do Kafka entre duas fotografias: um tópico recriado, um log que perdeu o fim. A conta recomeça do que há, e sem isto ninguém
 * saberia por que os números mudaram. Para uma thread por vez.
 */
final class Mudancas {

    private static final Duration LEMBRADAS = Duration.ofMinutes(5);
    private static final int QUANTAS = 4;
    private static final DateTimeFormatter HORA = DateTimeFormatter.ofPattern("HH:mm:ss");

    private record Mudanca(Instant quando, String texto) {}

    private final ZoneId zona;
    private final Deque<Mudanca> mudancas = new ArrayDeque<>();

    Mudancas(ZoneId zona) {
        this.zona = zona;
    }

    void compara(Fotografia antes, Fotografia agora) {
        agora.topicos().forEach((topico, id) -> {
            var deAntes = antes.topicos().get(topico);
            if (deAntes != null && !deAntes.equals(id)) {
                anota(
                        agora,
                        "o tópico %s foi recriado: o que havia nele não existe mais, e a conta recomeça do que há"
                                .formatted(topico));
            } else if (deAntes != null) {
                agora.particoes(topico).forEach(particao -> compara(particao, antes, agora));
            }
        });
        antes.topicos().keySet().stream()
                .filter(topico -> !agora.topicos().containsKey(topico))
                .forEach(
                        topico -> anota(agora, "o tópico %s foi apagado, com tudo o que havia nele".formatted(topico)));
    }

    private void compara(TopicPartition particao, Fotografia antes, Fotografia agora) {
        long acabava = antes.comAbertas().getOrDefault(particao, 0L);
        long acaba = agora.comAbertas().getOrDefault(particao, acabava);
        if (acaba < acabava) {
            anota(
                    agora,
                    "%s perdeu o fim: acabava antes do offset %d, e agora antes do %d (o broker caiu com dados por gravar, ou voltou de uma cópia). O que estava ali não existe mais, mesmo o que já tinha sido confirmado a quem escreveu"
                            .formatted(particao, acabava, acaba));
        }
    }

    private void anota(Fotografia agora, String texto) {
        mudancas.addFirst(new Mudanca(
                agora.quando(), "às %s, %s".formatted(HORA.format(agora.quando().atZone(zona)), texto)));
        if (mudancas.size() > QUANTAS) {
            mudancas.removeLast();
        }
    }

    /** Da mais nova à mais antiga. */
    List<Problema> recentes(Instant agora) {
        mudancas.removeIf(mudanca -> Duration.between(mudanca.quando(), agora).compareTo(LEMBRADAS) > 0);
        return mudancas.stream().map(mudanca -> Problema.de(mudanca.texto())).toList();
    }
}
