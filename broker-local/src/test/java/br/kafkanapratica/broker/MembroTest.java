package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembroTest {

    @Test
    void asPortasDeTodosSaemDaDoPrimeiro() {
        var segundo = Membro.de(2, 3, 9092);
        assertThat(segundo.porta()).isEqualTo(9093);
        assertThat(segundo.portaDoController()).isEqualTo(9096);
        assertThat(segundo.votantes()).isEqualTo("1@127.0.0.1:9095,2@127.0.0.1:9096,3@127.0.0.1:9097");
        assertThat(segundo.endereco()).isEqualTo("localhost:9093");
        assertThat(new Membro(2, 3, 9092, "localhost:19093", List.of()).endereco())
                .isEqualTo("localhost:19093");
    }

    @Test
    void asSeguintesSaoTantasQuantasAsDoCluster_eHaSempreOutras() {
        assertThat(Membro.unico(9092).outraPorta()).isEqualTo("--porta 9093");
        assertThat(Membro.unico(65535).outraPorta()).isEqualTo("--porta 65534");
        assertThat(Membro.de(2, 3, 9092).outraPorta()).startsWith("--porta 9098, a mesma");
        assertThat(Membro.de(2, 3, 65525).outraPorta()).startsWith("--porta 65519,");
    }

    @Test
    void sozinhoNaoReplicaEUmDeTresSim() {
        var um = ConfiguracaoDoBroker.propriedades(Membro.unico(9092), 1, "1@h:1", Path.of("/log"));
        assertThat(um)
                .containsEntry("offsets.topic.replication.factor", "1")
                .containsEntry("broker.session.timeout.ms", "18000")
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:1")
                .doesNotContainKey("min.insync.replicas");
        var membro = new Membro(3, 3, 9092, "localhost:9", List.of());
        assertThat(ConfiguracaoDoBroker.propriedades(membro, 1, membro.votantes(), Path.of("/log")))
                .containsEntry("node.id", "3")
                .containsEntry("default.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("offsets.topic.replication.factor", "3")
                .containsEntry("transaction.state.log.min.isr", "2")
                .containsEntry("advertised.listeners", "PLAINTEXT://localhost:9");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 9092, , --brokers é 1",
        "1, 4, 9092, , --brokers é 1",
        "4, 3, 9092, , --id vai de 1 a 3",
        "0, 3, 9092, , --id vai de 1 a 3",
        "1, 3, 65531, , --porta vai de 1 a 65530",
        "1, 1, 0, , --porta vai de 1 a 65535; veio 0",
        "1, 1, 9092, 9093, --anuncia pede host:porta"
    })
    void oQueNaoServeEDitoComAOpcao(int id, int brokers, int porta, String anuncia, String mensagem) {
        assertThatThrownBy(() -> new Membro(id, brokers, porta, anuncia, List.of()).confere())
                .isInstanceOf(Broker.NaoPodeIniciar.class)
                .hasMessageContaining(mensagem);
    }

    @Test
    void osControllersSeAchamOndeSeDisser() throws Broker.NaoPodeIniciar {
        var membro = new Membro(2, 3, 9092, null, List.of("h:1", "h:2", "h:3"));
        membro.confere();
        assertThat(membro.votantes()).isEqualTo("1@h:1,2@h:2,3@h:3");
        assertThat(ConfiguracaoDoBroker.propriedades(membro, 9096, membro.votantes(), Path.of("/log")))
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9093,CONTROLLER://127.0.0.1:9096")
                .containsEntry("advertised.listeners", "PLAINTEXT://localhost:9093,CONTROLLER://h:2");
    }

    @ParameterizedTest
    @CsvSource({"1, h:1", "3, h:1 h:2", "3, h:1 h:2 h"})
    void umEnderecoPorController(int brokers, String enderecos) {
        var membro = new Membro(1, brokers, 9092, null, List.of(enderecos.split(" ")));
        assertThatThrownBy(membro::confere)
                .isInstanceOf(Broker.NaoPodeIniciar.class)
                .hasMessageContaining("--controllers pede o host:porta de cada um dos " + brokers);
    }
}
