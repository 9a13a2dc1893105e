package br.kafkanapratica.dashboard.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.auditoria.Balanco;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SituacaoTest {

    private static final long OFFSET = 7;

    @Test
    void naoEsperaPorUmaEtapaQueJaPassouPorEle() {
        var novo = em(EtapaDoPipeline.ESTOQUE.entrada().nome());

        assertThat(situacao(novo, Map.of())).isEqualTo(new Situacao("espera pelo estoque", false));
        assertThat(situacao(novo, ate(novo, OFFSET))).isEqualTo(new Situacao("espera pelo estoque", false));
        assertThat(situacao(novo, ate(novo, OFFSET + 1)))
                .isEqualTo(new Situacao("grupo_estoque já passou por ele, e o resultado não se vê", false));
    }

    /** O que passou depois de se começar a procurar pode ter resultado que a busca já não via. */
    @Test
    void oQueAEtapaFezDuranteABuscaNaoConta() {
        var aprovado = em(EtapaDoPipeline.PAGAMENTO.entrada().nome());

        assertThat(Situacao.de(caminho(aprovado), Map.of(), ate(aprovado, OFFSET + 1), Optional.empty()))
                .isEqualTo(new Situacao("aprovado; espera pelo pagamento", false));
    }

    @Test
    void doPerdidoSeDizOQueOAuditorDiz() {
        var novo = em(EtapaDoPipeline.ESTOQUE.entrada().nome());
        var perdido =
                new Balanco.Suspeito("a", Anomalia.PERDIDO.nome(), "grupo_estoque passou por ele, e não há resultado");

        assertThat(Situacao.de(caminho(novo), Map.of(), Map.of(), Optional.of(perdido))
                        .onde())
                .isEqualTo("perdido: grupo_estoque passou por ele, e não há resultado");
    }

    @Test
    void avisadoTermina_eOQueNemSeAchaNao() {
        var concluido = em(EtapaDoPipeline.NOTIFICACAO.entrada().nome());

        assertThat(Situacao.de(caminho(concluido), Map.of(), ate(concluido, OFFSET + 1), Optional.empty()))
                .isEqualTo(new Situacao("concluído, e o cliente avisado", true));
        assertThat(situacao(concluido, Map.of())).isEqualTo(new Situacao("pago; espera pela notificação", false));
        assertThat(situacao(em(EtapaDoPipeline.ESTOQUE.dlt().nome()), Map.of()))
                .isEqualTo(new Situacao("na DLT: sem causa registrada", true));
        assertThat(Situacao.de(new Caminho("a", List.of(), List.of(), false), Map.of(), Map.of(), Optional.empty()))
                .isEqualTo(new Situacao("não o achei no que consegui ler", false));
    }

    private static Situacao situacao(Caminho.Passagem ultima, Map<TopicPartition, Long> gravados) {
        return Situacao.de(caminho(ultima), gravados, gravados, Optional.empty());
    }

    private static Caminho caminho(Caminho.Passagem ultima) {
        return new Caminho("a", List.of(ultima), List.of(), true);
    }

    private static Caminho.Passagem em(String topico) {
        return new Caminho.Passagem(topico, 1, OFFSET, 0, "{}", null);
    }

    private static Map<TopicPartition, Long> ate(Caminho.Passagem ultima, long proximo) {
        return Map.of(new TopicPartition(ultima.topico(), ultima.particao()), proximo);
    }
}
