package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.experimentos.controle.Armadilha;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NomesTest {

    private static final Nomes NOMES = new Nomes(Stream.concat(
                    Stream.of("broker-local", "saldo-service", "estoque-service", "pagamento-service", "dashboard")
                            .map(Instancia::de),
                    Stream.of(Instancia.de("estoque-service").outra(2), Instancia.de(Armadilha.SALDO_COM_GRUPO)))
            .toList());

    @ParameterizedTest
    @CsvSource({
        "estoque, estoque-service",
        "estoque-service, estoque-service",
        "estoque-2, estoque-service-2",
        "estoque-service-2, estoque-service-2",
        "saldo, saldo-service",
        "saldo-com-grupo, saldo-com-grupo",
        "dashboard, dashboard",
        "broker, broker-local",
        "broker-local, broker-local"
    })
    void comOuSemServiceEComONumero(String digitado, String nome) {
        assertThat(NOMES.acha(digitado).nome()).isEqualTo(nome);
    }

    @ParameterizedTest
    @CsvSource({
        "estoque-3, Não há nenhum estoque-service-3",
        "estoque-0, Não há nenhum estoque-0",
        "broker-2, Não há nenhum broker-2",
        "kafka, Não há nenhum kafka",
        "Estoque, Não há nenhum Estoque",
        "1234, 'É pelo nome, e não pelo PID'",
        "notificacao, notificacao não foi iniciado por este laboratório: quem o iniciou à mão o para",
        "pedidos-producer, pedidos-producer não foi iniciado por este laboratório"
    })
    void quemNaoEDoLaboratorioERecusadoComAListaDosQueSao(String digitado, String frase) {
        assertThatThrownBy(() -> NOMES.acha(digitado))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(frase)
                .hasMessageContaining("broker-local, saldo-service, estoque-service");
    }

    @Test
    void deTresBrokersDizSeQual() {
        var tres = new Nomes(Stream.of("broker-1", "broker-2", "broker-3", "dashboard")
                .map(Instancia::de)
                .toList());
        assertThat(tres.acha("broker-2").nome()).isEqualTo("broker-2");
        assertThatThrownBy(() -> tres.acha("broker"))
                .hasMessage("São 3 brokers; diga qual: broker-1, broker-2, broker-3.");
        assertThatThrownBy(() -> tres.acha("broker-4")).hasMessageStartingWith("Não há nenhum broker-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"estoque", "estoque-service", "estoque-id-fixo"})
    void ondeEstaUmaArmadilhaONomeEDela(String digitado) {
        var armadilha = Instancia.de(Armadilha.ESTOQUE_ID_FIXO);
        var nomes = new Nomes(List.of(Instancia.de("estoque-service"), armadilha, armadilha.outra(2)));
        assertThat(nomes.acha(digitado)).isSameAs(armadilha);
        assertThat(nomes.acha("estoque-2").nome()).isEqualTo("estoque-id-fixo-2");
    }

    @Test
    void oComandoQueSeSugereEOQueSeAceita() {
        for (var instancia : NOMES.instancias()) {
            var comando = Nomes.comando("matar", instancia.nome());
            assertThat(NOMES.acha(comando.substring("./lab.sh matar ".length())))
                    .isSameAs(instancia);
        }
        assertThat(Nomes.comando("matar", "estoque-service-2")).isEqualTo("./lab.sh matar estoque-2");
    }
}
