package br.kafkanapratica.experimentos.estudo;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.experimentos.fatos.Coletor;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Grupo;
import br.kafkanapratica.experimentos.fatos.Laboratorio;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.fatos.Servico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstudoTest {

    private static final Instant INICIO = Instant.parse("2026-11-27T12:00:00Z");

    /** Sem Kafka nem serviço: o que se vê, o teste diz. */
    private static final Coletor.Fontes FONTES = new Coletor.Fontes(
            Map.of("bootstrap.servers", "localhost:1"), URI.create("http://localhost:1"), Laboratorio.NENHUM);

    private static final Fatos NADA = new Fatos(INICIO, List.of(), List.of(), Set.of(), List.of());

    @TempDir
    private Path pasta;

    private final Relogio relogio = new Relogio();

    private static final class Relogio extends Clock {

        private volatile Instant agora = INICIO;

        @Override
        public Instant instant() {
            return agora;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zona) {
            return this;
        }
    }

    private Estudo comeca(String qual) {
        return Estudo.comeca(
                Curso.experimento(qual).orElseThrow(),
                "a",
                new Caderno(pasta.resolve("caderno.json")),
                FONTES,
                relogio);
    }

    /** O que se visse seria dela, e quem a tirasse "provaria" que ela entrou. */
    @Test
    void comUmaArmadilhaNoArDesdeAntesNadaSeConclui_eDizSeComoATirar() {
        var armadilha = new ProcessoVisto(
                "estoque-sem-dlt", "estoque-service", 1, ProcessoVisto.Estado.NO_AR, INICIO, null, true, null, 0, null);
        var comArmadilha = new Coletor.Fontes(FONTES.kafka(), FONTES.saldoService(), new Laboratorio() {
            @Override
            public List<ProcessoVisto> processos() {
                return List.of(armadilha);
            }

            @Override
            public List<String> linhas(String programa, int quantas) {
                return List.of();
            }
        });
        var experimento = Curso.experimento("registro-venenoso").orElseThrow();
        var caderno = new Caderno(pasta.resolve("caderno.json"));
        passa(Duration.ofMinutes(1));
        try (var estudo = Estudo.comeca(experimento, "a", caderno, comArmadilha, relogio);
                var depoisDeUmReinicio = Estudo.continua(experimento, estudo.folha(), caderno, comArmadilha, relogio)) {
            for (var este : List.of(estudo, depoisDeUmReinicio)) {
                este.confere(NADA);
                assertThat(este.faltas().values())
                        .isNotEmpty()
                        .allMatch(falta -> falta.contains("estoque-sem-dlt")
                                && falta.contains("./lab.sh certo estoque;")
                                && falta.contains("recomece"));
            }
        }
        relogio.agora = INICIO.minusSeconds(1); // a que entrou depois faz parte do experimento
        try (var estudo = Estudo.comeca(experimento, "a", caderno, comArmadilha, relogio)) {
            estudo.confere(NADA);
            assertThat(estudo.faltas().values()).isNotEmpty().noneMatch(falta -> falta.contains("recomece este"));
        }
    }

    private void passa(Duration quanto) {
        relogio.agora = relogio.agora.plus(quanto);
    }

    @Test
    void deixaDeOlharSeNinguemPergunta() {
        try (var estudo = comeca("remocao")) {
            passa(Duration.ofMinutes(9));
            estudo.folha();
            passa(Duration.ofMinutes(9));
            estudo.confere(NADA);
            assertThat(estudo.observando()).isTrue();

            passa(Duration.ofMinutes(2));
            estudo.confere(NADA);
            assertThat(estudo.observando()).isFalse();
        }
    }

    /** O que lhes acontece não conta: sem isto dito, o aluno apressado não sabe por que o que fez não se vê. */
    @Test
    void aFilaDeAntesEDita_ateAcabar() {
        try (var estudo = comeca("ao-menos-uma-vez")) {
            estudo.confere(comFila(3));
            assertThat(estudo.aviso()).contains("ainda na fila do estoque: 2.");
            estudo.confere(comFila(3, 5, 6));
            assertThat(estudo.aviso()).contains("ainda na fila do estoque: 2.");
            estudo.confere(comFila(5, 5, 6));
            assertThat(estudo.aviso()).isEmpty();
        }
        try (var semPedidos = comeca("remocao")) {
            semPedidos.confere(comFila(3));
            assertThat(semPedidos.aviso()).isEmpty();
        }
    }

    /** Uma carga no meio: o que se espera pode já ter acontecido, e não se verá. */
    @Test
    void depoisDeRegistrosDemaisDizSeQueJaNaoSeVe() {
        try (var estudo = comeca("remocao")) {
            estudo.confere(comFila(3, LongStream.range(0, 19_999).toArray()));
            assertThat(estudo.faltas())
                    .isNotEmpty()
                    .noneSatisfy((texto, falta) -> assertThat(falta).contains("já não se veem"));
            estudo.confere(comFila(3, LongStream.range(0, 20_000).toArray()));
            assertThat(estudo.faltas().values()).isNotEmpty().allMatch(falta -> falta.endsWith("recomece este)"));
        }
    }

    /** @param destes os offsets dos que entraram depois do início */
    private static Fatos comFila(long gravado, long... destes) {
        var registros = LongStream.of(destes)
                .mapToObj(offset -> new Registro(
                        new Lugar(Topico.NOVOS_PEDIDOS.nome(), 0, offset),
                        "id" + offset,
                        "{}",
                        Estado.CONFIRMADO,
                        INICIO,
                        Map.of(),
                        null))
                .toList();
        var momento = momento(
                0,
                new Grupo(List.of(), Map.of(0, gravado)),
                Map.of(Topico.NOVOS_PEDIDOS.nome(), Map.of(0, 5L + destes.length)));
        return new Fatos(INICIO, registros, List.of(momento), Set.of(), List.of());
    }

    /** Os momentos não se guardam: sem isto dito, o que falta pede uma coisa que já se fez. */
    @Test
    void quemContinuaUmaFolhaSabeQueOQueFezAntesNaoSeVe() {
        var experimento = Curso.experimento("desacoplamento").orElseThrow();
        var caderno = new Caderno(pasta.resolve("caderno.json"));
        try (var estudo = Estudo.comeca(experimento, "a", caderno, FONTES, relogio)) {
            estudo.confere(comUmaParada());
            assertThat(estudo.folha().vistas()).hasSize(1);
            assertThat(estudo.retomado()).isEmpty();
        }
        var folha = caderno.folha(experimento.id()).orElseThrow();
        try (var continuado = Estudo.continua(experimento, folha, caderno, FONTES, relogio)) {
            assertThat(continuado.retomado()).isEqualTo(Estudo.RETOMADO);
        }
        try (var completo = Estudo.continua(experimento, folha.com(List.of(), INICIO), caderno, FONTES, relogio)) {
            assertThat(completo.retomado()).isEmpty();
        }
        var semNada = Folha.nova(experimento.id(), "a", INICIO);
        try (var semVer = Estudo.continua(experimento, semNada, caderno, FONTES, relogio)) {
            assertThat(semVer.retomado()).isEmpty();
        }
    }

    /** O estoque esteve lá, e deixou de estar. */
    private static Fatos comUmaParada() {
        var membro = new Grupo.Membro("A", Set.of(0));
        return new Fatos(
                INICIO,
                List.of(),
                List.of(
                        momento(0, new Grupo(List.of(membro), Map.of()), Map.of()),
                        momento(1, Grupo.SEM_NINGUEM, Map.of())),
                Set.of(),
                List.of());
    }

    private static Momento momento(int segundo, Grupo estoque, Map<String, Map<Integer, Long>> fins) {
        return new Momento(
                INICIO.plusSeconds(segundo),
                true,
                Map.of(EtapaDoPipeline.ESTOQUE, estoque),
                fins,
                Servico.FORA,
                Servico.FORA,
                "",
                Momento.Cluster.DESCONHECIDO);
    }

    /** A página e o terminal olham o mesmo: o que um viu, o outro não espera ver, e acabam juntos. */
    @Test
    void oQueOOutroViuDaMesmaPassagemTambemEstaVisto() {
        var experimento = Curso.experimento("desacoplamento").orElseThrow();
        var caderno = new Caderno(pasta.resolve("caderno.json"));
        try (var pagina = Estudo.comeca(experimento, "a", caderno, FONTES, relogio);
                var terminal = Estudo.continua(experimento, pagina.folha(), caderno, FONTES, relogio)) {
            terminal.confere(comUmaParada());
            pagina.confere(NADA);
            assertThat(pagina.folha()).isEqualTo(terminal.folha());
            assertThat(pagina.folha().vistas()).hasSize(1);
            assertThat(pagina.faltas()).hasSize(experimento.verificacoes().size() - 1);

            var prova = pagina.folha().vistas().get(0).prova();
            caderno.guarda(pagina.folha()
                    .com(
                            experimento.verificacoes().stream()
                                    .map(verificacao -> new Folha.Vista(verificacao.texto(), prova))
                                    .toList(),
                            null));
            passa(Duration.ofSeconds(1));
            terminal.confere(NADA);
            passa(Duration.ofSeconds(1));
            pagina.confere(NADA);
            assertThat(terminal.folha().completa()).isTrue();
            assertThat(pagina.folha()).isEqualTo(terminal.folha());
            assertThat(pagina.observando()).isFalse();
        }
    }

    @Test
    void deixaDeOlharSeOutroComeca() {
        try (var deixado = comeca("remocao")) {
            deixado.confere(NADA);
            assertThat(deixado.faltas()).isNotEmpty().doesNotContainValue(Estudo.INTERROMPIDO);

            passa(Duration.ofMinutes(1));
            try (var outro = comeca("lag-um")) {
                deixado.confere(NADA);
                outro.confere(NADA);
                assertThat(deixado.observando()).isFalse();
                assertThat(deixado.faltas()).isNotEmpty().containsValue(Estudo.INTERROMPIDO);
                assertThat(outro.observando()).isTrue();
            }
        }
    }
}
