package br.kafkanapratica.experimentos.curso;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.Acao;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Conclusao.Feita;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Experimento.Cenario;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Verificacao;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Um aluno-robô faz cada experimento no {@link Simulador}: as ações certas tornam tudo verde, com a prova; nenhuma ação, metade
 * delas, ou as de outro experimento, não, e o texto diz o que falta.
 */
class CursoTest {

    /** Segundos que o robô espera depois de cada passo: o que esperaria um aluno que lê as instruções. */
    private static final Map<String, List<Integer>> ESPERAS = Map.ofEntries(
            Map.entry("assincronia", List.of(60)),
            Map.entry("desacoplamento", List.of(3, 5, 30)),
            Map.entry("pagamento-morto", List.of(9, 15, 30)),
            Map.entry("morte-no-meio", List.of(3, 9, 40)),
            Map.entry("segundo-estoque", List.of(20, 5, 40)),
            Map.entry("quarto-estoque", List.of(20, 3, 3, 40, 3)),
            Map.entry("ordem", List.of(40)),
            Map.entry("chave-por-cliente", List.of(5)),
            Map.entry("no-maximo-uma-vez", List.of(3, 3, 9, 30)),
            Map.entry("ao-menos-uma-vez", List.of(3, 5, 9, 40)),
            Map.entry("id-fixo", List.of(3, 3, 20, 20)),
            Map.entry("leu-o-desfeito", List.of(3, 3, 40, 3, 3)),
            Map.entry("poll-demorado", List.of(3, 90, 5)),
            Map.entry("registro-venenoso", List.of(3, 5, 30, 40)),
            Map.entry("lag-um", List.of(20, 2)),
            Map.entry("onde-acaba", List.of(3, 8, 9, 30)),
            Map.entry("reconstrucao", List.of(3, 5, 10)),
            Map.entry("ler-a-propria-escrita", List.of(3, 3, 3, 1)),
            Map.entry("remocao", List.of(3, 3)),
            Map.entry("compactacao", List.of(3, 3, 10)),
            Map.entry("malformado", List.of(3, 3, 3)),
            Map.entry("ate-o-vazio", List.of(10)),
            Map.entry("com-grupo", List.of(10, 5, 10)),
            Map.entry("em-float", List.of(3)),
            Map.entry("duas-particoes", List.of(3)),
            Map.entry("contas-delete", List.of(20)),
            Map.entry("um-broker-morre", List.of(9, 3, 10)),
            Map.entry("dois-brokers-morrem", List.of(3, 15, 5, 5, 10)));

    /** Os que acabam arrumando a casa: o que havia a ver já se viu. */
    private static final Set<String> ARRUMAM = Set.of("ao-menos-uma-vez", "id-fixo", "poll-demorado");

    /** O que as ações de um também fazem por inteiro: as de um contêm as do outro. */
    private static final Map<String, Set<String>> CONTEM = Map.of(
            "assincronia", Set.of("lag-um"),
            "desacoplamento", Set.of("lag-um"),
            "id-fixo", Set.of("assincronia", "lag-um"),
            "morte-no-meio", Set.of("lag-um"),
            "onde-acaba", Set.of("lag-um"),
            "ordem", Set.of("assincronia", "lag-um"),
            "pagamento-morto", Set.of("lag-um"),
            "poll-demorado", Set.of("assincronia", "lag-um"),
            "quarto-estoque", Set.of("assincronia", "lag-um", "ordem"),
            "segundo-estoque", Set.of("assincronia", "lag-um", "ordem"));

    static Stream<Experimento> experimentos() {
        return Curso.EXPERIMENTOS.stream();
    }

    @ParameterizedTest
    @MethodSource("experimentos")
    void asAcoesCertasTornamTudoVerde(Experimento experimento) {
        var robo = new Robo(experimento);
        robo.faz(experimento, experimento.passos().size());

        assertThat(robo.vistas.keySet())
                .as("%s; falta: %s", experimento.id(), robo.faltas())
                .containsExactlyInAnyOrderElementsOf(experimento.verificacoes());
        var lugares = new HashSet<>(Fatos.lugares(robo.simulador.fatos().registros()));
        robo.vistas.values().forEach(prova -> {
            assertThat(prova.texto()).isNotBlank();
            assertThat(prova.quando()).isAfterOrEqualTo(robo.simulador.fatos().inicio());
            assertThat(lugares).as("aponta para registros que existem").containsAll(prova.lugares());
        });
    }

    @ParameterizedTest
    @MethodSource("experimentos")
    void semFazerNadaNadaFicaVerdeESeDizOQueFalta(Experimento experimento) {
        var robo = new Robo(experimento);
        robo.espera(60);

        assertThat(robo.vistas).as(experimento.id()).isEmpty();
        assertThat(robo.faltas()).allMatch(falta -> !falta.isBlank());
    }

