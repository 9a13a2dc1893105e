package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.dashboard.auditor.Auditoria;
import br.kafkanapratica.dashboard.auditor.Chave;
import br.kafkanapratica.dashboard.auditor.Etapa;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.stereotype.Component;

/** O que se sabe agora: o {@link Leitor} e a {@link Sonda} escrevem, quem transmite lê. Pode ser usado de várias threads. */
@Component
public class Painel {

    private static final int FICHAS_POR_PARTICAO = 10;
    private static final int ESCRITAS = 20;
    private static final int LETRAS_DO_ID = 80;

    private final DashboardProperties propriedades;
    private final String servidores;
    private final Clock relogio;

    private Auditoria auditoria;
    private Filas filas;
    private Map<Etapa, GrupoAoVivo> grupos = new EnumMap<>(Etapa.class);
    private Map<TopicPartition, Long> posicoes = Map.of();
    private int lido;
    private @Nullable Fotografia ultima;
    private @Nullable Fotografia porConferir;
    private @Nullable Instant semContatoDesde;
    private long escritas;
    private final Deque<Quadro.Escrita> ultimasEscritas = new ArrayDeque<>();
    private long versao;

    Painel(DashboardProperties propriedades, KafkaConnectionDetails conexao, Clock relogio) {
        this.propriedades = propriedades;
        this.servidores = String.join(",", conexao.getBootstrapServers());
        this.relogio = relogio;
        this.auditoria = new Auditoria(propriedades.maximoDePedidos());
        this.filas = new Filas();
        this.semContatoDesde = relogio.instant();
        for (var etapa : Etapa.values()) {
            grupos.put(etapa, new GrupoAoVivo());
        }
    }

    /** Muda quando há algo novo a mostrar. */
    public synchronized long versao() {
        return versao;
    }

    /** Esquece os pedidos: o log será lido desde o começo. */
    synchronized void recomeca() {
        auditoria = new Auditoria(propriedades.maximoDePedidos());
        filas = new Filas();
        posicoes = Map.of();
        porConferir = null;
        lido = 0;
        versao++;
    }

    synchronized void recebe(Iterable<ConsumerRecord<byte[], byte[]>> registros) {
        for (var registro : registros) {
            recebe(registro);
        }
        versao++;
    }

    /** @param porcento quanto do que havia no começo já foi lido */
    synchronized void leuAte(Map<TopicPartition, Long> posicoes, int porcento) {
        this.posicoes = posicoes;
        this.lido = porcento;
    }

    synchronized void fotografado(Fotografia nova) {
        semContatoDesde = null;
        ultima = nova;
        for (var etapa : Etapa.values()) {
            filas.particoes(etapa, nova.particoes(etapa.topico()).size());
            var grupo = nova.grupos().get(etapa.grupo());
            if (grupo != null) {
                grupo(etapa).ve(grupo, nova.quando());
            }
        }
        confere(nova);
        versao++;
    }

    synchronized void semContato() {
        if (semContatoDesde == null) {
            semContatoDesde = relogio.instant();
            versao++;
        }
    }

    synchronized @Nullable Fotografia ultima() {
        return ultima;
    }

    public synchronized Quadro quadro() {
        var agora = ultima;
        return new Quadro(
                relogio.millis(),
                new Quadro.Kafka(servidores, semContatoDesde == null ? null : semContatoDesde.toEpochMilli(), lido),
                faltam(agora),
                Arrays.stream(Etapa.values()).map(this::topico).toList(),
                Arrays.stream(Etapa.values()).map(etapa -> grupo(etapa, agora)).toList(),
                filas.avisados(),
                auditoria.balanco(lido == 100),
                new Quadro.Contas(escritas, List.copyOf(ultimasEscritas)));
    }

    /** Até onde o grupo da etapa gravou nesta partição, na última vez que se perguntou. */
    public synchronized long gravado(Etapa etapa, int particao) {
        var foto = ultima;
        return foto == null ? 0 : gravado(foto, etapa, particao);
    }

    private void recebe(ConsumerRecord<byte[], byte[]> registro) {
        if (registro.topic().equals(Topico.CONTAS.nome())) {
            escrita(registro);
            return;
        }
        var nome = nome(registro.key());
        Etapa.queLe(registro.topic()).ifPresent(etapa -> {
            var chave = registro.key() == null
                    ? Chave.semChave(registro.partition(), registro.offset())
                    : Chave.de(registro.key());
            if (auditoria.chegou(etapa, registro.partition(), registro.offset(), chave, nome)) {
                filas.espera(etapa, registro.partition(), registro.offset(), chave, nome);
            }
            if (etapa != Etapa.ESTOQUE) {
                filas.passou(Etapa.values()[etapa.ordinal() - 1], chave);
            }
        });
        Etapa.daDlt(registro.topic()).ifPresent(etapa -> {
            var chave = registro.key() == null ? origem(registro) : Chave.de(registro.key());
            auditoria.rejeitado(etapa, chave, nome);
            filas.rejeitado(etapa, chave, nome);
        });
    }

