package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.experimentos.controle.Pedido;
import br.kafkanapratica.experimentos.controle.PedidoInvalido;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.ProcessoVisto.Estado;
import br.kafkanapratica.experimentos.controle.Resposta;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** O controle com programas de mentira: processos de verdade, que só esperam. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ControleTest {

    private static final Duration PRAZO = Duration.ofSeconds(20);

    @TempDir
    private Path logs;

    private final Scripts scripts = new Scripts();
    private Palco palco;
    private Controle controle;
    private CompletableFuture<Void> fim;

    @BeforeEach
    void sobe() throws IOException {
        palco = new Palco(scripts, new Console(false, logs), new Prazos(1));
        controle = new Controle(palco, scripts, () -> "http://localhost:8080/#chave=segredo");
        for (var nome : List.of("broker-local", "saldo-service", "estoque-service", "pagamento-service")) {
            palco.inicia(Instancia.de(nome));
        }
        palco.abre();
        fim = CompletableFuture.runAsync(palco::acompanha, tarefa -> new Thread(tarefa).start());
    }

    @AfterEach
    void desce() {
        palco.paraTudo(nome -> false);
        assertThat(palco.processos()).noneMatch(Processo::vivo);
        await().atMost(PRAZO).until(fim::isDone);
    }

    @Test
    void morreVoltaComOutroPidERepetirNaoEUmErro() {
        long antes = visto("pagamento-service").pid();
        assertThat(ok("matar pagamento").frase())
                .isEqualTo(
                        "pagamento-service (PID %d) morto com kill -9. Para tê-lo de volta: ./lab.sh iniciar pagamento"
                                .formatted(antes));
        var morto = visto("pagamento-service");
        assertThat(morto.estado()).isEqualTo(Estado.TERMINADO);
        assertThat(morto.fim()).isEqualTo("kill -9");
        assertThat(ok("matar pagamento").frase()).contains("já tinha terminado", "./lab.sh iniciar pagamento");

        ok("iniciar pagamento");
        var deVolta = visto("pagamento-service");
        assertThat(deVolta.vivo()).isTrue();
        assertThat(deVolta.pid()).isNotEqualTo(antes);
        assertThat(ok("iniciar pagamento-service").frase())
                .isEqualTo("pagamento-service já está no ar (PID %d).".formatted(deVolta.pid()));
        assertThat(vistos()).extracting(ProcessoVisto::nome).doesNotHaveDuplicates();
    }

    @Test
    void quemMorreSemSePedirTambemSeVe() {
        palco.processos()
                .filter(processo -> processo.nome().equals("saldo-service"))
                .forEach(processo -> processo.identidade().destroyForcibly());
        await().atMost(PRAZO).until(() -> !visto("saldo-service").vivo());
        assertThat(visto("saldo-service").fim()).isEqualTo("kill -9");
    }

    @Test
    void pausadoNaoAndaERetomadoContinuaOMesmo() {
        long pid = visto("estoque-service").pid();
        assertThat(ok("pausar estoque").frase()).contains("pausado", "./lab.sh retomar estoque");
        assertThat(visto("estoque-service").estado()).isEqualTo(Estado.PAUSADO);
        assertThat(ok("pausar estoque").frase()).contains("já estava pausado");
        assertThat(recusa("iniciar estoque").frase()).contains("está pausado", "./lab.sh retomar estoque");

        ok("retomar estoque");
        assertThat(visto("estoque-service").estado()).isEqualTo(Estado.NO_AR);
        assertThat(visto("estoque-service").pid()).isEqualTo(pid);
        assertThat(ok("retomar estoque").frase()).contains("não estava pausado");

        ok("matar estoque");
        assertThat(recusa("pausar estoque").frase()).contains("não há o que pausar", "./lab.sh iniciar estoque");
        assertThat(recusa("retomar estoque").frase()).contains("não há o que retomar", "./lab.sh iniciar estoque");
    }

    @Test
    void pausadoTerminaPorBemQuandoSePede() {
        ok("pausar pagamento");
        assertThat(ok("parar pagamento").frase()).contains("terminou normalmente");
        assertThat(visto("pagamento-service").fim()).isEqualTo("SIGTERM");
        ok("pausar estoque"); // e este, quando o laboratório para: desce() confere
    }

    /** Congelado a meio da parada, só a morte o acabaria, minutos depois. */
    @Test
    void quemEstaAPararNaoSePausa() throws Exception {
        var parada = aParar(1);
        assertThat(recusa("pausar pagamento").frase()).contains("não há o que pausar");
        assertThat(parada.get(PRAZO.toSeconds(), TimeUnit.SECONDS).frase()).contains("terminou normalmente");
    }

    /** Quem pede julgaria parado um laboratório que só está ocupado. */
    @Test
    void quemEsperaDeMaisPelaVezOuveQueHaOutroPedido() throws Exception {
        controle = new Controle(palco, scripts, () -> "", Duration.ofMillis(200));
        var parada = aParar(2);
        assertThat(recusa("iniciar pagamento").frase())
                .isEqualTo("Outro pedido ao pagamento-service ainda está em curso: repita este quando ele acabar.");
        assertThat(parada.get(PRAZO.toSeconds(), TimeUnit.SECONDS).frase()).contains("terminou normalmente");
    }

    /** O pagamento, que já ouviu o SIGTERM e leva estes segundos a sair. */
    private CompletableFuture<Resposta> aParar(int segundos) {
        scripts.trabalho = "trap 'echo saio; sleep %d; exit' TERM; echo despede-se; while :; do sleep 0.1; done"
                .formatted(segundos);
        ok("matar pagamento");
        ok("iniciar pagamento");
        espera("despede-se");
        var parada = CompletableFuture.supplyAsync(() -> ok("parar pagamento"));
        espera("saio");
        return parada;
    }

    private void espera(String linha) {
        await().atMost(PRAZO)
                .until(() -> ok("linhas pagamento 5").linhas().stream().anyMatch(dita -> dita.contains(linha)));
    }

    @Test
    void dobraComAsMesmasOpcoesEUsaONumeroQueVagou() {
        ok("lento estoque 10s");
        assertThat(ok("dobrar estoque").frase()).startsWith("estoque-service-2 começa (PID ");
        ok("dobrar estoque");
        assertThat(scripts.tempos).containsEntry("estoque-service-3", "10s");
        assertThat(vistos())
                .filteredOn(processo -> processo.papel().equals("estoque-service"))
                .extracting(ProcessoVisto::nome, ProcessoVisto::tempo, ProcessoVisto::vivo)
                .containsExactly(
                        tuple("estoque-service", "10s", true),
                        tuple("estoque-service-2", "10s", true),
                        tuple("estoque-service-3", "10s", true));

        ok("matar estoque-2");
        assertThat(visto("estoque-service").vivo()).isTrue();
        assertThat(ok("dobrar estoque").frase()).startsWith("estoque-service-2 começa");
        IntStream.rangeClosed(4, 6).forEach(numero -> ok("dobrar estoque"));
        assertThat(recusa("dobrar estoque").frase()).contains("Já há 6 de estoque-service");
        assertThat(recusa("dobrar saldo").frase()).contains("Só se dobram as etapas");
    }

    @Test
    void lentoRecomecaOsVivosENormalDesfaz() {
        long antes = visto("estoque-service").pid();
        assertThat(ok("lento estoque 500ms").frase()).contains("estoque-service com 500ms por pedido: recomeça");
        assertThat(visto("estoque-service").pid()).isNotEqualTo(antes);
        assertThat(scripts.tempos).containsEntry("estoque-service", "500ms");
        ok("matar estoque");
        ok("iniciar estoque");
        assertThat(visto("estoque-service").tempo()).isEqualTo("500ms");
        ok("lento estoque normal");
        assertThat(visto("estoque-service").tempo()).isNull();
        for (var torto : List.of("10", "10h", "-1s", "61s", "99999s", "s")) {
            assertThat(recusa("lento estoque " + torto).frase()).as(torto).contains("./lab.sh lento estoque 10s");
        }
        assertThat(recusa("lento saldo 10s").frase()).contains("só estoque e pagamento");
    }

    @Test
    void aArmadilhaTomaOLugarDeTodasAsInstanciasEOCertoAsTrazDeVolta() {
        ok("lento estoque 10s");
        ok("dobrar estoque");
        assertThat(ok("armadilha estoque-id-fixo").frase())
                .contains("estoque-id-fixo no lugar de estoque-service", "./lab.sh certo estoque");
        assertThat(vivos("estoque-service")).containsExactly("estoque-id-fixo");
        assertThat(visto("estoque-id-fixo").armadilha()).isTrue();
        assertThat(visto("estoque-id-fixo").tempo()).isEqualTo("10s");
        assertThat(ok("armadilha estoque-id-fixo").frase()).contains("já está no ar");

        ok("dobrar estoque");
        assertThat(vivos("estoque-service")).containsExactly("estoque-id-fixo", "estoque-id-fixo-2");
        ok("matar estoque");
        assertThat(vivos("estoque-service")).containsExactly("estoque-id-fixo-2");
        ok("iniciar estoque");

        ok("armadilha estoque-sem-dlt");
        assertThat(vivos("estoque-service")).containsExactly("estoque-sem-dlt");
        assertThat(ok("certo estoque").frase())
                .startsWith("estoque-sem-dlt saiu. De volta: estoque-service (PID ")
                .contains("estoque-service-2 (PID ");
        assertThat(vivos("estoque-service")).containsExactly("estoque-service", "estoque-service-2");
        assertThat(vistos()).noneMatch(ProcessoVisto::armadilha);
        assertThat(ok("certo estoque").frase()).isEqualTo("estoque-service já é o certo.");
        assertThat(ok("certo estoque-sem-dlt").frase()).contains("não está no lugar de ninguém");
    }

    @Test
    void aArmadilhaQueNaoTomaOLugarDeNinguemNaoParaNinguem() {
        assertThat(ok("armadilha saldo-com-grupo").frase()).contains("em http://localhost:5002");
        assertThat(visto("saldo-com-grupo").porta()).isEqualTo(5002);
        assertThat(vistos()).allMatch(ProcessoVisto::vivo);
        ok("matar saldo-com-grupo");
        ok("iniciar saldo-com-grupo");
        assertThat(visto("saldo-service").vivo()).isTrue();
        assertThat(ok("armadilha saldo-ate-o-vazio").frase())
                .as("um por vez na porta ao lado")
                .contains("em http://localhost:5002, no lugar de saldo-com-grupo");
        assertThat(vistos()).extracting(ProcessoVisto::nome).doesNotContain("saldo-com-grupo");
        ok("certo saldo-ate-o-vazio");
        assertThat(vistos()).noneMatch(ProcessoVisto::armadilha);
        assertThat(recusa("armadilha estoque").frase()).contains("Não há uma armadilha estoque", "estoque-id-fixo");
    }

    @Test
    void semOJarDasArmadilhasOCertoNemEParado() {
        scripts.falta = "Falta armadilhas/target/armadilhas.jar. Construa-o com: sh mvnw …";
        assertThat(recusa("armadilha estoque-id-fixo").frase()).isEqualTo(scripts.falta);
        assertThat(vivos("estoque-service")).containsExactly("estoque-service");
    }

    @Test
    void comAPortaOcupadaPorOutroDizQueNaoComeca() {
        ok("matar saldo");
        scripts.impedimento = "saldo-service não pode começar: a porta 5001 já está em uso";
        assertThat(recusa("iniciar saldo").frase()).isEqualTo(scripts.impedimento);
    }

    @Test
    void oIniciadoAMaoNaoSeTocaESeDiz() {
        scripts.aMao = 4321;
        assertThat(ok("pausar pagamento").frase())
                .as("o do laboratório está no ar: é ele")
                .contains("pausado");
        ok("matar pagamento");
        for (var verbo : List.of("matar", "parar", "pausar", "retomar")) {
            assertThat(recusa(verbo + " pagamento").frase()).contains("(PID 4321) foi iniciado à mão", "Ctrl-C");
        }
    }

    @Test
    void muitosPedidosAoMesmoTempoNaoIniciamDuasVezes() {
        ok("matar pagamento");
        var respostas = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ok("iniciar pagamento")))
                .toList();
        assertThat(respostas.stream()
                        .map(CompletableFuture::join)
                        .filter(resposta -> resposta.frase().contains("começa de novo")))
                .hasSize(1);
        var trocas = List.of(
                CompletableFuture.supplyAsync(() -> pede("armadilha estoque-id-fixo")),
                CompletableFuture.supplyAsync(() -> pede("armadilha estoque-sem-dlt")),
                CompletableFuture.supplyAsync(() -> pede("certo estoque")),
                CompletableFuture.supplyAsync(() -> pede("dobrar estoque")));
        trocas.forEach(CompletableFuture::join);
        ok("certo estoque");
        assertThat(vivos("estoque-service")).contains("estoque-service").noneMatch(nome -> nome.contains("-id-"));
    }

    @Test
    void mostraAsUltimasLinhasEOEndereco() {
        await().atMost(PRAZO)
                .untilAsserted(
                        () -> assertThat(ok("linhas estoque 1").linhas()).containsExactly("estoque-service pronto"));
        assertThat(ok("linhas estoque 0").linhas()).isEmpty();
        assertThat(recusa("linhas estoque muitas").frase()).contains("./lab.sh linhas estoque 20");
        assertThat(ok("endereco").frase()).isEqualTo("http://localhost:8080/#chave=segredo");
    }

    @Test
    void oLaboratorioSoAcabaQuandoNaoHaNadaNoArESemUmPedidoNoMeio() {
        ok("matar broker");
        ok("matar saldo");
        ok("matar pagamento");
        ok("lento estoque 1s"); // por um momento não há nada no ar
        assertThat(fim).isNotDone();
        ok("matar estoque");
        await().atMost(PRAZO).until(fim::isDone);
    }

    /** O que ele escreveu primeiro já não é das linhas que se guardam. */
    @Test
    void quemEscreveMuitoTambemESabidoPronto() throws IOException {
        scripts.trabalho = "seq 1 20000; echo acabei; exec sleep 300";
        var pronto = new LinhaEsperada(linha -> linha.endsWith(" pronto"));
        var instancia = Instancia.de("notificacao-service");
        var processo = palco.inicia(instancia, scripts.programa(instancia), pronto);
        processo.esperaLinha("acabei"::equals, PRAZO);
        assertThat(processo.linhas()).hasSizeLessThan(6000).noneMatch(linha -> linha.endsWith(" pronto"));
        assertThat(pronto.veio()).isTrue();
    }

    @Test
    void quemNaoEDoLaboratorioNaoRecebeNada() {
        try (var vizinho = script("vizinho", Scripts.SEMPRE).inicia()) {
            vizinho.esperaLinha("vizinho pronto"::equals, PRAZO);
            long pid = vizinho.identidade().pid();
            for (var verbo : List.of("matar", "parar", "pausar", "retomar", "iniciar", "dobrar", "certo")) {
                assertThat(recusa(verbo + " " + pid).frase()).contains("É pelo nome, e não pelo PID");
                assertThat(recusa(verbo + " vizinho").frase()).contains("Não há nenhum vizinho neste laboratório");
            }
            assertThat(vizinho.vivo()).isTrue();
            assertThat(vizinho.pausado()).isFalse();
        }
    }

    @Test
    void enquantoSobeEQuandoParaSoSePergunta() {
        var outro = new Palco(scripts, new Console(false, logs), new Prazos(1));
        var novo = new Controle(outro, scripts, () -> "");
        assertThat(novo.atende(pedido("matar pagamento")).frase()).contains("ainda está subindo");
        assertThat(novo.atende(pedido("processos")).ok()).isTrue();
        assertThat(novo.atende(pedido("endereco")).linhas()).contains(Controle.SUBINDO);
        assertThat(ok("endereco").linhas()).doesNotContain(Controle.SUBINDO);
        palco.paraTudo(nome -> false);
        assertThat(recusa("iniciar pagamento").frase()).contains("está parando", "./start.sh");
        assertThat(ok("processos").frase()).isEqualTo("0 de 4 no ar");
    }

    private Resposta ok(String linha) {
        var resposta = pede(linha);
        assertThat(resposta.situacao()).as(linha + " → " + resposta.frase()).isEqualTo(Resposta.Situacao.OK);
        return resposta;
    }

    private Resposta recusa(String linha) {
        var resposta = pede(linha);
        assertThat(resposta.situacao()).as(linha + " → " + resposta.frase()).isEqualTo(Resposta.Situacao.RECUSADO);
        assertThat(resposta.frase()).doesNotContain("\n", "Exception");
        return resposta;
    }

    private Resposta pede(String linha) {
        return controle.atende(pedido(linha));
    }

    private static Pedido pedido(String linha) {
        try {
            return Pedido.daLinha(linha);
        } catch (PedidoInvalido e) {
            throw new AssertionError(e);
        }
    }

    private List<ProcessoVisto> vistos() {
        return palco.vistas();
    }

    private ProcessoVisto visto(String nome) {
        return vistos().stream()
                .filter(processo -> processo.nome().equals(nome))
                .findFirst()
                .orElseThrow();
    }

    private List<String> vivos(String papel) {
        return vistos().stream()
                .filter(ProcessoVisto::vivo)
                .filter(processo -> processo.papel().equals(papel))
                .map(ProcessoVisto::nome)
                .toList();
    }

    /** Diz que está pronto, e espera. */
    private static Programa script(String nome, String trabalho) {
        var linhas = "echo \"$0 pronto\"; " + trabalho;
        return new Programa(nome, List.of("bash", "-c", linhas, nome), Map.of(), Path.of("/"));
    }

    /** Em vez dos jars, um script por programa. */
    private static final class Scripts implements Roteiro {

        static final String SEMPRE = "exec sleep 300";

        final Map<String, String> tempos = new ConcurrentHashMap<>();
        volatile String trabalho = SEMPRE;
        volatile String falta;
        volatile String impedimento;
        volatile long aMao;

        @Override
        public Programa programa(Instancia instancia) {
            if (falta != null && instancia.armadilha() != null) {
                throw new IllegalStateException(falta);
            }
            if (instancia.tempo() != null) {
                tempos.put(instancia.nome(), instancia.tempo());
            }
            return script(instancia.nome(), trabalho);
        }

        @Override
        public String comando(Instancia instancia) {
            return "java -jar " + instancia.nome();
        }

        @Override
        public int porta(Instancia instancia) {
            return instancia.nome().matches("saldo-(com|ate)-.*") ? 5002 : 0;
        }

        @Override
        public List<String> onde() {
            return List.of("kafka localhost:9092", "saldo http://localhost:5001");
        }

        @Override
        public OptionalLong aMao(Instancia instancia) {
            return aMao == 0 ? OptionalLong.empty() : OptionalLong.of(aMao);
        }

        @Override
        public Optional<String> impedimento(Instancia instancia) {
            return Optional.ofNullable(impedimento);
        }
    }
}
