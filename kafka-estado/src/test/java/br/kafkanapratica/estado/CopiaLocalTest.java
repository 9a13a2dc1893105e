package br.kafkanapratica.estado;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.estado.compacto.Codec;
import br.kafkanapratica.estado.compacto.Compacto;
import br.kafkanapratica.estado.compacto.Cursor;
import br.kafkanapratica.estado.compacto.Rascunho;
import br.kafkanapratica.estado.copia.ArquivoDaCopia;
import br.kafkanapratica.estado.copia.CopiaRecusada;
import br.kafkanapratica.estado.copia.Etiqueta;
import br.kafkanapratica.estado.copia.Fecho;
import br.kafkanapratica.testes.base.Volume;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partir da cópia dá o estado de uma reconstrução, ou a cópia é recusada. */
class CopiaLocalTest {

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());
    private static final Duration MUITO = LogComHistoria.RETENCAO.plusHours(3);

    @TempDir
    Path pasta;

    /** Nem tudo se entende: o que diz "malformado" não é texto deste contrato. */
    static final class Texto implements Codec<String> {

        private final String formato;

        Texto(String formato) {
            this.formato = formato;
        }

        @Override
        public String formato() {
            return formato;
        }

        @Override
        public String interpreta(String chave, byte[] valor) {
            var texto = new String(valor, UTF_8);
            if (texto.equals("malformado")) {
                throw new IllegalArgumentException("não é um texto");
            }
            return texto;
        }

        @Override
        public int grava(String valor, Rascunho saida) {
            saida.texto(valor.getBytes(UTF_8));
            return valor.length() % 16;
        }

        @Override
        public String le(String chave, int marcas, Cursor entrada) {
            return new String(entrada.texto(), UTF_8);
        }
    }

    private static Compacto<String> vazio() {
        return new Compacto<>(() -> new Texto("texto/1"), 2);
    }

    /** Um log, um estado que o segue, e a cópia dele. */
    private final class Caso {
        final Random sorteio;
        final LogComHistoria log;
        Compacto<String> estado = vazio();
        Map<Integer, Long> posicoes = new HashMap<>();
        Duration desvioDoRelogio = Duration.ZERO;

        Caso(long semente) {
            sorteio = new Random(semente);
            log = new LogComHistoria(sorteio, 1 + sorteio.nextInt(3), 1 + sorteio.nextInt(40));
            recomeca();
        }

        void recomeca() {
            estado = vazio();
            posicoes = inicios();
        }

        Map<Integer, Long> inicios() {
            return log.observa().inicio().entrySet().stream()
                    .collect(Collectors.toMap(este -> este.getKey().partition(), Map.Entry::getValue));
        }

        void segue() {
            for (int i = 0; i < log.particoes(); i++) {
                posicoes.putIfAbsent(i, 0L);
            }
            posicoes = log.aplica(estado, posicoes, Integer.MAX_VALUE);
        }

        CopiaLocal<Compacto<String>> copia() {
            return new CopiaLocal<>(
                    AjustesDaCopia.em(pasta),
                    LogComHistoria.TOPICO,
                    CopiaLocalTest::vazio,
                    new Linhagem(log),
                    new Clock() {
                        @Override
                        public Instant instant() {
                            return log.agora().plus(desvioDoRelogio);
                        }

                        @Override
                        public ZoneId getZone() {
                            return ZoneId.of("UTC");
                        }

                        @Override
                        public Clock withZone(ZoneId zona) {
                            return this;
                        }
                    });
        }

        /** Entre um bloco e outro, o log cresce e o estado o segue, como faz a thread que lê. */
        void guarda(Runnable noMeio) throws Exception {
            guarda("contas", () -> CopiaLocal.epocas(log.observa()), 0, noMeio);
        }

        /** Uma cópia que não diz a verdade. */
        void guarda(String topico, Map<Integer, Integer> epocas, long naImpressao) throws Exception {
            guarda(topico, () -> epocas, naImpressao, () -> {});
        }

        private void guarda(
                String topico, Supplier<Map<Integer, Integer>> epocasNoFim, long naImpressao, Runnable noMeio)
                throws Exception {
            var id = CopiaLocal.uuid(log.observa().id());
            new ArquivoDaCopia(pasta.resolve("contas.copia"))
                    .escreve(
                            new Etiqueta(
                                    topico,
                                    id,
                                    CopiaLocal.formato(estado, LogComHistoria.RETENCAO),
                                    log.agora(),
                                    inicios(),
                                    posicoes),
                            saida -> estado.copia((bytes, tamanho) -> {
                                saida.bloco(bytes, tamanho);
                                noMeio.run();
                            }),
                            impressao -> new Fecho(posicoes, epocasNoFim.get(), impressao + naImpressao));
        }

        void guarda() throws Exception {
            guarda(() -> {
                if (sorteio.nextInt(4) == 0) {
                    log.escreve(sorteio.nextInt(6));
                    posicoes = log.aplica(estado, posicoes, 1 + sorteio.nextInt(6));
                }
            });
        }

        /** Como o {@link Copista}; devolve se era preciso. */
        boolean escreve(CopiaLocal<Compacto<String>> copia) throws Exception {
            return escreve(copia, LogComHistoria.RETENCAO);
        }

        boolean escreve(CopiaLocal<Compacto<String>> copia, Duration retencao) throws Exception {
            var visto = log.observa();
            var levou = copia.escreve(
                    new CopiaLocal.Instante<>(estado, visto.id(), inicios(), posicoes),
                    log.agora(),
                    retencao,
                    impressao -> new Fecho(posicoes, CopiaLocal.epocas(visto), impressao),
                    () -> true);
            return levou != null;
        }

        /** O estado de quem parte da cópia, se ela serve; ou de quem não parte. */
        Partida<Compacto<String>> parte() {
            var partida = copia().partida(log.observa(), () -> {});
            var de = new HashMap<Integer, Long>();
            partida.posicoes().forEach((particao, offset) -> de.put(particao.partition(), offset));
            log.aplica(partida.projecao(), de, Integer.MAX_VALUE);
            return partida;
        }

        Compacto<String> reconstruido() {
            var novo = vazio();
            log.aplica(novo, inicios(), Integer.MAX_VALUE);
            return novo;
        }

        void confereQueServe() {
            var partida = parte();
            assertThat(partida.recusa()).isNull();
            confere(partida);
        }

        /** Não se parte dela, por este motivo, e o estado é o certo. */
        void confereRecusa(String motivo) {
            var partida = parte();
            assertThat(partida.recusa()).contains(motivo);
            confere(partida);
        }

        private void confere(Partida<Compacto<String>> partida) {
            assertThat(partida.copiada() == null)
                    .as("partiu do log: %s", partida.recusa())
                    .isEqualTo(partida.recusa() != null);
            assertThat(retrato(partida.projecao())).isEqualTo(retrato(reconstruido()));
        }
    }

    /** Tudo o que se pode consultar. Não em quantas partições uma chave está: quem viveu uma remoção a conta, e quem só leu o que a compactação deixou, não. */
    private static List<Object> retrato(Compacto<String> estado) {
        var validos = new TreeMap<String, Object>();
        estado.validos(null).forEach(registro -> validos.put(registro.chave(), registro));
        var malformados = new TreeMap<String, Object>();
        estado.malformados().forEach(registro -> malformados.put(registro.chave(), registro));
        return List.of(validos, malformados, estado.totalDeValidos(), estado.totalDeMalformados(), estado.impressao());
    }

    /** O que pode acontecer ao log depois da cópia. */
    private static final List<Consumer<Caso>> DEPOIS = List.of(
            caso -> caso.log.escreve(caso.sorteio.nextInt(200)),
            caso -> caso.log.compacta(),
            caso -> caso.log.passa(Duration.ofMinutes(caso.sorteio.nextInt(60 * 30))),
            caso -> {
                caso.log.passa(MUITO);
                caso.log.compacta();
            },
            caso -> caso.log.acabaAEpoca(caso.sorteio.nextInt(caso.log.particoes())),
            caso -> {
                int qual = caso.sorteio.nextInt(caso.log.particoes());
                caso.log.perdeOFim(qual, caso.sorteio.nextInt(40));
                caso.log.escreve(caso.sorteio.nextInt(120));
            },
            caso -> {
                int qual = caso.sorteio.nextInt(caso.log.particoes());
                caso.log.perdeOInicio(qual, caso.sorteio.nextInt((int) caso.log.fim(qual) + 1));
            },
            caso -> {
                caso.log.recria();
                caso.log.escreve(caso.sorteio.nextInt(200));
            },
            caso -> caso.log.maisUmaParticao());

    @Test
    void partirDaCopiaDaOQueDariaReconstruir() throws Exception {
        int historias = Volume.de(400, 20_000);
        int daCopia = 0;
        for (int i = 0; i < historias; i++) {
            var caso = new Caso(SEMENTE + i);
            caso.log.escreve(caso.sorteio.nextInt(300));
            caso.segue();
            if (caso.sorteio.nextBoolean()) {
                caso.log.compacta();
                caso.log.escreve(caso.sorteio.nextInt(100));
                caso.segue();
            }
            caso.guarda();
            for (int j = caso.sorteio.nextInt(5); j > 0; j--) {
                DEPOIS.get(caso.sorteio.nextInt(DEPOIS.size())).accept(caso);
            }
            var partida = caso.parte();
            daCopia += partida.copiada() == null ? 0 : 1;
            assertThat(retrato(partida.projecao()))
                    .as("-Dsemente=%d, história %d, %s", SEMENTE, i, partida.copiada() == null ? "do log" : "da cópia")
                    .isEqualTo(retrato(caso.reconstruido()));
        }
        assertThat(daCopia).as("se todas fossem recusadas, nada se provaria").isBetween(historias / 5, historias);
    }

    @Test
    void aCopiaQueServeEUsada() throws Exception {
        var caso = comCopia();
        caso.log.escreve(50);
        caso.confereQueServe();
    }

    /** As remoções que já se limpavam quando se aumentou saem do log na hora de antes. */
    @Test
    void comOutraRetencaoDasRemocoesNao() throws Exception {
        var caso = comCopia();
        var visto = caso.log.observa();
        var aumentada = new Observacao.Topico(
                visto.id(), visto.inicio(), visto.fim(), visto.estavel(), visto.epocas(), Duration.ofDays(7));
        assertThat(caso.copia().partida(aumentada, () -> {}).recusa())
                .contains("outras regras", "delete.retention.ms=86400000");
    }

    @Test
    void deUmTopicoRecriadoNao() throws Exception {
        var caso = comCopia();
        caso.log.recria();
        caso.log.escreve(1_000);
        caso.confereRecusa("é de outro tópico de mesmo nome");
    }

    @Test
    void deUmTopicoDeOutroNomeNao() throws Exception {
        var caso = comCopia();
        caso.guarda("outras", CopiaLocal.epocas(caso.log.observa()), 0);
        caso.confereRecusa("é do tópico outras");
    }

    @Test
    void maisVelhaDoQueAsRemocoesNao() throws Exception {
        var caso = comCopia();
        caso.log.passa(LogComHistoria.RETENCAO.minusHours(1));
        caso.confereRecusa("delete.retention.ms");
    }

    /** Num tópico em que nada se escreve, o que ela diz continua certo: não pode envelhecer até não servir. */
    @Test
    void aDeUmTopicoParadoSeRenovaAntesDeSerVelhaDemais() throws Exception {
        var caso = new Caso(SEMENTE);
        caso.log.escreve(400);
        caso.segue();
        try (var copia = caso.copia()) {
            assertThat(caso.escreve(copia)).isTrue();
            assertThat(caso.escreve(copia)).as("nada mudou, e é de agora").isFalse();
            assertThat(caso.escreve(copia, Duration.ofDays(7)))
                    .as("a de antes já não serviria")
                    .isTrue();
            assertThat(caso.escreve(copia)).isTrue();
            for (int hora = 0; hora < 40; hora++) {
                caso.log.passa(Duration.ofHours(1));
                caso.escreve(copia);
            }
        }
        caso.log.passa(Duration.ofHours(9)); // parado
        caso.confereQueServe();
    }

    @Test
    void aDeUmTopicoRecriadoSeEscreve_aindaQueEleEstejaOndeEstava() throws Exception {
        var caso = new Caso(SEMENTE);
        try (var copia = caso.copia()) {
            assertThat(caso.escreve(copia)).isTrue();
            caso.log.recria();
            assertThat(caso.escreve(copia)).isTrue();
        }
        caso.confereQueServe();
    }

    @Test
    void doFuturoNao() throws Exception {
        var caso = comCopia();
        caso.desvioDoRelogio = Duration.ofMinutes(-5);
        caso.confereRecusa("é do futuro");
    }

    @Test
    void comOInicioDoLogAdianteDelaNao() throws Exception {
        var caso = comCopia();
        caso.log.escreve(500);
        caso.log.perdeOInicio(0, caso.log.fim(0));
        caso.confereRecusa("começava no offset");
    }

    @Test
    void comOInicioDoLogAdianteDoQueEraNao() throws Exception {
        var caso = comCopia();
        caso.log.perdeOInicio(0, 1);
        caso.confereRecusa("começava no offset");
    }

    @Test
    void comOFimDoLogAtrasDelaNao() throws Exception {
        var caso = comCopia();
        caso.log.perdeOFim(0, 1);
        caso.confereRecusa("e o log só até o");
    }

    @Test
    void comOutrosRegistrosNoLugarDosDelaNao() throws Exception {
        var caso = comCopia();
        caso.log.perdeOFim(0, 10);
        caso.log.escreve(500); // o fim do log já passou do dela
        caso.confereRecusa("o log voltou atrás dela");
    }

    @Test
    void umaEpocaQueAcabouSemPerderNadaNaoAImpede() throws Exception {
        var caso = comCopia();
        caso.log.acabaAEpoca(0);
        caso.log.escreve(100);
        caso.confereQueServe();
    }

    @Test
    void deOutraRegraNao() throws Exception {
        var caso = comCopia();
        var lida = new Compacto<>(() -> new Texto("texto/2"), 2);
        var copia = new CopiaLocal<>(
                AjustesDaCopia.em(pasta),
                "contas",
                () -> new Compacto<>(() -> new Texto("texto/2"), 2),
                new Linhagem(caso.log),
                Clock.fixed(caso.log.agora(), ZoneId.of("UTC")));
        assertThat(lida.formato()).contains("texto/2");
        assertThat(copia.partida(caso.log.observa(), () -> {}).recusa()).contains("outras regras");
    }

    /** Um Kafka antigo diz o mesmo de todos, e um tópico recriado passaria por este. */
    @Test
    void deUmKafkaQueNaoDizOIdDosTopicosNao_eNaoSeEscreve() throws Exception {
        var caso = comCopia();
        var visto = caso.log.observa();
        var semId = new Observacao.Topico(
                Uuid.ZERO_UUID,
                visto.inicio(),
                visto.fim(),
                visto.estavel(),
                visto.epocas(),
                visto.retencaoDasRemocoes());
        assertThat(caso.copia().partida(semId, () -> {}).recusa()).contains("não diz o id");
        assertThatThrownBy(() -> caso.copia()
                        .escreve(
                                new CopiaLocal.Instante<>(caso.estado, Uuid.ZERO_UUID, caso.inicios(), caso.posicoes),
                                caso.log.agora(),
                                LogComHistoria.RETENCAO,
                                impressao -> new Fecho(caso.posicoes, Map.of(), impressao),
                                () -> true))
                .isInstanceOf(CopiaRecusada.class)
                .hasMessageContaining("não diz o id");
    }

    @Test
    void comMenosParticoesDoQueElaNao() throws Exception {
        var caso = comCopia();
        var visto = caso.log.observa();
        var sem = new HashMap<>(visto.inicio());
        sem.remove(new TopicPartition("contas", 0));
        var outro = new Observacao.Topico(
                visto.id(), sem, visto.fim(), visto.estavel(), visto.epocas(), visto.retencaoDasRemocoes());
        assertThat(caso.copia().partida(outro, () -> {}).recusa()).contains("tem a partição 0");
    }

    @Test
    void seOEstadoNaoEOGuardadoNao() throws Exception {
        var caso = comCopia();
        caso.guarda("contas", CopiaLocal.epocas(caso.log.observa()), 1);
        caso.confereRecusa("não é o que foi guardado");
    }

    @Test
    void semAEpocaDoLiderNao() throws Exception {
        var caso = comCopia();
        caso.guarda("contas", Map.of(), 0);
        caso.confereRecusa("não diz a época do líder");
    }

    @Test
    void depoisDeUmaFalhaNaoSeUsaMais() throws Exception {
        var caso = comCopia();
        var copia = caso.copia();
        assertThat(copia.partida(caso.log.observa(), () -> {}).copiada()).isNotNull();
        copia.suspeita();
        assertThat(copia.partida(caso.log.observa(), () -> {}).copiada()).isNull();
    }

    /** Uma queda no meio da escrita deixa a anterior, e o resto não atrapalha. */
    @Test
    void quemMorreEscrevendoDeixaAAnterior() throws Exception {
        var caso = comCopia();
        var antes = Files.readAllBytes(pasta.resolve("contas.copia"));
        assertThatThrownBy(() -> caso.guarda(() -> {
                    throw new IllegalStateException("caiu");
                }))
                .hasMessage("caiu");
        assertThat(pasta.resolve("contas.copia")).hasBinaryContent(antes);
        Files.write(pasta.resolve("contas.copia.tmp"), new byte[] {1, 2, 3});
        caso.confereQueServe();
        caso.guarda();
        assertThat(pasta.resolve("contas.copia.tmp")).doesNotExist();
        caso.confereQueServe();
    }

    @Test
    void umProcessoPorPasta() {
        var caso = new Caso(1);
        try (var uma = caso.copia();
                var outra = caso.copia()) {
            assertThat(uma.trava()).isTrue();
            assertThat(outra.trava()).isFalse();
            assertThat(outra.trava()).isFalse();
            uma.close();
            assertThat(outra.trava()).as("quem a tinha acabou").isTrue();
            assertThat(outra.semTrava()).isNull();
        }
    }

    /** O mesmo, com a trava que o sistema operacional dá a outro processo, e solta quando ele morre. */
    @Test
    void quandoOutroProcessoMorreATravaEDeste() throws Exception {
        var aqui = Path.of(OutroProcesso.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var outro = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        aqui.toString(),
                        OutroProcesso.class.getName(),
                        pasta.resolve("contas.trava").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var copia = new Caso(1).copia()) {
            assertThat(outro.getInputStream().read()).isEqualTo('T');
            assertThat(copia.trava()).isFalse();
            assertThat(copia.trava()).isFalse();
            outro.destroyForcibly().waitFor();
            assertThat(copia.trava()).isTrue();
        } finally {
            outro.destroyForcibly();
        }
    }

    static final class OutroProcesso {

        public static void main(String[] argumentos) throws IOException {
            var canal = FileChannel.open(Path.of(argumentos[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            System.out.print(canal.tryLock() == null ? 'F' : 'T');
            System.out.flush();
            System.in.read(); // até o matarem, ou até quem o começou morrer
        }
    }

    @Test
    void umaPastaQueNaoDaParaCriarEDita() throws Exception {
        Files.write(pasta.resolve("arquivo"), new byte[0]);
        var caso = new Caso(1);
        try (var copia = new CopiaLocal<>(
                AjustesDaCopia.em(pasta.resolve("arquivo/pasta")),
                "contas",
                CopiaLocalTest::vazio,
                new Linhagem(caso.log),
                Clock.systemUTC())) {
            assertThat(copia.trava()).isFalse();
            assertThat(copia.semTrava()).contains("não uso a pasta", "arquivo");
            Files.delete(pasta.resolve("arquivo"));
            assertThat(copia.trava()).as("alguém a consertou").isTrue();
        }
    }

    @Test
    void umEstadoQueNaoSeGuardaERecusadoJa() {
        assertThatThrownBy(() -> new CopiaLocal<>(
                        AjustesDaCopia.em(pasta),
                        "contas",
                        () -> new EmMapa<>((chave, valor) -> "x"),
                        new Linhagem(new LogDeMentira(1)),
                        Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void soODonoALe() throws Exception {
        comCopia();
        assertThat(Files.getPosixFilePermissions(pasta.resolve("contas.copia")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void deOutroUsuarioNao() throws Exception {
        var comDonos = Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner")
                .build();
        try (var disco = Jimfs.newFileSystem(comDonos)) {
            pasta = Files.createDirectory(disco.getPath("/copias"));
            var caso = comCopia();
            caso.confereQueServe();
            Files.setOwner(
                    pasta.resolve("contas.copia"),
                    disco.getUserPrincipalLookupService().lookupPrincipalByName("outro"));
            caso.confereRecusa("o arquivo é de outro usuário (outro)");
        }
    }

    private Caso comCopia() throws Exception {
        var caso = new Caso(SEMENTE);
        caso.log.escreve(400);
        caso.segue();
        caso.guarda(() -> {});
        return caso;
    }

    /** As remoções também vêm na cópia, e se esquecem como se tivessem sido lidas agora. */
    @Test
    void asRemocoesQueElaTrazSeEsquecem() throws Exception {
        var caso = new Caso(SEMENTE);
        caso.estado.aplica(new Lido(0, 0, 10, "c".getBytes(UTF_8), "v".getBytes(UTF_8)));
        caso.estado.emDia(); // a geração da cópia é a outra
        caso.estado.aplica(new Lido(0, 1, 11, "c".getBytes(UTF_8), null));
        var blocos = new ArrayList<byte[]>();
        caso.estado.copia((bytes, tamanho) -> blocos.add(Arrays.copyOf(bytes, tamanho)));
        assertThat(blocos).hasSize(1);
        var copia = vazio();
        copia.recebe(blocos.get(0), blocos.get(0).length);
        // mais nova que o valor que a outra partição só agora traz
        copia.aplica(new Lido(1, 0, 5, "c".getBytes(UTF_8), "velho".getBytes(UTF_8)));
        assertThat(copia.busca("c")).isEmpty();

        var outra = vazio();
        outra.recebe(blocos.get(0), blocos.get(0).length);
        outra.emDia();
        outra.emDia();
        var restam = new ArrayList<byte[]>();
        outra.copia((bytes, tamanho) -> restam.add(bytes));
        assertThat(restam).isEmpty();
    }

    /** A mesma soma, lidas as partições em que ordem for, e de novo a partir dos blocos. */
    @Test
    void aImpressaoNaoDependeDaOrdem() throws Exception {
        var caso = comCopia();
        var somas = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            somas.add(caso.reconstruido().impressao());
        }
        assertThat(somas).containsOnly(caso.estado.impressao());
        assertThat(caso.estado.copia((bytes, tamanho) -> {})).isEqualTo(caso.estado.impressao());
        caso.log.escreve(1);
        var antes = caso.estado.impressao();
        for (int i = 0; i < 50 && caso.estado.impressao() == antes; i++) {
            caso.log.escreve(1);
            caso.segue();
        }
        assertThat(caso.estado.impressao()).isNotEqualTo(antes);
    }
}
