package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.Comandos;
import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * O que se sabe agora: o {@link Leitor} e a {@link Sonda} escrevem, quem transmite lê. Pode ser usado de várias threads.
 *
 * <p>O que se mostra dos pedidos é sempre um corte: o log até o fim que uma fotografia viu, e os offsets dela. Enquanto a leitura
 * não chega a esse fim, o que se mostra é o corte anterior; o que se lê além dele espera pelo seguinte.
 */
@Component
public class Painel {

    /** Mais que isto atrás da fotografia, o que se mostra é passado, e a página diz quanto falta. */
    private static final Duration EM_DIA = Duration.ofSeconds(2);

    private static final int PROBLEMAS = 8;

    private static final Duration SEM_FOTOGRAFIA = Duration.ofSeconds(5);

    private record SemFotografia(Instant desde, String causa) {}

    private final String servidores;
    private final int maximoDePedidos;
    private final Clock relogio;
    private final Vida vida;
    private final Vigilancia vigilancia;
    private final Map<EtapaDoPipeline, GrupoAoVivo> grupos = new EnumMap<>(EtapaDoPipeline.class);
    private final Escritas escritas = new Escritas();
    private final Estranhos estranhos = new Estranhos();

    private Livro livro;
    private Retidos retidos = new Retidos();
    private Leituras leituras = new Leituras(Map.of(), List.of());
    private @Nullable Fotografia ultima;
    private @Nullable Fotografia alvo;
    private Leituras noInicioDoAlvo = leituras;
    private Livro.@Nullable Corte corte;
    private boolean recomecar;
    private @Nullable Instant semContatoDesde;
    private @Nullable SemFotografia semFotografia;
    private long versao;

    @Autowired
    Painel(
            DashboardProperties propriedades,
            KafkaConnectionDetails conexao,
            Clock relogio,
            Vida vida,
            Comandos comandos,
            QueixasDosTopicos queixas) {
        this(
                propriedades.maximoDePedidos(),
                propriedades.paciencia(),
                String.join(",", conexao.getBootstrapServers()),
                relogio,
                vida,
                comandos,
                queixas);
    }

    Painel(
            int maximoDePedidos,
            Duration paciencia,
            String servidores,
            Clock relogio,
            Vida vida,
            Comandos comandos,
            QueixasDosTopicos queixas) {
        this.maximoDePedidos = maximoDePedidos;
        this.servidores = servidores;
        this.relogio = relogio;
        this.vida = vida;
        this.vigilancia = new Vigilancia(comandos, relogio.getZone(), paciencia, queixas);
        this.livro = new Livro(maximoDePedidos, relogio);
        this.semContatoDesde = relogio.instant();
        for (var etapa : EtapaDoPipeline.values()) {
            grupos.put(etapa, new GrupoAoVivo());
        }
    }

    /** Muda quando há algo novo a mostrar. */
    public synchronized long versao() {
        return versao;
    }

    /** Esquece os pedidos: o log será lido desde o começo desta fotografia. */
    synchronized void recomeca(Fotografia primeira) {
        livro = new Livro(maximoDePedidos, relogio);
        livro.comeca(primeira);
        retidos = new Retidos();
        estranhos.esquece();
        leituras = new Leituras(primeira.inicio(), List.of());
        vigilancia.ilegiveis().recomeca();
        corte = null;
        recomecar = false;
        mira(primeira);
        versao++;
    }

    /** Nenhum registro, por estranho que seja, impede os seguintes. */
    synchronized void recebe(Iterable<ConsumerRecord<byte[], byte[]>> registros) {
        for (var registro : registros) {
            try {
                if (registro.topic().equals(Topico.CONTAS.nome())) {
                    escritas.anota(registro);
                    versao++;
                } else {
                    Lido.de(registro).ifPresent(retidos::guarda);
                }
            } catch (RuntimeException e) {
                estranhos.anota(registro, e);
            }
        }
    }

