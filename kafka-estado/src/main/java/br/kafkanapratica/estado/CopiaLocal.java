package br.kafkanapratica.estado;

import br.kafkanapratica.estado.copia.ArquivoDaCopia;
import br.kafkanapratica.estado.copia.CopiaRecusada;
import br.kafkanapratica.estado.copia.Etiqueta;
import br.kafkanapratica.estado.copia.Fecho;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cópia de um log, lida só se tudo prova que é deste log até aquele ponto. Na dúvida, uma linha diz por quê, e reconstrói-se: a fonte da
 * verdade é o tópico. Uma thread lê e outra escreve.
 */
final class CopiaLocal<P extends Projecao> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CopiaLocal.class);

    /** A parte da retenção dos tombstones a partir da qual uma cópia se renova, embora nada tenha mudado: parado o programa, ela ainda serve. */
    private static final double MEIA_VIDA = 0.5;

    private static final String SEM_ID = "este Kafka não diz o id dos tópicos, e sem ele não se sabe de qual ela é";

    private final String topico;
    private final Supplier<? extends P> nova;
    private final Linhagem linhagem;
    private final Clock clock;
    private final ArquivoDaCopia arquivo;
    private final AjustesDaCopia ajustes;
    private @Nullable FileChannel trava;

    /** Por onde se tentou a trava que outro log deste processo tem. */
    private @Nullable FileChannel desteProcesso;

    private volatile @Nullable String semTrava;
    private volatile boolean suspeita;

    /** A da cópia que este processo escreveu por último. Só de quem escreve. */
    private @Nullable Etiqueta ultima;

    CopiaLocal(AjustesDaCopia ajustes, String topico, Supplier<? extends P> nova, Linhagem linhagem, Clock clock) {
        this.ajustes = ajustes;
        this.topico = topico;
        this.nova = nova;
        this.linhagem = linhagem;
        this.clock = clock;
        this.arquivo = new ArquivoDaCopia(ajustes.pasta().resolve(topico + ".copia"));
        if (!(nova.get() instanceof Copiavel)) {
            throw new IllegalArgumentException(
                    "este estado não se guarda em cópia local: só um Copiavel, como o Compacto");
        }
    }

    /**
     * Só um processo por pasta: dois escreveriam um por cima do outro. Pode chamar-se de novo: quem a tem um dia acaba. Uma thread de
     * cada vez.
     */
    boolean trava() {
        if (trava != null) {
            return true;
        }
        try {
            trava = tranca();
            diz(trava == null ? "outro processo escreve a cópia local em " + ajustes.pasta() : null);
        } catch (IOException | SecurityException e) {
            diz("não uso a pasta %s para a cópia local (%s)".formatted(ajustes.pasta(), e));
        }
        return trava != null;
    }

    private @Nullable FileChannel tranca() throws IOException {
        Files.createDirectories(ajustes.pasta());
        var canal = desteProcesso;
        if (canal == null) {
            canal = FileChannel.open(
                    ajustes.pasta().resolve(topico + ".trava"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
        boolean minha = false;
        try {
            minha = canal.tryLock() != null;
            desteProcesso = null;
        } catch (OverlappingFileLockException e) {
            desteProcesso = canal; // aberto: fechá-lo soltaria a trava que outro log deste processo tem
        } finally {
            if (!minha && desteProcesso == null) {
                canal.close();
            }
        }
        return minha ? canal : null;
    }

    /** Uma vez: a cada intervalo se tenta de novo. */
    private void diz(@Nullable String motivo) {
        if (motivo != null && !motivo.equals(semTrava)) {
            log.warn("Não escrevo a cópia local: {}. Tento de novo mais tarde.", motivo);
        } else if (motivo == null && semTrava != null) {
            log.info("Passo a escrever a cópia local em {}.", ajustes.pasta());
        }
        semTrava = motivo;
    }

    /** Por que não é este processo que a escreve; nulo se é, ou se ainda não se tentou. Qualquer thread. */
    @Nullable
    String semTrava() {
        return semTrava;
    }

    /** A leitura que partiu da cópia falhou: neste processo, ela não se usa mais. */
    void suspeita() {
        suspeita = true;
    }

    /** @param vivo chamado de tempos em tempos: ler muito leva tempo */
    Partida<P> partida(Observacao.Topico visto, Runnable vivo) {
        String recusa = null;
        if (suspeita) {
            recusa = "a leitura que partiu dela falhou";
        } else if (arquivo.existe()) {
            try {
                return le(visto, vivo);
            } catch (CopiaRecusada e) {
                recusa = String.valueOf(e.getMessage());
            } catch (IOException | RuntimeException | Error e) {
                recusa = "não se deixou ler (%s)".formatted(e);
            }
            log.warn("Não uso a cópia local: {}. Reconstruo do tópico.", recusa);
        }
        return new Partida<>(nova.get(), visto.inicio(), null, recusa);
    }

    private Partida<P> le(Observacao.Topico visto, Runnable vivo) throws IOException, CopiaRecusada {
        exige(
                Files.getOwner(arquivo.caminho()).equals(euMesmo()),
                "o arquivo é de outro usuário (%s)".formatted(Files.getOwner(arquivo.caminho())));
        var projecao = nova.get();
        var copiavel = (Copiavel) projecao;
        ArquivoDaCopia.Lida lida;
        try (var recepcao = new Recepcao(copiavel)) {
            lida = arquivo.le(etiqueta -> confere(etiqueta, visto, copiavel), (bytes, tamanho) -> {
                vivo.run();
                recepcao.bloco(bytes, tamanho);
            });
            recepcao.termina();
        }
        confere(lida.fecho(), copiavel, visto);
        var posicoes = new HashMap<>(visto.inicio());
        lida.etiqueta().posicoes().forEach((particao, offset) -> posicoes.put(particao(particao), offset));
        return new Partida<>(projecao, posicoes, lida.etiqueta().momento(), null);
    }

    /** O dono do que este processo cria. */
    private UserPrincipal euMesmo() throws IOException {
        var amostra = Files.createTempFile(ajustes.pasta(), topico, ".dono");
        try {
            return Files.getOwner(amostra);
        } finally {
            Files.delete(amostra);
        }
    }

    private void confere(Etiqueta etiqueta, Observacao.Topico visto, Copiavel copiavel) throws CopiaRecusada {
        exige(etiqueta.topico().equals(topico), "é do tópico " + etiqueta.topico());
        exige(!visto.id().equals(Uuid.ZERO_UUID), SEM_ID);
        exige(
                etiqueta.id().equals(uuid(visto.id())),
                "é de outro tópico de mesmo nome (este foi recriado, ou o Kafka é outro)");
        exige(
                etiqueta.formato().equals(formato(copiavel, visto.retencaoDasRemocoes())),
                "foi escrita com outras regras (%s)".formatted(etiqueta.formato()));
        var idade = Duration.between(etiqueta.momento(), clock.instant());
        exige(!idade.isNegative(), "é do futuro (%s): o relógio mudou".formatted(etiqueta.momento()));
        exige(
                visto.aindaTemAsRemocoesDe(idade),
                "tem %d min, e o tópico só guarda as remoções por %d (delete.retention.ms)"
                        .formatted(
                                idade.toMinutes(), visto.retencaoDasRemocoes().toMinutes()));
        for (var posicao : etiqueta.posicoes().entrySet()) {
            var particao = particao(posicao.getKey());
            exige(
                    visto.inicio().containsKey(particao),
                    "tem a partição %d, que o tópico não tem".formatted(posicao.getKey()));
            long inicio = visto.inicio().getOrDefault(particao, Long.MAX_VALUE);
            long antes = etiqueta.inicios().getOrDefault(posicao.getKey(), -1L);
            exige(
                    inicio == antes && inicio <= posicao.getValue(),
                    "o log da partição %d começava no offset %d, e agora no %d"
                            .formatted(posicao.getKey(), antes, inicio));
        }
    }

    private void confere(Fecho fecho, Copiavel copiavel, Observacao.Topico visto) throws CopiaRecusada {
        exige(fecho.impressao() == copiavel.impressao(), "o estado que ela dá não é o que foi guardado");
        var ate = new HashMap<TopicPartition, Long>();
        for (var posicao : fecho.ate().entrySet()) {
            long fim = visto.fim().getOrDefault(particao(posicao.getKey()), -1L);
            exige(
                    fim >= posicao.getValue(),
                    "vai até o offset %d da partição %d, e o log só até o %d"
                            .formatted(posicao.getValue(), posicao.getKey(), fim));
            exige(fecho.epocas().containsKey(posicao.getKey()), "não diz a época do líder");
            ate.put(particao(posicao.getKey()), posicao.getValue());
        }
        exige(
                linhagem(ate, fecho),
                "o log voltou atrás dela, e tem agora outros registros no lugar dos que ela inclui");
    }

    private boolean linhagem(Map<TopicPartition, Long> ate, Fecho fecho) throws CopiaRecusada {
        try {
            return linhagem.confere(ate, fecho.epocas());
        } catch (KafkaException e) {
            throw new CopiaRecusada("não se pôde conferir a época do líder (%s)".formatted(e.getMessage()));
        }
    }

    private static void exige(boolean condicao, String motivo) throws CopiaRecusada {
        if (!condicao) {
            throw new CopiaRecusada(motivo);
        }
    }

    /**
     * Escreve a cópia, se o estado mudou desde a última, ou se ela está ficando velha.
     *
     * @param momento quando o estado incluía todo o log
     * @param retencao por quanto tempo o tópico guarda as remoções
     * @param depois o que se sabe depois dos blocos
     * @param pressa se o processo já acaba, e não há a quem ceder a máquina
     * @return quanto tempo levou; nulo se não era preciso
     */
    @Nullable
    Duration escreve(
            Instante<P> instante,
            Instant momento,
            Duration retencao,
            ArquivoDaCopia.DepoisDosBlocos depois,
            BooleanSupplier pressa)
            throws IOException, CopiaRecusada, InterruptedException {
        exige(!instante.id().equals(Uuid.ZERO_UUID), SEM_ID);
        var copiavel = (Copiavel) instante.projecao();
        var etiqueta = new Etiqueta(
                topico,
                uuid(instante.id()),
                formato(copiavel, retencao),
                momento,
                instante.inicios(),
                instante.incluidas());
        if (aindaServe(ultima, etiqueta, retencao)) {
            return null;
        }
        long comecou = System.nanoTime();
        arquivo.escreve(
                etiqueta,
                saida -> copiavel.copia(new SemPressa(saida, pressa, System::nanoTime, LockSupport::parkNanos)),
                depois);
        ultima = etiqueta;
        return Duration.ofNanos(System.nanoTime() - comecou);
    }

    /** A que diz o mesmo que esta, de um momento não muito anterior. */
    private static boolean aindaServe(@Nullable Etiqueta ultima, Etiqueta esta, Duration retencao) {
        if (ultima == null
                || !ultima.id().equals(esta.id())
                || !ultima.formato().equals(esta.formato())
                || !ultima.inicios().equals(esta.inicios())
                || !ultima.posicoes().equals(esta.posicoes())) {
            return false;
        }
        var idade = Duration.between(ultima.momento(), esta.momento());
        return !idade.isNegative() && idade.toMillis() < retencao.toMillis() * MEIA_VIDA;
    }

    /** O estado e o que ele inclui, entre dois lotes. */
    record Instante<P>(P projecao, Uuid id, Map<Integer, Long> inicios, Map<Integer, Long> incluidas) {}

    /** Com a retenção: o tombstone que já se limpava quando ela mudou sai do log com a de antes. */
    static String formato(Copiavel copiavel, Duration retencao) {
        return "%s delete.retention.ms=%d".formatted(copiavel.formato(), retencao.toMillis());
    }

    static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    static Map<Integer, Integer> epocas(Observacao.Topico topico) {
        return topico.epocas().entrySet().stream()
                .collect(Collectors.toMap(epoca -> epoca.getKey().partition(), Map.Entry::getValue));
    }

    private TopicPartition particao(int numero) {
        return new TopicPartition(topico, numero);
    }

    @Override
    public void close() {
        try {
            if (trava != null) {
                trava.close();
            }
        } catch (IOException e) {
            log.debug("A trava não fechou", e); // acaba com o processo
        }
    }
}
