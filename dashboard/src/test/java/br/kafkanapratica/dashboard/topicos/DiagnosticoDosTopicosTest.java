package br.kafkanapratica.dashboard.topicos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.ComandosDeTeste;
import br.kafkanapratica.dashboard.alertas.Problema;
import br.kafkanapratica.dashboard.topicos.DiagnosticoDosTopicos.Tamanho;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DiagnosticoDosTopicosTest {

    private static final String MAIOR = "max.message.bytes";

    private final DiagnosticoDosTopicos diagnostico = new DiagnosticoDosTopicos(ComandosDeTeste.nasPortasDeSempre());

    @Test
    void osTamanhosDoContratoEstaoEmOrdem() {
        var origem = Tamanho.de("novos_pedidos", 3, Map.of(MAIOR, "1048588"));
        var dlt = Tamanho.de("novos_pedidos-dlt", 3, Topico.NOVOS_PEDIDOS.dlt().configuracoes());
        assertThat(diagnostico.comoDlt(dlt, origem)).isEmpty();
        assertThat(diagnostico.comoDestino(Tamanho.de("pedidos_aprovados", 3, Map.of(MAIOR, "1048588")), origem))
                .isEmpty();
    }

    @Test
    void umaDltComMenosParticoesQueAOrigemEDitaComOComando() {
        var problemas = diagnostico.comoDlt(
                Tamanho.de("novos_pedidos-dlt", 3, Map.of(MAIOR, "2097152")),
                Tamanho.de("novos_pedidos", 6, Map.of(MAIOR, "1048588")));
        assertThat(problemas).singleElement().satisfies(problema -> {
            assertThat(problema.texto()).contains("menos partições (3)", "novos_pedidos (6)", "p % 3");
            assertThat(problema.comando()).endsWith("topics --alter --topic novos_pedidos-dlt --partitions 6");
        });
    }

    /** Com mensagens pequenas, o dobro ainda não basta para os headers. */
    @Test
    void oComandoParaADltConserta() {
        var origem = Tamanho.de("novos_pedidos", 3, Map.of(MAIOR, "40000"));
        var problemas = diagnostico.comoDlt(Tamanho.de("novos_pedidos-dlt", 3, Map.of(MAIOR, "100000")), origem);
        assertThat(problemas).singleElement().satisfies(problema -> {
            var novo = problema.comando().replaceFirst(".*max.message.bytes=", "");
            assertThat(diagnostico.comoDlt(Tamanho.de("novos_pedidos-dlt", 3, Map.of(MAIOR, novo)), origem))
                    .isEmpty();
        });
    }

    @Test
    void umRegistroComACausaTemDeCaberNaDlt() {
        var problemas = diagnostico.comoDlt(
                Tamanho.de("novos_pedidos-dlt", 3, Map.of(MAIOR, "2097152")),
                Tamanho.de("novos_pedidos", 3, Map.of(MAIOR, "6000000")));
        assertThat(problemas)
                .singleElement()
                .satisfies(problema -> assertThat(problema.comando())
                        .endsWith("--entity-name novos_pedidos-dlt --add-config max.message.bytes=12000000"));
    }

    @Test
    void umDestinoMenorQueAOrigemEDito() {
        var problemas = diagnostico.comoDestino(
                Tamanho.de("pedidos_aprovados", 2, Map.of(MAIOR, "120")),
                Tamanho.de("novos_pedidos", 3, Map.of(MAIOR, "1048588")));
        assertThat(problemas).hasSize(2);
        assertThat(problemas.get(0).comando()).endsWith("--topic pedidos_aprovados --partitions 3");
        assertThat(problemas.get(1).comando()).endsWith("pedidos_aprovados --add-config max.message.bytes=1048588");
    }

    @Test
    void umaDltMaiorQueADoContratoNaoEUmProblema() {
        var dlt = Topico.NOVOS_PEDIDOS.dlt();
        var configuracoes = new HashMap<>(dlt.configuracoes());
        configuracoes.put(MAIOR, "12000000");
        assertThat(diagnostico.compara(dlt, configuracoes, 3, 0, new TreeSet<>(), new TreeSet<>(), false))
                .isEmpty();
        configuracoes.put(MAIOR, "1000");
        assertThat(diagnostico.compara(dlt, configuracoes, 3, 0, new TreeSet<>(), new TreeSet<>(), false))
                .hasSize(1);
    }

    /** {@code PARTICOES=1 ./create-topics.sh} é uma escolha; e aumentar contas, nunca: as chaves mudariam de partição. */
    @Test
    void quantasParticoesHaESoComoAsDosOutros() {
        for (var topico : Topico.todos()) {
            assertThat(diagnostico.compara(
                            topico, topico.configuracoes(), 1, 0, new TreeSet<>(), new TreeSet<>(), false))
                    .as(topico.nome())
                    .isEmpty();
        }
    }

    /** O que só se vê na página, ou vai sem o valor, não é por que uma etapa parou. */
    @Test
    void soUmasQueixasImpedemDeEscrever() {
        var contas = Topico.CONTAS;
        assertThat(diagnostico.ausente().impedeEscrever()).isTrue();
        assertThat(diagnostico.compara(
                        contas, Map.of(), 3, 1, new TreeSet<>(List.of(3)), new TreeSet<>(List.of(1)), false))
                .filteredOn(Problema::impedeEscrever)
                .singleElement()
                .satisfies(problema -> assertThat(problema.texto()).startsWith("sem líder"));
        assertThat(diagnostico.compara(
                        contas, contas.configuracoes(), 3, 0, new TreeSet<>(), new TreeSet<>(List.of(1)), true))
                .singleElement()
                .satisfies(problema -> assertThat(problema.impedeEscrever()).isTrue());
        assertThat(diagnostico.comoDestino(
                        Tamanho.de("pedidos_aprovados", 2, Map.of(MAIOR, "120")),
                        Tamanho.de("novos_pedidos", 3, Map.of(MAIOR, "1048588"))))
                .extracting(Problema::impedeEscrever)
                .containsExactly(false, true);
    }

    /** No laboratório de três brokers, o docker compose subiria outro Kafka, com outros dados. */
    @Test
    void oBrokerQueFaltaSobeComOComandoDoLaboratorio() {
        var contas = Topico.CONTAS;
        var problemas = diagnostico.compara(
                contas, contas.configuracoes(), 3, 1, new TreeSet<>(List.of(3)), new TreeSet<>(List.of(1, 2)), false);
        assertThat(problemas)
                .extracting(Problema::comando)
                .containsExactly("./lab.sh iniciar broker-3", "./lab.sh iniciar broker-1 && ./lab.sh iniciar broker-2");
        assertThat(problemas.get(0).texto())
                .startsWith("sem líder em 1 de 3 partições")
                .contains("volte broker-3");
        assertThat(problemas.get(1).texto()).contains("broker-1 ou broker-2");
    }
}
