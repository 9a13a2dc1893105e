package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** O que não muda diz-se uma vez; o que volta diz-se de novo, e nunca várias vezes por segundo. */
class AvisosSemEcoTest {

    private final RelogioDeMentira relogio = new RelogioDeMentira();
    private final Logger log = (Logger) LoggerFactory.getLogger("avisos-sem-eco");
    private final ListAppender<ILoggingEvent> saida = new ListAppender<>();
    private final AvisosSemEco avisos = new AvisosSemEco(log, relogio.relogio());

    @BeforeEach
    void escuta() {
        saida.start();
        log.addAppender(saida);
    }

    @AfterEach
    void larga() {
        log.detachAppender(saida);
    }

    @Test
    void oQueNaoMudaDizSeUmaVez_porMaisQueDure() {
        for (int segundo = 0; segundo < 3_600; segundo++) {
            avisos.avisa("O tópico não existe.");
            relogio.passa(Duration.ofSeconds(1));
        }
        assertThat(ditos()).containsExactly("O tópico não existe.");
    }

    @Test
    void oQuePassouEVoltaENovidade() {
        avisos.avisa("a");
        avisos.passou();
        relogio.passa(Duration.ofSeconds(10));
        avisos.avisa("a");
        avisos.avisa("b");
        avisos.avisa("a");
        assertThat(ditos()).containsExactly("a", "a", "b", "a");
    }

    @Test
    void oQueVaiEVemNaoInundaOLog_eSeFicaEDito() {
        for (int segundo = 0; segundo < 9; segundo++) {
            avisos.avisa("a");
            avisos.passou();
            relogio.passa(Duration.ofSeconds(1));
        }
        assertThat(ditos()).containsExactly("a");
        relogio.passa(Duration.ofSeconds(1));
        avisos.avisa("a");
        assertThat(ditos()).containsExactly("a", "a");
    }

    @Test
    void horasAcertadasParaTrasNaoCalamNada() {
        avisos.avisa("a");
        avisos.passou();
        relogio.acertam(Duration.ofHours(-1));
        relogio.passa(Duration.ofSeconds(10));
        avisos.avisa("a");
        assertThat(ditos()).hasSize(2);
    }

    private List<String> ditos() {
        return saida.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
