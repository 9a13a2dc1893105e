package br.kafkanapratica.estado;

import static br.kafkanapratica.estado.LogDeMentira.particao;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.estado.chaves.Registro;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** O que quer que haja no log, nada se perde em silêncio e o que se pode ler é lido. */
class SessaoTest {

    private final LogDeMentira log = new LogDeMentira(2);
    private final RelogioDeMentira relogio = new RelogioDeMentira();
    private final Set<String> pulados = new TreeSet<>();
    private Consumidores consumidores = log;
    private LeituraDoLog leitura;
    private EmMapa<String> estado;
    private @Nullable Instant copiada;
    private Sessao<EmMapa<String>> sessao;

    @AfterEach
    void fecha() {
        if (sessao != null) {
            sessao.close();
            leitura.close();
        }
    }

    @Test
    void leTudoDeTodasAsParticoes() {
        escreve(0, 25);
        escreve(1, 25);
        comeca();
        avancaAte(sessao::emDia);
        assertThat(clientes()).hasSize(50);
        assertThat(sessao.impedimentos()).isEmpty();
    }

    @Test
    void umLoteDanificadoSeguraSoAParticaoDele() {
        escreve(0, 25);
        escreve(1, 25);
        log.danifica(0, 12);
        comeca();

        avancaAte(() -> clientes().size() == 12 + 25 && !sessao.impedimentos().isEmpty());
        assertThat(sessao.emDia()).isFalse();
        await().untilAsserted(() -> assertThat(sessao.impedimentos())
                .singleElement()
                .satisfies(impedimento -> {
                    assertThat(impedimento.particao()).isZero();
                    assertThat(impedimento.offset()).isEqualTo(12);
                    assertThat(impedimento.motivo())
                            .contains(
                                    "partição 0 do tópico contas nos offsets 12 a 12",
                                    "AjustesDoLog.comPulos(List.of(Pulo.valueOf(\"0:12-12\")))");
                }));
        assertThat(sessao.progresso().toString())
                .contains("à espera da partição 0")
                .doesNotContain("faltam cerca");

        int aberturas = log.abertos.size();
        IntStream.range(0, 50).forEach(i -> sessao.avanca());
        assertThat(log.abertos).as("sem pressa de tentar de novo").hasSize(aberturas);

        log.conserta();
        relogio.passa(Duration.ofMinutes(1));
        avancaAte(sessao::emDia);
        assertThat(clientes()).hasSize(50);
        assertThat(sessao.impedimentos()).isEmpty();
    }

    /** Um byte que o CRC não cobre, e o Kafka não diz de que partição é. */
    @Test
    void umLoteQueOKafkaNaoNomeiaTambemSeguraSoAParticaoDele_eSePula() {
        escreve(0, 25);
        escreve(1, 25);
        log.danificaSemNome(0, 10);
        comeca(new Pulo(0, 10, 10));

        await().until(() -> avanca().emDia());
        assertThat(clientes()).hasSize(24 + 25);
        assertThat(pulados).containsExactly("0:10-10");
        assertThat(sessao.impedimentos()).isEmpty();
    }

    @Test
    void oTrechoQueSeMandouPularEPuladoEDito() {
        escreve(0, 25);
        log.danifica(0, 12);
        log.danifica(0, 13);
        comeca(new Pulo(0, 12, 13), new Pulo(0, 3, 4));

        await().until(() -> avanca().emDia());
        assertThat(clientes()).hasSize(23);
        assertThat(pulados).as("o que se lê não se pula").containsExactly("0:12-13");
        assertThat(sessao.impedimentos()).isEmpty();
    }

    /** Quem o mandou pular pode ter escrito mais do que o trecho, e até mais do que o log. */
    @Test
    void doTrechoQueSeMandouPularSoSePulaOQueNaoSeLe() {
        escreve(0, 25);
        log.danifica(0, 12);
        log.danifica(0, 20);
        comeca(new Pulo(0, 10, 1_000));

        await().until(() -> avanca().emDia());
        assertThat(clientes()).hasSize(23);
        assertThat(pulados).containsExactly("0:12-12", "0:20-20");
        escreve(0, 3);
        avancaAte(() -> clientes().size() == 26);
    }

