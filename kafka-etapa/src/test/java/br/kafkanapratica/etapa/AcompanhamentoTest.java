package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.MessageListenerContainer;

class AcompanhamentoTest {

    private static final TopicPartition UM = new TopicPartition("medidas", 1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong parede = new AtomicLong();
    private final List<String> feito = new ArrayList<>();
    private final Impedimentos impedimentos = new Impedimentos("ALERTAS");
    private final Cuidado cuidado = new Cuidado(nanos::get);
    private final Diagnostico diagnostico = new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "medidas-dlt");
    private final Trechos trechos = new Trechos(impedimentos);
    private final Andamento andamento = new Andamento(nanos::get);
    private final Recuo recuo = new Recuo();
    private final Escrita escrita = EscritaParada.com(diagnostico, impedimentos, recuo, cuidado);
    private final Particoes particoes = new Particoes("ALERTAS", trechos, escrita, novas -> {});
    private boolean roda = true;
    private final MessageListenerContainer listener =
            Procurador.de(MessageListenerContainer.class, null, (metodo, argumentos) -> switch (metodo) {
                case "isRunning", "isChildRunning" -> roda;
                case "stopAbnormally" -> {
                    feito.add(metodo);
                    yield null;
                }
                default -> throw new AssertionError(metodo);
            });
    private final Retomada retomada =
            new Retomada("ALERTAS", listener, recuo, cuidado, escrita, impedimentos, diagnostico, () -> {});
    private final Acompanhamento acompanhamento = new Acompanhamento(
            "ALERTAS",
            listener,
            new Leitor.Comum(
                    escrita,
                    andamento,
                    new ForaDoLog("ALERTAS"),
                    trechos,
                    cuidado,
                    impedimentos,
                    diagnostico,
                    () -> {}),
            particoes,
            retomada,
            new SaltoDoRelogio(parede::get, nanos::get),
            Duration.ofMinutes(1),
            nanos::get);

    @BeforeEach
    void comeca() {
        retomada.liga(Procurador.de(ScheduledExecutorService.class, null, (metodo, argumentos) -> {
            feito.add(metodo);
            return null;
        }));
        andamento.terminou();
        acompanhamento.comeca();
    }

    @Test
    void oTrabalhoQueNaoAndaEDito_eDepoisSoUmReinicioResolve() {
        andamento.comeca(new ConsumerRecord<>("medidas", 1, 7, null, null));
        passa(Duration.ofSeconds(61));
        acompanhamento.olha();
        assertThat(impedimentos.motivo()).contains("no trabalho do registro de medidas, partição 1, offset 7");
        assertThat(acompanhamento.morte()).isEmpty();

        passa(Duration.ofMinutes(4));
        assertThat(acompanhamento.morte()).get().asString().contains("só um reinício resolve");

        andamento.terminou();
        acompanhamento.olha();
        assertThat(impedimentos.motivo()).isNull();
        assertThat(acompanhamento.morte()).isEmpty();
    }

    @Test
    void oListenerQueNaoRodaRecomeca() {
        acompanhamento.olha();
        assertThat(feito).isEmpty();
        roda = false;
        acompanhamento.olha();
        assertThat(feito).containsExactly("schedule");
    }

    @Test
    void oListenerQueDizQueRodaMasNaoTemThreadTambem() {
        andamento.saiu();
        passa(Duration.ofSeconds(60));
        acompanhamento.olha();
        assertThat(feito).isEmpty();
        passa(Duration.ofSeconds(1));
        acompanhamento.olha();
        assertThat(feito).containsExactly("schedule");
    }

    @Test
    void oRelogioQueVoltaRecomecaOListener() {
        passa(Duration.ofSeconds(2));
        acompanhamento.olha();
        assertThat(feito).isEmpty();
        parede.addAndGet(-Duration.ofHours(3).toMillis());
        acompanhamento.olha();
        acompanhamento.olha();
        assertThat(feito).containsExactly("stopAbnormally");
    }

    @Test
    void oQueImpediaUmaParticaoQueJaEDeOutraInstanciaNaoImpedeMais() {
        var registro = new ConsumerRecord<>("medidas", 1, 7, new byte[0], new byte[0]);
        var kafka = new MockConsumer<byte[], byte[]>("none");
        kafka.assign(List.of(UM));
        kafka.seek(UM, 7);
        particoes.onPartitionsAssigned(kafka, List.of(UM));
        escrita.comeca(List.of(registro));
        escrita.refaz(List.of(registro), kafka, new KafkaException("x", new TimeoutException("prazo")));
        acompanhamento.olha();
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();

        particoes.onPartitionsRevokedAfterCommit(kafka, List.of(UM));
        acompanhamento.olha();
        assertThat(impedimentos.motivo()).isNull();
    }

    /** A que fica de reserva não lê nenhum registro que prove que já lê. */
    @Test
    void aInstanciaSemParticoesQueVoltouAoGrupoJaNaoTemALeituraImpedida() {
        impedimentos.poe(Assunto.LEITURA, "a leitura falhou");
        acompanhamento.olha();
        assertThat(impedimentos.tem(Assunto.LEITURA)).as("ainda fora do grupo").isTrue();

        var kafka = new MockConsumer<byte[], byte[]>("none");
        kafka.assign(List.of(UM));
        kafka.seek(UM, 7);
        particoes.onPartitionsAssigned(kafka, List.of(UM));
        acompanhamento.olha();
        assertThat(impedimentos.tem(Assunto.LEITURA)).as("falta ler").isTrue();

        particoes.onPartitionsRevokedAfterCommit(kafka, List.of(UM));
        acompanhamento.olha();
        assertThat(impedimentos.motivo()).isNull();
    }

    private void passa(Duration tempo) {
        nanos.addAndGet(tempo.toNanos());
        parede.addAndGet(tempo.toMillis());
    }
}
