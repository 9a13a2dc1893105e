package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListenerContainer;

class RetomadaTest {

    private final List<String> feito = new ArrayList<>();
    private final List<Marcada> marcadas = new ArrayList<>();
    private final Impedimentos impedimentos = new Impedimentos("ALERTAS");
    private final Cuidado cuidado = new Cuidado();
    private final Diagnostico diagnostico = new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "medidas-dlt");
    private final Recuo recuo = new Recuo();
    private final Escrita escrita = EscritaParada.com(diagnostico, impedimentos, recuo, cuidado);
    private boolean roda;
    private boolean falha;
    private Runnable aoIniciar = () -> {};
    private Runnable aoParar = () -> {};
    private final Retomada retomada = new Retomada(
            "ALERTAS", listener(), recuo, cuidado, escrita, impedimentos, diagnostico, () -> feito.add("produtores"));

    /** O que a agenda guardou: a espera em ms e a tarefa. */
    private static final class Marcada {
        private final Runnable tarefa;
        private final long espera;
        private boolean acabou;

        private Marcada(Runnable tarefa, long espera) {
            this.tarefa = tarefa;
            this.espera = espera;
        }

        private void roda() {
            tarefa.run();
            acabou = true;
        }
    }

    @BeforeEach
    void liga() {
        retomada.liga(Procurador.de(ScheduledExecutorService.class, null, (metodo, argumentos) -> {
            assertThat(metodo).isEqualTo("schedule");
            assertThat(argumentos[2]).isEqualTo(TimeUnit.MILLISECONDS);
            var marcada = new Marcada((Runnable) argumentos[0], (long) argumentos[1]);
            marcadas.add(marcada);
            return futuro(marcada);
        }));
    }

    @Test
    void quemParouAPedidoNaoRecomeca() {
        retomada.parou(Reason.NORMAL);
        assertThat(marcadas).isEmpty();
    }

    @Test
    void quemParouPorOutraRazaoRecomeca_cadaVezMaisDevagar_eUmDeCadaVez() {
        retomada.parou(Reason.ABNORMAL);
        retomada.parou(Reason.FENCED); // a mesma queda
        assertThat(esperas()).containsExactly(500L);

        ultima().roda();
        assertThat(feito).containsExactly("start");
        retomada.parou(Reason.ABNORMAL);
        assertThat(esperas()).containsExactly(500L, 1000L);
    }

    /** Com várias threads, a primeira pode parar enquanto o início ainda cria a segunda. */
    @Test
    void oQueParaNoMeioDoRecomecoRecomecaTambem() {
        retomada.parou(Reason.ABNORMAL);
        aoIniciar = () -> {
            aoIniciar = () -> {};
            retomada.parou(Reason.FENCED);
        };
        ultima().roda();
        assertThat(esperas()).containsExactly(500L, 1000L);

        ultima().roda();
        assertThat(feito).containsExactly("start", "start");
    }

    /** O que cai enquanto se para o que resta é a mesma queda. */
    @Test
    void oQueParaAntesDoRecomecoNaoPedeOutro() {
        roda = true;
        aoParar = () -> retomada.parou(Reason.FENCED);
        retomada.parou(Reason.FENCED);
        ultima().roda();
        assertThat(feito).containsExactly("stop", "start");
        assertThat(marcadas).hasSize(1);
    }

    /** O container cercado não diz por quê, nem passa pelo rollback. */
    @Test
    void aTransacaoCercadaEDita_ateUmCommitPassar() {
        var registro = new ConsumerRecord<>("medidas", 2, 7, new byte[0], new byte[0]);
        escrita.comeca(List.of(registro));
        escrita.espera(1);
        retomada.parou(Reason.FENCED);
        assertThat(impedimentos.motivo())
                .contains("transaction.timeout.ms", "aumente spring.kafka.properties", "medidas-2, offset 7");
        escrita.confirmou(); // um poll() sem nada escrito não prova nada
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();

        escrita.comeca(List.of(registro));
        escrita.espera(1);
        escrita.confirmou();
        assertThat(impedimentos.motivo()).isNull();
    }

    @Test
    void oErroDaJvmRecomecaUmRegistroPorVez() {
        retomada.parou(Reason.ERROR);
        assertThat(cuidado.ligado()).isTrue();
        assertThat(impedimentos.motivo()).contains("um erro da JVM");
        assertThat(marcadas).hasSize(1);
    }

    @Test
    void seNaoConsegueRecomecarTentaDeNovo_eODiz() {
        falha = true;
        retomada.parou(Reason.ABNORMAL);
        ultima().roda();
        assertThat(impedimentos.motivo()).contains("não consegui recomeçar", "sem threads");
        assertThat(esperas()).containsExactly(500L, 1000L);

        falha = false;
        ultima().roda();
        assertThat(feito).containsExactly("start");
    }

    @Test
    void comOKafkaDeVoltaOQueEsperavaNaoEsperaMais() {
        retomada.apressa();
        assertThat(marcadas).isEmpty();

        for (int i = 0; i < 3; i++) {
            recuo.proxima();
        }
        retomada.parou(Reason.ABNORMAL);
        assertThat(ultima().espera).isEqualTo(4000);
        retomada.apressa();
        assertThat(ultima().espera).isZero();
    }

    @Test
    void comUmRegistroPresoARetomadaNaoEUmLaco() {
        prende();
        retomada.parou(Reason.ABNORMAL);
        assertThat(ultima().espera).isEqualTo(5000);
    }

    @Test
    void refazerTrocaOsProdutoresComOListenerParado() {
        roda = true;
        retomada.refaz();
        assertThat(feito).containsExactly("stopAbnormally");
        retomada.parou(Reason.ABNORMAL);
        ultima().roda();
        assertThat(feito).containsExactly("stopAbnormally", "stop", "produtores", "start");

        retomada.parou(Reason.ABNORMAL);
        ultima().roda();
        assertThat(feito).filteredOn("produtores"::equals).hasSize(1);
    }

    @Test
    void depoisDeDesligadaNinguemRecomeca() {
        retomada.desliga();
        retomada.parou(Reason.ABNORMAL);
        assertThat(marcadas).isEmpty();
    }

    /** Parada a pedido com um recomeço por fazer, a etapa que volta recomeça como antes. */
    @Test
    void oQueEstavaMarcadoAoDesligarNaoImpedeDeMarcarDepois() {
        retomada.parou(Reason.ABNORMAL);
        retomada.desliga();
        liga();
        retomada.parou(Reason.ABNORMAL);
        assertThat(marcadas).hasSize(2);
    }

    /** O stop() de quem desliga chega antes de o listener rodar, e não o acha. */
    @Test
    void oQueInicioOuRecomecoPoeNoArDepoisDeDesligadoPara() {
        aoIniciar = retomada::desliga;
        retomada.inicia();
        assertThat(feito).containsExactly("start", "stop");

        liga();
        retomada.parou(Reason.ABNORMAL);
        ultima().roda();
        assertThat(feito).containsExactly("start", "stop", "start", "stop");
    }

    /** O Spring dá por iniciado o container antes de fazer o consumidor: iniciá-lo outra vez não faria nada, nem diria nada. */
    @Test
    void oListenerQueNaoConseguiuFazerOConsumidorParaAntesDeIniciarDeNovo() {
        falha = true;
        assertThat(retomada.inicia()).isFalse();
        roda = true;
        assertThat(retomada.inicia()).isFalse();
        assertThat(feito).containsExactly("stop");
        assertThat(impedimentos.motivo()).contains("não consegui iniciar");
    }

    /** Com várias threads, a primeira pode já rodar quando a segunda não se cria. */
    @Test
    void oInicioPelaMetadeDeQuemJaFoiDesligadoTambemPara() {
        aoIniciar = () -> {
            retomada.desliga();
            throw new IllegalStateException("sem mais threads");
        };
        assertThat(retomada.inicia()).isFalse();
        assertThat(feito).containsExactly("stop");
    }

    @Test
    void seNaoIniciaODiz_eQuandoIniciaDeixaDeDizer() {
        falha = true;
        assertThat(retomada.inicia()).isFalse();
        assertThat(impedimentos.motivo()).contains("não consegui iniciar");
        falha = false;
        assertThat(retomada.inicia()).isTrue();
        assertThat(impedimentos.tem(Assunto.LEITURA)).isFalse();
    }

    private void prende() {
        var registro = new ConsumerRecord<>("medidas", 0, 7, new byte[0], new byte[0]);
        escrita.comeca(List.of(registro));
        escrita.doResultado(registro, "alertas", 10).onCompletion(null, new RecordTooLargeException("grande"));
        escrita.refaz(List.of(registro), new MockConsumer<byte[], byte[]>("none"), new KafkaException("desfeita"));
        assertThat(escrita.pendencias().temPresos()).isTrue();
    }

    private Marcada ultima() {
        return marcadas.get(marcadas.size() - 1);
    }

    private List<Long> esperas() {
        return marcadas.stream().map(marcada -> marcada.espera).toList();
    }

    private static ScheduledFuture<?> futuro(Marcada marcada) {
        return Procurador.de(ScheduledFuture.class, null, (metodo, argumentos) -> switch (metodo) {
            case "isDone" -> marcada.acabou;
            case "getDelay" -> marcada.espera;
            case "cancel" -> true;
            default -> throw new AssertionError(metodo);
        });
    }

    private MessageListenerContainer listener() {
        var ajustes = new ContainerProperties("medidas");
        return Procurador.de(MessageListenerContainer.class, null, (metodo, argumentos) -> switch (metodo) {
            case "getContainerProperties" -> ajustes;
            case "isRunning" -> roda;
            case "start" -> {
                if (falha) {
                    throw new IllegalStateException("sem threads");
                }
                aoIniciar.run();
                feito.add(metodo);
                yield null;
            }
            case "stop", "stopAbnormally" -> {
                feito.add(metodo);
                aoParar.run();
                yield null;
            }
            default -> throw new AssertionError(metodo);
        });
    }
}