    /** Volta-se aonde tudo estava aplicado, antes do trecho: pulá-lo dali levaria consigo o que se leu e não se aplicou. */
    @Test
    void oQueSeLeuAntesDoTrechoENaoSeAplicouNaoSePulaComEle() {
        var falha = new AtomicBoolean(true);
        estado = new EmMapa<>((chave, valor) -> {
            if (chave.equals("p0-5") && falha.getAndSet(false)) {
                throw new OutOfMemoryError("Java heap space");
            }
            return "";
        });
        escreve(0, 25);
        log.danifica(0, 12);
        comeca(new Pulo(0, 12, 12));

        await().until(() -> avanca().emDia());
        assertThat(falha).isFalse();
        assertThat(clientes()).hasSize(24);
        assertThat(pulados).containsExactly("0:12-12");
    }

    /** A posição de quem lê ficou no fim do que leu, e o trecho começa depois do que a compactação tirou. */
    @Test
    void oTrechoDepoisDoQueSeCompactouTambemSePula() {
        escreve(0, 20);
        log.compacta(0, 10, 15);
        log.danifica(0, 15);
        comeca(new Pulo(0, 15, 15));

        await().until(() -> avanca().emDia()); // o fim do trecho procura-o outra thread
        assertThat(clientes()).hasSize(14);
        assertThat(pulados).containsExactly("0:15-15");
    }

    /** Ainda não se leu nada delas quando outra partição falha. */
    @Test
    void asParticoesQueAcabamDeSurgirNaoSePerdemComUmErro() {
        estado = new EmMapa<>((chave, valor) -> {
            if (chave.equals("veneno")) {
                throw new StackOverflowError();
            }
            return "";
        });
        escreve(0, 5);
        comeca();
        avancaAte(sessao::emDia);
        log.cria(2);
        escreve(2, 5);
        log.escreve(0, "veneno");
        assertThat(sessao.inclui(log.observa())).isTrue();

        avancaAte(() -> !sessao.impedimentos().isEmpty());
        avancaAte(() -> clientes().size() == 5 + 5);
    }

    /** Com um registro por segundo, cinco mil um a um seriam mais de uma hora sem guardar cópia nenhuma. */
    @Test
    void numTopicoLentoNaoSeLeUmAUmParaSempre() {
        escreve(0, 5);
        log.tornaFatal(0, 2, new OutOfMemoryError("Java heap space"));
        comeca();
        avancaAte(() -> !sessao.impedimentos().isEmpty());
        for (int segundo = 0; segundo < 14; segundo++) {
            escreve(1, 1);
            IntStream.range(0, 3).forEach(i -> sessao.avanca());
            relogio.passa(Duration.ofSeconds(1));
        }
        assertThat(sessao.entreLotes()).isTrue();
    }

    /** O erro vem depois de o consumidor ter dado por lidos os registros da partição 1. */
    @Test
    void umRegistroQueNaoCabeNaMemoriaNaoLevaConsigoOsDasOutrasParticoes() {
        escreve(0, 5);
        escreve(1, 5);
        log.tornaFatal(0, 2, new OutOfMemoryError("Java heap space"));
        comeca();

        avancaAte(() -> !sessao.impedimentos().isEmpty());
        avancaAte(() -> clientes().size() == 2 + 5);
        assertThat(sessao.impedimentos())
                .singleElement()
                .satisfies(impedimento -> assertThat(impedimento.motivo())
                        .contains("offset", "2", "Java heap space", "Um registro não cabe na memória"));
        escreve(1, 30);
        avancaAte(() -> clientes().size() == 2 + 35);
        assertThat(log.abertos).contains(Consumidores.Modo.UM_A_UM);
    }

