package br.kafkanapratica.etapa;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * O que impede a etapa de trabalhar, por assunto: cada um se diz uma vez no log e fica no {@code motivo} da saúde até ser
 * resolvido. Pode ser usada de várias threads.
 */
final class Impedimentos {

    /** Do mais grave ao mais leve: é a ordem do {@link #motivo()}. */
    enum Assunto {
        KAFKA,
        TOPICOS,
        GRUPO,
        LEITURA,
        ESCRITA,
        TRECHOS,
        TRABALHO
    }

    private static final Logger log = LoggerFactory.getLogger(Impedimentos.class);

    private final String rotulo;
    private final Map<Assunto, String> atuais = new EnumMap<>(Assunto.class);

    Impedimentos(String rotulo) {
        this.rotulo = rotulo;
    }

    /** O que vale até que se saiba algo; não se diz no log. */
    synchronized void inicio(String texto) {
        atuais.put(Assunto.KAFKA, texto);
    }

    /** Diz no log o que é novidade: o mesmo texto com outros números (prazos, contagens) não é. */
    synchronized void poe(Assunto assunto, String texto) {
        var anterior = atuais.put(assunto, texto);
        boolean novo = assunto == Assunto.TRECHOS // onde os números são o que se quer saber
                ? !texto.equals(anterior)
                : !Objects.equals(semNumeros(anterior), semNumeros(texto));
        if (novo) {
            log.warn("[{}] {}", rotulo, texto);
        }
    }

    /** @param voltou o que dizer se havia algo, ou vazio */
    synchronized void tira(Assunto assunto, String voltou) {
        if (atuais.remove(assunto) != null && !voltou.isEmpty()) {
            log.info("[{}] {}", rotulo, voltou);
        }
    }

    synchronized boolean tem(Assunto assunto) {
        return atuais.containsKey(assunto);
    }

    synchronized @Nullable String motivo() {
        return atuais.isEmpty() ? null : atuais.values().stream().collect(Collectors.joining(" | "));
    }

    private static @Nullable String semNumeros(@Nullable String texto) {
        return texto == null ? null : texto.replaceAll("\\d+", "#");
    }
}
