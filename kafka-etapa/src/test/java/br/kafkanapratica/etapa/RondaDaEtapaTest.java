package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.MessageListenerContainer;

class RondaDaEtapaTest {

    private static final String SILENCIO = "sem sinal de vida";

    private final CountDownLatch kafkaResponde = new CountDownLatch(1);
    private final Impedimentos impedimentos = new Impedimentos("ALERTAS");
    private final ComandosDoKafka comandos = ComandosDoKafka.deFabrica("localhost:9092");
    private final Diagnostico diagnostico = new Diagnostico(comandos, "medidas-dlt");
    private final Trechos trechos = new Trechos(impedimentos);
    private final Cuidado cuidado = new Cuidado();
    private final Recuo recuo = new Recuo();
    private final Escrita escrita = EscritaParada.com(diagnostico, impedimentos, recuo, cuidado);
    private final MessageListenerContainer listener =
            Procurador.de(MessageListenerContainer.class, null, (metodo, argumentos) -> {
                throw new AssertionError(metodo);
            });
    private final Particoes particoes = new Particoes("ALERTAS", trechos, escrita, novas -> {});
    private final Retomada retomada =
            new Retomada("ALERTAS", listener, recuo, cuidado, escrita, impedimentos, diagnostico, () -> {});
    private final SinalDeVida sinal = new SinalDeVida("a ronda da etapa", Duration.ofMinutes(2));
    private final RondaDaEtapa ronda = new RondaDaEtapa(
            new Condicoes(
                    "localhost:9092",
                    comandos,
                    new ClienteAdmin(this::admin),
                    new Conferencia("medidas", "medidas-dlt", List.of(), diagnostico),
                    new EntradaNoGrupo("grupo_alertas", false, diagnostico, impedimentos, System::nanoTime),
                    impedimentos,
                    new Avisos("ALERTAS"),
                    () -> {}),
            retomada,
            new Acompanhamento(
                    "ALERTAS",
                    listener,
                    new Leitor.Comum(
                            escrita,
                            new Andamento(),
                            new ForaDoLog("ALERTAS"),
                            trechos,
                            cuidado,
                            impedimentos,
                            diagnostico,
                            () -> {}),
                    particoes,
                    retomada,
                    new SaltoDoRelogio(System::currentTimeMillis, System::nanoTime),
                    Duration.ofMinutes(1),
                    System::nanoTime),
            particoes,
            new SondaDeTrecho(
                    trechos,
                    () -> {
                        throw new AssertionError("não há trechos");
                    },
                    "grupo_alertas",
                    comandos),
            sinal,
            new SinalDeVida("a sonda", Duration.ofMinutes(2)));

    @AfterEach
    void acaba() {
        ronda.acaba();
        kafkaResponde.countDown();
    }

    /** Com etapa.ativa=false, ou depois de etapa.stop(), ninguém dá sinal: reiniciar o programa não resolveria nada. */
    @Test
    void aQueNaoRodaNaoEstaMorta() {
        sinal.falhou(new IllegalStateException(SILENCIO));
        assertThat(ronda.morte()).isEmpty();

        ronda.comeca();
        ronda.acaba();
        sinal.falhou(new IllegalStateException(SILENCIO));
        assertThat(ronda.morte()).isEmpty();
    }

    /** A primeira volta pode demorar, à espera do Kafka. */
    @Test
    void oSilencioDeAntesDeComecarNaoConta_eODeDepoisSim() {
        sinal.falhou(new IllegalStateException(SILENCIO));
        ronda.comeca();
        assertThat(ronda.morte()).isEmpty();

        sinal.falhou(new IllegalStateException(SILENCIO));
        assertThat(ronda.morte())
                .hasValueSatisfying(motivo -> assertThat(motivo).contains(SILENCIO));
    }

    private Admin admin() {
        try {
            kafkaResponde.await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        throw new AssertionError("o teste já acabou");
    }
}
