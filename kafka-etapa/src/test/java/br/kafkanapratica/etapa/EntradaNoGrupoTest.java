package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsResult;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class EntradaNoGrupoTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Impedimentos impedimentos = new Impedimentos("ALERTAS");
    private final EntradaNoGrupo entrada = new EntradaNoGrupo(
            "grupo_alertas",
            false,
            new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "medidas-dlt"),
            impedimentos,
            nanos::get);

    @Test
    void ficarForaSoEDitoDepoisDeUmaDemora_eEntrarResolve() throws InterruptedException {
        entrada.confere(semEstado(), false, true);
        passa(20);
        entrada.confere(semEstado(), false, true);
        assertThat(impedimentos.motivo()).isNull();

        passa(1);
        assertThat(entrada.confere(semEstado(), false, true)).isTrue();
        assertThat(impedimentos.motivo())
                .contains("há 21 s não consegue carregar o estado do grupo grupo_alertas", "Reinicie o broker");

        entrada.confere(semEstado(), true, true);
        assertThat(impedimentos.motivo()).isNull();
    }

    @Test
    void aDemoraContaDeQuandoOKafkaVolta() throws InterruptedException {
        entrada.confere(semEstado(), false, true);
        passa(60);
        entrada.recomeca();
        entrada.confere(semEstado(), false, true);
        assertThat(impedimentos.motivo()).isNull();
    }

    /** À espera de escrever de novo, quem está fora do grupo está porque parou: a causa é a outra. */
    @Test
    void oListenerQueParaERecomecaNaoEstaFora_eODitoAntesDeixaDeSeDizer() throws InterruptedException {
        entrada.confere(semEstado(), false, true);
        passa(21);
        entrada.confere(semEstado(), false, true);
        assertThat(impedimentos.motivo()).isNotNull();
        for (int parada = 0; parada < 5; parada++) {
            entrada.recomeca();
            entrada.confere(semEstado(), false, true);
            passa(15);
            entrada.confere(semEstado(), false, true);
            assertThat(impedimentos.motivo()).isNull();
        }
    }

    @Test
    void quemAindaNaoTentaEntrarNaoEstaFora() throws InterruptedException {
        entrada.confere(semEstado(), false, false);
        passa(60);
        assertThat(entrada.confere(semEstado(), false, false)).isTrue();
        assertThat(impedimentos.motivo()).isNull();
    }

    private void passa(int segundos) {
        nanos.addAndGet(Duration.ofSeconds(segundos).toNanos());
    }

    /** O broker responde, mas o coordenador não carrega o grupo. */
    private static Admin semEstado() {
        return Procurador.de(Admin.class, null, (metodo, argumentos) -> {
            assertThat(metodo).isEqualTo("describeConsumerGroups");
            assertThat(argumentos[0]).isEqualTo(List.of("grupo_alertas"));
            var futuro = new KafkaFutureImpl<org.apache.kafka.clients.admin.ConsumerGroupDescription>();
            futuro.completeExceptionally(new TimeoutException("COORDINATOR_LOAD_IN_PROGRESS"));
            return new DescribeConsumerGroupsResult(Map.of("grupo_alertas", futuro));
        });
    }
}