    @Test
    void aBibliotecaDoCodecQueNaoCarregaTambem() {
        escreve(0, 5);
        log.tornaFatal(0, 0, new UnsatisfiedLinkError("/tmp/libzstd: failed to map segment"));
        comeca();

        avancaAte(() -> !sessao.impedimentos().isEmpty());
        assertThat(sessao.impedimentos().get(0).motivo()).contains("failed to map segment", "-Djava.io.tmpdir=PASTA");
    }

    /** Aplica-se em lotes, por outras threads: o que falha é um registro, e os outros do lote não se perdem com ele. */
    @Test
    void umRegistroQueNaoSeConsegueAplicarSeguraSoAParticaoDele() {
        escreve(0, 5);
        escreve(1, 5);
        var quebrado = new AtomicBoolean(true);
        estado = new EmMapa<>((chave, valor) -> {
            if (quebrado.get() && chave.equals("p0-2")) {
                throw new StackOverflowError();
            }
            return "";
        });
        comeca();

        avancaAte(() -> !sessao.impedimentos().isEmpty() && clientes().size() == 2 + 5);
        assertThat(sessao.impedimentos()).singleElement().satisfies(impedimento -> {
            assertThat(impedimento.offset()).isEqualTo(2);
            assertThat(impedimento.motivo()).contains("StackOverflowError");
        });
        quebrado.set(false);
        relogio.passa(Duration.ofMinutes(1));
        avancaAte(sessao::emDia);
        assertThat(clientes()).hasSize(10);
    }

    /** Lê-se, mas não se aplica: não voltou a ser lida, e insistir de cinco em cinco segundos não adianta. */
    @Test
    void oQueSeLeMasNaoSeAplicaEDitoUmaVez_eTentadoComPausasCadaVezMaiores() {
        escreve(0, 5);
        var tentativas = new AtomicInteger();
        estado = new EmMapa<>((chave, valor) -> {
            if (chave.equals("p0-2")) {
                tentativas.incrementAndGet();
                throw new StackOverflowError();
            }
            return "";
        });
        var ditos = new ListAppender<ILoggingEvent>();
        ditos.start();
        var doLog = (Logger) LoggerFactory.getLogger(LeituraDoLog.class);
        doLog.addAppender(ditos);
        try {
            comeca();
            avancaAte(() -> !sessao.impedimentos().isEmpty());
            var desde = sessao.impedimentos().get(0).desde();
            for (int segundo = 0; segundo < 600; segundo++) {
                relogio.passa(Duration.ofSeconds(1));
                IntStream.range(0, 5).forEach(i -> sessao.avanca());
            }
            assertThat(sessao.impedimentos())
                    .singleElement()
                    .satisfies(impedimento -> assertThat(impedimento.desde()).isEqualTo(desde));
            assertThat(tentativas)
                    .as("a 5, 15, 35, 75 s e depois a cada minuto; cada vez, depressa e um a um")
                    .hasValueBetween(20, 30);
            assertThat(ditos.list)
                    .as("o trecho, e onde acaba, quando se sabe")
                    .hasSizeBetween(1, 2)
                    .allSatisfy(dito -> assertThat(dito.getLevel()).isEqualTo(Level.ERROR));
        } finally {
            doLog.detachAppender(ditos);
        }
    }

    @Test
    void depoisDoSustoVoltaALerDepressa() {
        escreve(0, 5);
        log.tornaFatal(0, 2, new OutOfMemoryError("Java heap space"));
        comeca();
        avancaAte(() -> clientes().size() == 2);
        log.conserta();
        relogio.passa(Duration.ofMinutes(1));
        avancaAte(sessao::emDia);
        relogio.passa(Duration.ofMinutes(1));
        sessao.avanca(); // nada há a ler: acabou o cuidado
        sessao.avanca();
        assertThat(log.abertos.get(log.abertos.size() - 1)).isEqualTo(Consumidores.Modo.DEPRESSA);
        escreve(0, 30);
        avancaAte(() -> clientes().size() == 35);
    }