    /** Tudo o que está antes destas posições já foi recebido. */
    synchronized void leuAte(Map<TopicPartition, Long> posicoes, Collection<TrechoIlegivel> ilegiveis) {
        leituras = new Leituras(posicoes, List.copyOf(ilegiveis));
        vigilancia.ilegiveis().leitura(leituras.ilegiveis());
        avanca();
    }

    synchronized void fotografado(Fotografia nova) {
        semContatoDesde = null;
        semFotografia = null;
        vigilancia.viu(ultima, nova);
        ultima = nova;
        for (var etapa : EtapaDoPipeline.values()) {
            aoVivo(etapa).ve(nova.grupo(etapa.grupo()), nova.quando());
        }
        recomecar |= livro.voltouAtras(nova);
        avanca();
        versao++;
    }

    /** O Kafka responde, mas não a tudo o que se pergunta. */
    synchronized void semFotografia(String causa) {
        var antes = semFotografia;
        semContatoDesde = null;
        semFotografia = new SemFotografia(antes == null ? relogio.instant() : antes.desde(), causa);
        versao++;
    }

    synchronized void semContato() {
        semFotografia = null;
        if (semContatoDesde == null) {
            semContatoDesde = relogio.instant();
            versao++;
        }
    }

    synchronized @Nullable Fotografia ultima() {
        return ultima;
    }

    /** O que já se contou não serve: os offsets de um grupo voltaram atrás. */
    synchronized boolean recomecar() {
        return recomecar;
    }

    /** As partições de que já há na memória bastante que espera pela próxima fotografia. */
    synchronized Set<TopicPartition> adiantadas() {
        return retidos.bastam() ? leituras.alem(alvo) : Set.of();
    }

    /** Os trechos que não se leem, e que ainda não se sabe até onde vão. */
    synchronized List<TrechoIlegivel> porSondar() {
        return vigilancia.ilegiveis().porSondar();
    }

    /** @param proximo o primeiro offset que se lê depois do trecho */
    synchronized void sondado(TrechoIlegivel trecho, long proximo) {
        vigilancia.ilegiveis().sondado(trecho, proximo);
        versao++;
    }

    /**
     * Onde alguém está parado há um pedido que já se leu, e que talvez não se leia mais.
     *
     * @return o primeiro offset que espera, por partição
     */
    synchronized Map<TopicPartition, Long> porConferir() {
        return vigilancia.ilegiveis().porConferir(vigilancia.paradas().onde());
    }

    /** @param trecho o que não se leu a partir do offset; vazio se se leu */
    synchronized void conferido(TopicPartition particao, long offset, Optional<TrechoIlegivel> trecho) {
        vigilancia.ilegiveis().conferido(particao, offset, trecho);
        versao++;
    }

    /** Por onde a leitura pode passar, porque quem lê a fila já passou: o offset de que seguir. */
    synchronized Map<TopicPartition, Long> porPular() {
        return vigilancia
                .ilegiveis()
                .porPular(particao -> EtapaDoPipeline.queLe(particao.topic())
                        .map(etapa -> gravado(etapa, particao.partition()))
                        .orElse(0L));
    }

    /** Falta ler o que a fotografia já viu, e o Kafka responde. */
    synchronized boolean atrasado() {
        return semContatoDesde == null && alvo != null && !leituras.alcancaram(alvo);
    }

    public synchronized Quadro quadro() {
        var agora = corte;
        var foto = ultima;
        return new Quadro(
                relogio.millis(),
                agora == null ? null : agora.foto().quando().toEpochMilli(),
                new Quadro.Kafka(servidores, semContatoDesde == null ? null : semContatoDesde.toEpochMilli(), lido()),
                problemas(),
                vigilancia.topicosComProblema(),
                faltam(foto),
                agora == null ? Moldura.topicosPorLer() : Moldura.topicos(agora),
                Arrays.stream(EtapaDoPipeline.values())
                        .map(etapa -> grupo(etapa, agora, foto))
                        .toList(),
                agora == null ? List.of() : agora.avisados(),
                agora == null ? Moldura.NADA_LIDO : agora.balanco(),
                escritas.agora());
    }