    @ParameterizedTest
    @MethodSource("experimentos")
    void semOUltimoPassoQueContaAlgoFalta(Experimento experimento) {
        var robo = new Robo(experimento);
        int passos = experimento.passos().size()
                - (experimento.id().equals("leu-o-desfeito") ? 3 : dispensavel(experimento) ? 2 : 1);
        robo.faz(experimento, passos);

        assertThat(robo.tudoVerde())
                .as(
                        "%s com %d passos de %d",
                        experimento.id(), passos, experimento.passos().size())
                .isFalse();
        assertThat(robo.faltas()).isNotEmpty().allMatch(falta -> !falta.isBlank());
    }

    @Test
    void asAcoesDeUmNaoTornamVerdeOutro() {
        var trocados = new TreeMap<String, Set<String>>();
        for (var feito : Curso.EXPERIMENTOS) {
            var outros = Curso.EXPERIMENTOS.stream()
                    .filter(outro -> outro != feito && outro.cenario() == feito.cenario())
                    .toList();
            var robo = new Robo(outros);
            robo.faz(feito, feito.passos().size());
            var verdes = robo.verdes();
            if (!verdes.isEmpty()) {
                trocados.put(feito.id(), verdes);
            }
        }
        assertThat(trocados).isEqualTo(new TreeMap<>(CONTEM));
    }

    /** Ordens em que tudo acontece, e não o que o experimento diz. */
    @ParameterizedTest
    @CsvSource({
        "remocao, 1 0",
        "malformado, 2 0 1",
        "reconstrucao, 2 1 0",
        "com-grupo, 1 0 2",
        "no-maximo-uma-vez, 2 3 0 1",
        "no-maximo-uma-vez, 3 1 2 0",
        "id-fixo, 1 3 2 0"
    })
    void foraDaOrdemNaoFicaTudoVerde(String id, String ordem) {
        var experimento = Curso.experimento(id).orElseThrow();
        var robo = new Robo(experimento);
        for (var passo : ordem.split(" ")) {
            robo.faz(experimento, Integer.parseInt(passo), Integer.parseInt(passo) + 1);
        }

        assertThat(robo.tudoVerde()).isFalse();
        assertThat(robo.faltas()).isNotEmpty().allMatch(falta -> !falta.isBlank());
    }

    @Test
    void doisEstoquesCertosEUmaSaidaNaoSaoOIdFixo() {
        var robo = new Robo(Curso.experimento("id-fixo").orElseThrow());
        robo.faz(new Acao.NoLab(Verbo.DOBRAR, "estoque"), 3);
        robo.faz(new Acao.FazPedidos(10), 20);
        robo.faz(new Acao.NoLab(Verbo.PARAR, "estoque-2"), 20);

        assertThat(robo.vistas).isEmpty();
    }

    /** Sem trabalho, as duas não brigam; e o que se dá depois à que ficou já não tem a quem derrubar. */
    @Test
    void aArmadilhaQueSeMandouSairNaoMostraOIdFixo() {
        var robo = comDoisDoMesmoId();
        robo.faz(new Acao.NoLab(Verbo.PARAR, "estoque-2"), 20);
        robo.faz(new Acao.FazPedidos(10), 30);

        assertThat(robo.vistas).hasSize(1);
        assertThat(robo.faltas()).singleElement().asString().contains("mande pedidos");
    }

    private static Robo comDoisDoMesmoId() {
        var robo = new Robo(Curso.experimento("id-fixo").orElseThrow());
        robo.faz(new Acao.NoLab(Verbo.ARMADILHA, "estoque-id-fixo"), 3);
        robo.faz(new Acao.NoLab(Verbo.DOBRAR, "estoque"), 3);
        return robo;
    }

    /** Uma segunda armadilha a mais é um clique a mais: das três, ainda fica uma. */
    @Test
    void tresComOMesmoIdTambemMostramOIdFixo() {
        var robo = comDoisDoMesmoId();
        robo.faz(new Acao.NoLab(Verbo.DOBRAR, "estoque"), 3);
        robo.faz(new Acao.FazPedidos(10), 60);

        assertThat(robo.faltas()).isEmpty();
    }

    /** Entre duas levas de pedidos, quem não tinha o que fazer não foi lento. */
    @Test
    void oTempoSemPedidosNaoContaNoRitmo() {
        var experimento = Curso.experimento("segundo-estoque").orElseThrow();
        var robo = new Robo(experimento);
        robo.faz(new Acao.FazPedidos(6), 60);
        robo.faz(new Acao.FazPedidos(6), 30);
        robo.faz(new Acao.NoLab(Verbo.DOBRAR, "estoque"), 5);
        robo.faz(new Acao.FazPedidos(12), 40);

        assertThat(robo.faltas()).isEmpty();
        assertThat(robo.vistas.get(experimento.verificacoes().get(1)).texto()).startsWith("com um, 0,50");
    }