    /** Aquela volta já traz um lote inteiro: o que nele não se aplica não é do primeiro registro, nem leva o que vem depois. */
    @Test
    void oQueNaoSeAplicaQuandoOCuidadoAcabaSeguraSoAParticaoDele() {
        escreve(0, 5);
        log.tornaFatal(0, 2, new OutOfMemoryError("Java heap space"));
        var quebrado = new AtomicBoolean(true);
        estado = new EmMapa<>((chave, valor) -> {
            if (quebrado.get() && chave.equals("p0-6")) {
                throw new StackOverflowError();
            }
            return "";
        });
        comeca();
        avancaAte(() -> clientes().size() == 2);
        log.conserta();
        relogio.passa(Duration.ofMinutes(1));
        avancaAte(sessao::emDia);
        relogio.passa(Duration.ofMinutes(1));
        sessao.avanca();
        escreve(0, 3);
        escreve(1, 3);

        avancaAte(() -> !sessao.impedimentos().isEmpty() && clientes().size() == 6 + 3);
        assertThat(sessao.impedimentos())
                .singleElement()
                .satisfies(impedimento -> assertThat(impedimento.offset()).isEqualTo(6));
        quebrado.set(false);
        relogio.passa(Duration.ofMinutes(1));
        avancaAte(() -> clientes().size() == 8 + 3);
    }

    /** A memória que falta para voltar a ler depressa não leva consigo o registro que se acabou de ler. */
    @Test
    void oQueFalhaAoVoltarALerDepressaNaoPerdeUmRegistro() {
        var depressa = new AtomicInteger();
        consumidores = (modo, particoes) -> {
            if (modo == Consumidores.Modo.DEPRESSA && depressa.incrementAndGet() == 2) {
                throw new OutOfMemoryError("Java heap space");
            }
            return log.abre(modo, particoes);
        };
        escreve(1, 5_100); // mais do que os que se leem um a um depois de um susto
        log.tornaFatal(1, 0, new OutOfMemoryError("Java heap space"));
        comeca();
        sessao.avanca();
        log.conserta();
        for (int volta = 0; volta < 6_000 && !sessao.emDia(); volta++) {
            sessao.avanca();
        }
        assertThat(depressa).as("a que falhou, e a que veio depois").hasValueGreaterThanOrEqualTo(2);
        assertThat(clientes()).hasSize(5_100);
    }

    /** Um container que parou leva consigo o nome: nenhum consumidor se abre, e o que já se leu continua valendo. */
    @Test
    void oConsumidorQueNaoSeAbreNaoLevaConsigoOEstado() {
        var semEndereco = new AtomicBoolean();
        consumidores = (modo, particoes) -> {
            if (semEndereco.get()) {
                throw new KafkaException("Failed to construct", new ConfigException("No resolvable bootstrap urls"));
            }
            return log.abre(modo, particoes);
        };
        escreve(0, 5);
        comeca();
        avancaAte(sessao::emDia);

        semEndereco.set(true);
        log.danifica(0, 5);
        escreve(0, 1);
        avancaAte(() -> !sessao.impedimentos().isEmpty());
        IntStream.range(0, 12).forEach(i -> sessao.avanca());
        assertThat(clientes()).hasSize(5);
        assertThat(IntStream.range(0, 2).mapToObj(LogDeMentira::particao))
                .as("nenhuma está parada por si")
                .allMatch(leitura::espera);
        assertThat(sessao.impedimentos())
                .hasSize(2)
                .allSatisfy(impedimento -> assertThat(impedimento.motivo())
                        .contains("Não consigo abrir outro consumidor do tópico contas", "No resolvable"));

        semEndereco.set(false);
        escreve(1, 3);
        avancaAte(() -> clientes().size() == 5 + 3);
        assertThat(sessao.impedimentos())
                .singleElement()
                .satisfies(impedimento -> assertThat(impedimento.offset()).isEqualTo(5));

        semEndereco.set(true);
        relogio.passa(Duration.ofMinutes(1)); // é hora de tentar o trecho, com outro consumidor
        escreve(1, 3);
        sessao.avanca();
        assertThat(clientes()).as("o que lê as outras não se fecha").hasSize(5 + 6);
        log.conserta();
        semEndereco.set(false);
        relogio.passa(Duration.ofMinutes(1));
        avancaAte(() -> clientes().size() == 6 + 6);
        assertThat(sessao.impedimentos()).isEmpty();
    }