    /** Os últimos minutos até o corte que se mostra; nulo antes do primeiro. */
    public synchronized @Nullable Serie historico() {
        return corte == null ? null : corte.serie();
    }

    /** Até onde o grupo da etapa gravou nesta partição, na última vez que se perguntou. */
    public synchronized long gravado(EtapaDoPipeline etapa, int particao) {
        var foto = ultima;
        return foto == null
                ? 0
                : foto.grupo(etapa.grupo())
                        .gravados()
                        .getOrDefault(new TopicPartition(etapa.entrada().nome(), particao), 0L);
    }

    private void avanca() {
        while (alvo != null || haMaisNova()) {
            var ate = alvo == null ? mira(ultima) : alvo;
            if (ate == null) {
                return;
            }
            retidos.entrega(leituras.limita(ate.fim()), this::anota);
            if (!leituras.alcancaram(ate)) {
                return;
            }
            var novo =
                    livro.corta(ate, leituras.paradas(), vigilancia.ilegiveis().pulados());
            vigilancia.viu(novo);
            corte = novo;
            alvo = null;
            versao++;
        }
    }

    private boolean haMaisNova() {
        return ultima != null && corte != null && !ultima.equals(corte.foto());
    }

    private void anota(Lido lido) {
        try {
            livro.anota(lido);
        } catch (RuntimeException e) {
            estranhos.anota(lido.particao(), lido.offset(), e);
        }
    }

    private @Nullable Fotografia mira(@Nullable Fotografia foto) {
        alvo = foto;
        noInicioDoAlvo = leituras;
        return foto;
    }

    private int lido() {
        var ate = alvo;
        boolean emDia = corte != null
                && (ate == null
                        || Duration.between(ate.quando(), relogio.instant()).compareTo(EM_DIA) < 0
                        || leituras.alcancaram(ate));
        return emDia || ate == null ? (corte == null ? 0 : 100) : leituras.porcento(noInicioDoAlvo, ate);
    }

    private List<Problema> problemas() {
        var agora = relogio.instant();
        var problemas =
                new ArrayList<>(vida.problemas().stream().map(Problema::de).toList());
        var sem = semFotografia;
        if (sem != null && Duration.between(sem.desde(), agora).compareTo(SEM_FOTOGRAFIA) >= 0) {
            problemas.add(
                    Problema.de("o Kafka responde, mas não diz até onde vão os tópicos (%s): o que se vê é de antes"
                            .formatted(sem.causa())));
        }
        problemas.addAll(vigilancia.semLer());
        if (ultima != null && semContatoDesde == null) {
            problemas.addAll(vigilancia.problemas(ultima, corte, agora));
        }
        estranhos.frases().stream().map(Problema::de).forEach(problemas::add);
        problemas.addAll(vigilancia.recentes(agora));
        return problemas.stream().limit(PROBLEMAS).collect(Collectors.toUnmodifiableList());
    }

    private Quadro.Grupo grupo(EtapaDoPipeline etapa, Livro.@Nullable Corte agora, @Nullable Fotografia foto) {
        if (agora != null) {
            return Moldura.grupo(
                    etapa, agora, aoVivo(etapa), vigilancia.paradas().de(etapa));
        }
        return foto == null
                ? new Quadro.Grupo(etapa.grupo(), "?", 0, 0, 0, 0, 0, 0, null, null, false, List.of(), List.of())
                : Moldura.grupo(etapa, foto, aoVivo(etapa));
    }

    private static List<String> faltam(@Nullable Fotografia foto) {
        return foto == null
                ? List.of()
                : Topico.todos().stream()
                        .map(Topico::nome)
                        .filter(nome -> !foto.topicos().containsKey(nome))
                        .toList();
    }

    private GrupoAoVivo aoVivo(EtapaDoPipeline etapa) {
        return grupos.computeIfAbsent(etapa, nova -> new GrupoAoVivo());
    }
}
