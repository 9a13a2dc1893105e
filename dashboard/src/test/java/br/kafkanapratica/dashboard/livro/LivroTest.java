package br.kafkanapratica.dashboard.livro;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.leitura.RegistroLido;
import br.kafkanapratica.juiz.auditoria.Balanco;
import br.kafkanapratica.juiz.identidade.Identidade;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LivroTest {

    private static final Instant AGORA = Instant.parse("2026-01-15T12:00:00Z");
    private static final TopicPartition NOVOS = new TopicPartition("novos_pedidos", 0);
    private static final TopicPartition APROVADOS = new TopicPartition("pedidos_aprovados", 0);

    private final Livro livro = new Livro(100, Duration.ofSeconds(1), Clock.fixed(AGORA, ZoneOffset.UTC));

    /** Os segmentos de dois tópicos não envelhecem juntos. */
    @Test
    void oResultadoQueARetencaoJaApagouNaoFazDoPedidoUmPerdido() {
        var balanco = lidoComOsAprovadosDesde(1);

        assertThat(balanco.perdidos()).isEqualTo(1);
        assertThat(balanco.suspeitos()).extracting(Balanco.Suspeito::id).containsExactly("novo-perdido");
        assertThat(balanco.porConfirmar()).as("o velho").isEqualTo(1);
        assertThat(balanco.ressalva()).contains("de 1 não sei", "retenção");
        assertThat(balanco.fecha()).isTrue();
    }

    @Test
    void comTodosOsResultadosNoLogOVelhoSemResultadoEPerdido() {
        var balanco = lidoComOsAprovadosDesde(0);

        assertThat(balanco.suspeitos()).extracting(Balanco.Suspeito::id).containsExactly("velho", "novo-perdido");
        assertThat(balanco.ressalva()).isEmpty();
        assertThat(balanco.fecha()).isTrue();
    }

    @Test
    void apagadosTodosOsResultadosNadaSeSabeDosDeAntesDaLeitura() {
        var foto = foto(5, 5);
        livro.comeca(foto);
        livro.anota(registro(NOVOS, 0, "velho", AGORA.minus(Duration.ofDays(8))));
        var balanco = livro.corta(foto, Map.of(), List.of()).balanco();

        assertThat(balanco.perdidos()).isZero();
        assertThat(balanco.porConfirmar()).isEqualTo(1);
    }

    /** Depois de se começar a ler nada se apaga sem se ter lido: o primeiro resultado pode chegar muito depois. */
    @Test
    void oPrimeiroResultadoQueChegaMaisTardeNaoPoeEmDuvidaOQueSePerdeuAntesDele() {
        livro.comeca(foto(5, 5));
        livro.anota(registro(NOVOS, 0, "perdido", AGORA.plusSeconds(600)));
        livro.anota(registro(APROVADOS, 5, "outro", AGORA.plusSeconds(6_000)));
        var balanco = livro.corta(foto(5, 6), Map.of(), List.of()).balanco();

        assertThat(balanco.suspeitos()).extracting(Balanco.Suspeito::id).contains("perdido");
    }

    /** Da chave repetida não se sabe de qual das vezes é o resultado que falta. */
    @Test
    void aChaveRepetidaComUmResultadoApagadoNaoEUmPerdido() {
        var foto = foto(1, 2);
        livro.comeca(foto);
        livro.anota(registro(NOVOS, 0, "a", AGORA.minus(Duration.ofDays(8))));
        livro.anota(registro(NOVOS, 1, "a", AGORA.minusSeconds(600)));
        livro.anota(registro(APROVADOS, 1, "a", AGORA.minusSeconds(598)));
        var balanco = livro.corta(foto, Map.of(), List.of()).balanco();

        assertThat(balanco.perdidos()).isZero();
        assertThat(balanco.porConfirmar()).isEqualTo(1);
    }

    /** Com o grupo calado, tudo pareceria por avisar: um intervalo sem saber é um intervalo sem linha. */
    @Test
    void semRespostaDoGrupoDaNotificacaoNaoSeDizQuantosEsperam() {
        assertThat(porAvisar(null)).contains(1L);
        assertThat(porAvisar(AGORA)).containsOnlyNulls();
    }

    private List<Long> porAvisar(Instant semRespostaDesde) {
        var concluidos = new TopicPartition("pedidos_concluidos", 0);
        var notificacao = new Fotografia.Grupo("?", List.of(), Map.of(), true, semRespostaDesde);
        var foto = new Fotografia(
                AGORA,
                Map.of(),
                Map.of(concluidos, 0L),
                Map.of(concluidos, 1L),
                Map.of(concluidos, 1L),
                Map.of(EtapaDoPipeline.NOTIFICACAO.grupo(), notificacao),
                List.of(),
                Set.of());
        var novo = new Livro(100, Duration.ofSeconds(1), Clock.fixed(AGORA, ZoneOffset.UTC));
        novo.comeca(foto);
        novo.anota(registro(concluidos, 0, "a", AGORA.minusSeconds(5)));
        return novo.corta(foto, Map.of(), List.of()).serie().notificacao();
    }

    /** Um velho e dois novos, todos já lidos pelo estoque; no log há o resultado de um dos novos. */
    private Balanco lidoComOsAprovadosDesde(long inicio) {
        var foto = foto(inicio, 2);
        livro.comeca(foto);
        livro.anota(registro(NOVOS, 0, "velho", AGORA.minus(Duration.ofDays(8))));
        livro.anota(registro(NOVOS, 1, "novo", AGORA.minusSeconds(600)));
        livro.anota(registro(NOVOS, 2, "novo-perdido", AGORA.minusSeconds(300)));
        livro.anota(registro(APROVADOS, 1, "novo", AGORA.minusSeconds(598)));
        return livro.corta(foto, Map.of(), List.of()).balanco();
    }

    private static Fotografia foto(long inicioDosAprovados, long fimDosAprovados) {
        var fim = Map.of(NOVOS, 3L, APROVADOS, fimDosAprovados);
        var estoque = new Fotografia.Grupo("STABLE", List.of(), Map.of(NOVOS, 3L), true, null);
        return new Fotografia(
                AGORA,
                Map.of(),
                Map.of(NOVOS, 0L, APROVADOS, inicioDosAprovados),
                fim,
                fim,
                Map.of(EtapaDoPipeline.ESTOQUE.grupo(), estoque),
                List.of(),
                Set.of());
    }

    private static RegistroLido registro(TopicPartition particao, long offset, String id, Instant quando) {
        return new RegistroLido(
                particao,
                offset,
                quando.toEpochMilli(),
                EtapaDoPipeline.queLe(particao.topic()).orElseThrow(),
                false,
                Identidade.de(id.getBytes(StandardCharsets.UTF_8), particao.topic(), particao.partition(), offset));
    }
}