    @Test
    void aTransacaoAbertaEDita() {
        escreve(0, 5);
        log.transacoes.put(particao(0), 3L);
        comeca();
        avancaAte(() -> clientes().size() == 3);
        sessao.compara(log.observa());
        sessao.compara(log.observa());

        assertThat(sessao.impedimentos())
                .singleElement()
                .satisfies(impedimento -> assertThat(impedimento.motivo())
                        .contains("transação aberta na partição 0", "desde o offset 3", "abort"));
        assertThat(sessao.progresso().estimativa()).isEmpty();

        log.transacoes.clear();
        avancaAte(sessao::emDia);
        sessao.compara(log.observa());
        assertThat(sessao.impedimentos()).isEmpty();
    }

    /** Vários que escrevem em transações: nunca se alcança o fim de agora, e o de há pouco sempre. */
    @Test
    void comUmaTransacaoSempreAbertaAindaSeFicaEmDia() {
        escreve(0, 5);
        comeca();
        avancaAte(sessao::emDia);
        sessao.compara(log.observa()); // o instante da primeira vista não tem outro antes
        for (int volta = 0; volta < 4; volta++) {
            long fim = log.observa().fim().get(particao(0));
            log.transacoes.clear();
            log.transacoes.put(particao(0), fim + 1);
            escreve(0, 2);
            avancaAte(() -> sessao.incluidas().get(0) == fim + 1);
            relogio.passa(Duration.ofSeconds(1));
            assertThat(sessao.compara(log.observa())).as("nunca no fim").isEqualTo(1);
        }
        assertThat(sessao.emDiaEm())
                .as("há duas vistas, e não na última")
                .isBetween(relogio.instant().minusSeconds(3), relogio.instant().minusSeconds(1));
    }

    @Test
    void umLogQueVoltaAtrasInvalidaASessao_aReconstruirEAoVivo() {
        escreve(0, 20);
        comeca();
        log.mudo = true;
        sessao.avanca();
        log.voltaAtras(0, 10);
        assertThat(sessao.invalidadaPor(log.observa()))
                .hasValueSatisfying(motivo -> assertThat(motivo).contains("partição 0", "do offset 20 para o 10"));

        fecha();
        log.mudo = false;
        comeca();
        avancaAte(sessao::emDia);
        escreve(0, 10);
        avancaAte(() -> clientes().size() == 20);
        assertThat(sessao.invalidadaPor(log.observa())).isEmpty();
        sessao.compara(log.observa());
        log.voltaAtras(0, 15);
        assertThat(sessao.invalidadaPor(log.observa())).isPresent();
    }

    /** O tombstone já não está no log, e a chave ficaria no estado para sempre. */
    @Test
    void quemFicouSemLerMaisDoQueAsRemocoesDuramComecaDeNovo() {
        escreve(0, 10);
        comeca();
        avancaAte(sessao::emDia);
        assertThat(sessao.invalidadaPor(log.observa())).isEmpty();

        relogio.passa(Duration.ofHours(20));
        sessao.avanca();
        assertThat(sessao.invalidadaPor(log.observa()))
                .as("ainda estão todas lá")
                .isEmpty();
        relogio.passa(Duration.ofHours(22));
        sessao.avanca();
        assertThat(sessao.invalidadaPor(log.observa()))
                .hasValueSatisfying(
                        motivo -> assertThat(motivo).contains("1320 min", "por 1440 (delete.retention.ms)"));
    }

    @Test
    void ficarSemLerAMeioDaReconstrucaoTambem() {
        escreve(0, 30);
        comeca();
        sessao.avanca();
        assertThat(sessao.emDia()).isFalse();
        assertThat(sessao.invalidadaPor(log.observa())).isEmpty();
        relogio.passa(Duration.ofHours(30));
        sessao.avanca();
        assertThat(sessao.invalidadaPor(log.observa())).isPresent();
    }