    private void escrita(ConsumerRecord<byte[], byte[]> registro) {
        escritas++;
        ultimasEscritas.addLast(new Quadro.Escrita(nome(registro.key()), registro.partition(), registro.offset()));
        if (ultimasEscritas.size() > ESCRITAS) {
            ultimasEscritas.removeFirst();
        }
    }

    /** O que se leu já passa do fim de uma fotografia: a conta feita com os offsets dela é exata. */
    private void confere(Fotografia nova) {
        var foto = porConferir;
        if (foto == null) {
            porConferir = nova;
            return;
        }
        boolean lidaToda = lido == 100
                && foto.fim().entrySet().stream()
                        .filter(fim -> !fim.getKey().topic().equals(Topico.CONTAS.nome()))
                        .allMatch(fim -> posicoes.getOrDefault(fim.getKey(), 0L) >= fim.getValue());
        if (!lidaToda) {
            return;
        }
        auditoria.confere((etapa, particao) -> gravado(foto, etapa, particao));
        for (var particao : foto.particoes(Etapa.NOTIFICACAO.topico())) {
            filas.avisadosAte(particao.partition(), gravado(foto, Etapa.NOTIFICACAO, particao.partition()));
        }
        porConferir = nova;
    }

    private static long gravado(Fotografia foto, Etapa etapa, int particao) {
        var grupo = foto.grupos().get(etapa.grupo());
        return grupo == null ? 0 : grupo.gravados().getOrDefault(new TopicPartition(etapa.topico(), particao), 0L);
    }

    private static List<String> faltam(@Nullable Fotografia foto) {
        return foto == null
                ? List.of()
                : Topico.todos().stream()
                        .map(Topico::nome)
                        .filter(nome -> !foto.topicos().containsKey(nome))
                        .toList();
    }

    private Quadro.TopicoAoVivo topico(Etapa etapa) {
        return new Quadro.TopicoAoVivo(
                etapa.topico(),
                auditoria.registros(etapa),
                auditoria.registrosNaDlt(etapa),
                filas.rejeitados(etapa),
                IntStream.range(0, filas.particoes(etapa))
                        .mapToObj(particao -> new Quadro.Particao(
                                particao,
                                auditoria.esperando(etapa, particao),
                                filas.primeiros(etapa, particao, FICHAS_POR_PARTICAO)))
                        .toList());
    }

    private Quadro.Grupo grupo(Etapa etapa, @Nullable Fotografia foto) {
        var visto = foto == null ? null : foto.grupos().get(etapa.grupo());
        var aoVivo = grupo(etapa);
        if (foto == null || visto == null) {
            return new Quadro.Grupo(
                    etapa.grupo(), "?", auditoria.esperando(etapa), 0, false, List.of(), aoVivo.eventos());
        }
        return new Quadro.Grupo(
                etapa.grupo(),
                visto.estado() == null ? "AINDA NÃO EXISTE" : visto.estado(),
                auditoria.esperando(etapa),
                foto.lag(etapa.grupo(), foto.particoes(etapa.topico())),
                aoVivo.emRebalance(),
                visto.membros().stream()
                        .map(membro -> new Quadro.Membro(
                                GrupoAoVivo.apelido(membro.id()),
                                membro.cliente(),
                                membro.host(),
                                membro.particoes().stream()
                                        .map(TopicPartition::partition)
                                        .toList()))
                        .toList(),
                aoVivo.eventos());
    }

    private GrupoAoVivo grupo(Etapa etapa) {
        return grupos.computeIfAbsent(etapa, nova -> new GrupoAoVivo());
    }

    /** A DLT diz de onde o registro veio. */
    private static Chave origem(ConsumerRecord<byte[], byte[]> naDlt) {
        var particao = naDlt.headers().lastHeader("dlt-particao");
        var offset = naDlt.headers().lastHeader("dlt-offset");
        try {
            return particao == null || offset == null
                    ? Chave.semChave(-1, naDlt.offset())
                    : Chave.semChave(
                            Integer.parseInt(new String(particao.value(), StandardCharsets.UTF_8)),
                            Long.parseLong(new String(offset.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return Chave.semChave(-1, naDlt.offset());
        }
    }

    private static String nome(byte @Nullable [] chave) {
        if (chave == null) {
            return "(sem chave)";
        }
        var texto = new String(chave, StandardCharsets.UTF_8);
        return texto.length() <= LETRAS_DO_ID ? texto : texto.substring(0, LETRAS_DO_ID) + "…";
    }
}