    @Test
    void esperarNaFilaDoEstoqueCertoNaoEParar() {
        var robo = new Robo(Curso.experimento("registro-venenoso").orElseThrow());
        robo.faz(new Acao.FazPedidos(9), 0);
        robo.faz(new Acao.MandaVeneno(), 0);
        robo.faz(new Acao.FazPedidos(9), 60);

        assertThat(robo.tudoVerde()).isFalse();
        assertThat(robo.faltas()).singleElement().asString().contains("com a armadilha no lugar do estoque");
    }

    @Test
    void demorarAResponderNaoEMorrer() {
        var robo = new Robo(Curso.experimento("reconstrucao").orElseThrow());
        robo.faz(new Acao.EscreveSaldo("7", "70,00"), 3);
        robo.faz(new Acao.NoLab(Verbo.PAUSAR, "saldo"), 5);
        robo.faz(new Acao.NoLab(Verbo.RETOMAR, "saldo"), 10);

        assertThat(robo.vistas).hasSizeLessThan(2);
    }

    @Test
    void comUmBrokerMortoOSilencioEOsDaTrocaDeLideres() {
        var robo = new Robo(Curso.experimento("dois-brokers-morrem").orElseThrow());
        robo.faz(new Acao.NoLab(Verbo.MATAR, "broker-2"), 20);
        robo.faz(new Acao.EscreveSaldo("13", "130,00"), 5);
        robo.faz(new Acao.NoLab(Verbo.INICIAR, "broker-2"), 20);

        assertThat(robo.vistas).isEmpty();
    }

    @Test
    void osIdsSaoUnicosEOsTextosEstaoLa() {
        var ids = Curso.EXPERIMENTOS.stream().map(Experimento::id).toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+(-[a-z]+)*"));
        assertThat(ESPERAS.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        for (var experimento : Curso.EXPERIMENTOS) {
            assertThat(experimento.alternativas()).as(experimento.id()).hasSizeBetween(2, 4);
            assertThat(experimento.alternativas())
                    .allMatch(alternativa -> alternativa.porque().length() > 20);
            assertThat(experimento.verificacoes())
                    .extracting(Verificacao::texto)
                    .doesNotHaveDuplicates();
            assertThat(ESPERAS.get(experimento.id())).as(experimento.id()).hasSameSizeAs(experimento.passos());
        }
        assertThat(Curso.experimento("3")).contains(Curso.EXPERIMENTOS.get(2));
        assertThat(Curso.experimento("pagamento-morto")).contains(Curso.EXPERIMENTOS.get(2));
        assertThat(Curso.experimento("99")).isEmpty();
    }

    /** Trazer de volta o certo, e olhar, não são condições. */
    private static boolean dispensavel(Experimento experimento) {
        var ultima = experimento.passos().get(experimento.passos().size() - 1).acao();
        return ARRUMAM.contains(experimento.id())
                || ultima instanceof Acao.Digita digitado
                        && (digitado.comando().startsWith("curl ")
                                || digitado.comando().contains("--describe"));
    }

    /** Faz as ações de um experimento e olha pelas verificações de outros, ou do mesmo: o que se viu uma vez está visto. */
    private static final class Robo {

        private final List<Experimento> olha;
        private final Simulador simulador;
        private final Map<Verificacao, Prova> vistas = new LinkedHashMap<>();

        Robo(Experimento olha) {
            this(List.of(olha));
        }

        /** @param olha todos do mesmo cenário */
        Robo(List<Experimento> olha) {
            this.olha = olha;
            this.simulador =
                    olha.get(0).cenario() == Cenario.TRES_BROKERS ? new Simulador().comTresBrokers() : new Simulador();
        }

        void faz(Experimento qual, int passos) {
            faz(qual, 0, passos);
        }

        void faz(Experimento qual, int de, int ate) {
            for (int i = de; i < ate; i++) {
                simulador.faz(qual.passos().get(i).acao());
                espera(ESPERAS.get(qual.id()).get(i));
            }
        }

        void faz(Acao acao, int esperando) {
            simulador.faz(acao);
            espera(esperando);
        }

        void espera(int segundos) {
            for (int i = 0; i < segundos; i++) {
                simulador.espera(1);
                var fatos = simulador.fatos();
                for (var experimento : olha) {
                    for (var verificacao : experimento.verificacoes()) {
                        if (!vistas.containsKey(verificacao)
                                && verificacao.regra().apply(fatos) instanceof Feita feita) {
                            vistas.put(verificacao, feita.prova());
                        }
                    }
                }
            }
        }

        boolean tudoVerde() {
            return verdes().size() == olha.size();
        }

        /** Os que estão inteiros verdes. */
        Set<String> verdes() {
            return olha.stream()
                    .filter(experimento -> vistas.keySet().containsAll(experimento.verificacoes()))
                    .map(Experimento::id)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        List<String> faltas() {
            return olha.stream()
                    .flatMap(experimento -> experimento.verificacoes().stream())
                    .filter(verificacao -> !vistas.containsKey(verificacao))
                    .map(verificacao -> verificacao.regra().apply(simulador.fatos()))
                    .map(conclusao -> conclusao instanceof Conclusao.Falta falta ? falta.oQue() : "")
                    .toList();
        }
    }
}