    /** A idade da cópia e o tempo de ler o que lhe falta somam-se: só com isso lido o estado é de agora. */
    @Test
    void oQueFaltaACopiaLeSeEnquantoElaServe() {
        escreve(0, 10);
        copiada = relogio.instant().minus(Duration.ofHours(20));
        comeca();
        log.mudo = true;
        for (int hora = 0; hora < 2; hora++) {
            assertThat(sessao.invalidadaPor(log.observa())).isEmpty();
            relogio.passa(Duration.ofMinutes(50));
            sessao.avanca();
        }
        log.mudo = false;
        avancaAte(sessao::emDia);
        assertThat(sessao.copiaVelha()).as("antes de servir").isPresent();
        assertThat(sessao.invalidadaPor(log.observa()))
                .hasValueSatisfying(motivo -> assertThat(motivo).contains("1300 min"));

        fecha();
        copiada = relogio.instant().minus(Duration.ofHours(20));
        comeca();
        avancaAte(sessao::emDia);
        assertThat(sessao.copiaVelha()).isEmpty();
        for (int hora = 0; hora < 30; hora++) { // em dia, a idade já não é a dela
            assertThat(sessao.invalidadaPor(log.observa())).isEmpty();
            relogio.passa(Duration.ofHours(1));
            sessao.avanca();
        }
    }

    /** O relógio com que se conta para enquanto a máquina está suspensa; as horas, não. */
    @Test
    void aMaquinaSuspensaTambemNaoLeu_eAtrasarAsHorasNaoEncurtaNada() {
        escreve(0, 10);
        comeca();
        avancaAte(sessao::emDia);
        assertThat(sessao.invalidadaPor(log.observa())).isEmpty();
        relogio.acertam(Duration.ofDays(-2));
        assertThat(sessao.invalidadaPor(log.observa())).isEmpty();
        relogio.acertam(Duration.ofDays(2));
        assertThat(sessao.invalidadaPor(log.observa())).isPresent();

        relogio.passa(Duration.ofHours(30));
        relogio.acertam(Duration.ofHours(-30));
        sessao.avanca();
        assertThat(sessao.invalidadaPor(log.observa())).isPresent();
    }

    /** O mesmo de uma partição que esperou esse tempo todo: enquanto não se lê, o estado é o que se tem. */
    @Test
    void eAindaQueSoDeUmaParticao_masQuandoElaVolta() {
        escreve(0, 10);
        comeca();
        avancaAte(sessao::emDia);
        assertThat(sessao.invalidadaPor(log.observa())).isEmpty();
        escreve(0, 1);
        log.danifica(0, 10);
        avancaAte(() -> !sessao.impedimentos().isEmpty());
        relogio.passa(Duration.ofHours(30));
        assertThat(sessao.invalidadaPor(log.observa())).isEmpty();

        log.conserta();
        avancaAte(() -> sessao.impedimentos().isEmpty());
        assertThat(sessao.invalidadaPor(log.observa())).isPresent();
    }

    /** Entre o pedido e a resposta de uma observação, leu-se mais: isso não é voltar atrás. */
    @Test
    void umaObservacaoAtrasadaNaoInvalida() {
        escreve(0, 10);
        comeca();
        avancaAte(sessao::emDia);
        var atrasada = log.observa();
        escreve(0, 10);
        avancaAte(() -> clientes().size() == 20);
        assertThat(sessao.invalidadaPor(atrasada)).isEmpty();
    }

    @Test
    void umaEpocaAnteriorInvalida_mesmoQueOLogTenhaCrescido() {
        escreve(0, 10);
        log.mudaEpoca(0, 7);
        comeca();
        avancaAte(sessao::emDia);
        log.mudaEpoca(0, 5);
        escreve(0, 10);
        assertThat(sessao.invalidadaPor(log.observa()))
                .hasValueSatisfying(motivo -> assertThat(motivo).contains("época"));
    }

