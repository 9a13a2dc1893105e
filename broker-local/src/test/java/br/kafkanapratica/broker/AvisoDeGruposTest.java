package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.utils.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** As frases são as do Kafka 4.2; outra versão que as mude as deixa passar em inglês, e este teste não o vê. */
class AvisoDeGruposTest {

    private static final String FALHOU = "Failed to load metadata from {} with epoch {} due to {}.";

    private static final String PACOTE = "org.apache.kafka.coordinator.common.runtime.";

    private final org.slf4j.Logger coordenador =
            new LogContext("[GroupCoordinator id=1] ").logger(PACOTE + "CoordinatorRuntime");
    private final org.slf4j.Logger carga = LoggerFactory.getLogger(PACOTE + "CoordinatorLoaderImpl");
    private final AvisoDeGrupos aviso = new AvisoDeGrupos();
    private final ListAppender<ILoggingEvent> dito = new ListAppender<>();

    @BeforeEach
    void escuta() {
        logger("ROOT").getLoggerContext().addTurboFilter(aviso);
        dito.start();
        logger("ROOT").addAppender(dito);
    }

    @AfterEach
    void para() {
        logger("ROOT").detachAppender(dito);
        logger("ROOT").getLoggerContext().resetTurboFilterList();
        AvisoDeGrupos.dados(Path.of("dados/kafka"));
    }

    @Test
    void aFalhaDaCargaEDitaUmaVezComACausaEOComandoESemPilha() {
        AvisoDeGrupos.dados(Path.of("/aula/dados"));
        var causa = new RuntimeException("Replaying record …", new IllegalStateException("still owned at epoch 8"));
        carga.error("Replaying record X from __consumer_offsets-2 failed.", causa);
        coordenador.error("The state machine of the coordinator {} is out of sync with…", "__consumer_offsets-2");
        for (int epoca = 8; epoca <= 10; epoca += 2) {
            coordenador.error(FALHOU, "__consumer_offsets-2", epoca, causa.getMessage(), causa);
        }

        assertThat(dito.list).singleElement().satisfies(evento -> {
            assertThat(evento.getThrowableProxy()).isNull();
            assertThat(evento.getFormattedMessage())
                    .contains(
                            "__consumer_offsets-2", "recuperar-grupos --dados '/aula/dados'", "still owned at epoch 8");
        });
    }

    @Test
    void umaCargaInterrompidaPedeSoUmReinicio() {
        var causa = new NotLeaderOrFollowerException("Stopped loading");
        coordenador.error(FALHOU, "__consumer_offsets-1", 3, causa.getMessage(), causa);

        assertThat(dito.list)
                .singleElement()
                .satisfies(evento -> assertThat(evento.getFormattedMessage())
                        .contains("reinicie o broker")
                        .doesNotContain("recuperar-grupos"));
    }

    @Test
    void oQueSoAcompanhaATrocaDeLiderNaoEDitoEOQueNaoSeConheceNaoSeCala() {
        coordenador.error("Writing records to {} failed due to: {}.", "x", "y", new NotLeaderOrFollowerException("z"));
        assertThat(dito.list).isEmpty();

        coordenador.error("Writing records to {} failed due to: {}.", "x", "y", new IllegalStateException("disco"));
        assertThat(dito.list).hasSize(1);
    }

    private static Logger logger(String nome) {
        return (Logger) LoggerFactory.getLogger(nome);
    }
}