    @Test
    void umaParticaoQueNaoAndaSemDizerPorQueTambemEDita() {
        escreve(0, 10);
        comeca();
        log.mudo = true;
        sessao.avanca();
        sessao.compara(log.observa());
        relogio.passa(Sessao.PARADA.plusSeconds(1)); // o broker caiu: não se viu nada
        sessao.compara(log.observa());
        assertThat(sessao.impedimentos()).isEmpty();
        for (int segundo = 0; segundo <= Sessao.PARADA.toSeconds(); segundo++) {
            relogio.passa(Duration.ofSeconds(1));
            sessao.compara(log.observa());
        }
        assertThat(sessao.impedimentos())
                .singleElement()
                .satisfies(impedimento -> assertThat(impedimento.motivo()).contains("o broker não entrega nada"));

        log.mudo = false;
        relogio.passa(Duration.ofMinutes(1));
        avancaAte(sessao::emDia);
        assertThat(sessao.impedimentos()).isEmpty();
    }

    /** Quem acerta o relógio não faz o tempo passar: lento não é parado, e o que espera não espera o dia chegar de novo. */
    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void acertarAsHorasNaoEncurtaNemAlongaNada(long dias) {
        escreve(0, 10);
        comeca();
        log.mudo = true;
        sessao.avanca();
        sessao.compara(log.observa());
        relogio.acertam(Duration.ofDays(dias));
        sessao.compara(log.observa());
        assertThat(sessao.impedimentos()).isEmpty();

        log.tornaFatal(0, 3, new OutOfMemoryError("Java heap space"));
        log.mudo = false;
        avancaAte(() -> !sessao.impedimentos().isEmpty());
        assertThat(sessao.entreLotes()).as("um a um").isFalse();
        relogio.acertam(Duration.ofDays(-dias));
        log.conserta();
        sessao.avanca();
        assertThat(sessao.impedimentos()).as("ainda não é hora de tentar").hasSize(1);

        relogio.passa(Duration.ofSeconds(11)); // do trecho à parte, e de ler um a um
        avancaAte(() -> clientes().size() == 10);
        assertThat(sessao.impedimentos()).isEmpty();
        avancaAte(sessao::entreLotes);
    }

    /** Com registros grandes numa máquina lenta, uma partição espera minutos pela vez: lento não é parado. */
    @Test
    void umaParticaoQueEsperaAVezEnquantoOutraAndaNaoEstaParada() {
        escreve(0, 10);
        escreve(1, 1_000);
        comeca();
        for (int volta = 0; volta < 20; volta++) { // a partição 1 vem sempre antes
            sessao.avanca();
            relogio.passa(Duration.ofSeconds(3));
            sessao.compara(log.observa());
        }
        assertThat(sessao.impedimentos()).isEmpty();
    }

    private void comeca(Pulo... pulos) {
        var topico = log.observa();
        var motivo = new Motivo(LogDeMentira.TOPICO, "localhost:9092", Conselhos.padrao(), List.of(pulos));
        leitura = new LeituraDoLog(consumidores, relogio.relogio(), List.of(pulos), motivo, pulados, topico.inicio());
        sessao = new Sessao<>(
                new Partida<>(estado == null ? LogDeMentira.estado() : estado, topico.inicio(), copiada, null),
                leitura,
                topico,
                motivo,
                relogio.relogio());
    }

    private Sessao<EmMapa<String>> avanca() {
        sessao.avanca();
        return sessao;
    }

    private void escreve(int particao, int quantos) {
        IntStream.range(0, quantos)
                .forEach(i -> log.escreve(
                        particao, "p" + particao + "-" + log.observa().fim().get(particao(particao))));
    }

    private Set<String> clientes() {
        var clientes = new TreeSet<String>();
        sessao.pronto().projecao().validos(null).map(Registro::chave).forEach(clientes::add);
        return clientes;
    }

    private void avancaAte(BooleanSupplier chegou) {
        for (int volta = 0; volta < 200 && !chegou.getAsBoolean(); volta++) {
            sessao.avanca();
        }
        assertThat(chegou.getAsBoolean()).as("em 200 voltas").isTrue();
    }
}
