package br.kafkanapratica.dashboard.quadro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.ComandosDeTeste;
import br.kafkanapratica.dashboard.alertas.Problema;
import br.kafkanapratica.dashboard.alertas.Vigilancia;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.livro.Escrituracao;
import br.kafkanapratica.dashboard.vida.Vida;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/**
 * Tópicos com marcas de transação, três grupos que trabalham, um leitor e uma sonda, tudo numa thread e na ordem que o acaso der.
 * Como no Kafka, o offset que uma transação grava pode ser visto antes dos registros dela.
 */
final class KafkaDeMentira {

    static final Duration PACIENCIA = Duration.ofSeconds(20);
    static final Duration SONDAGEM = Duration.ofMillis(500);

    private static final int PARTICOES = 2;

    private static final class Relogio extends Clock {
        private long agora = 1_000_000_000_000L;

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zona) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(agora);
        }
    }

    /** O registro, ou nulo onde há uma marca. */
    private final Map<TopicPartition, List<@Nullable ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();

    /** Até onde as transações de cada partição estão resolvidas. */
    private final Map<TopicPartition, Integer> estaveis = new HashMap<>();

    private final Map<TopicPartition, Integer> presas = new HashMap<>();

    private final Map<TopicPartition, Long> comecos = new HashMap<>();

    private final Map<TopicPartition, Integer> trabalhados = new HashMap<>();
    private final Map<TopicPartition, Long> gravados = new HashMap<>();
    private final Map<TopicPartition, Long> lidos = new HashMap<>();
    private final List<TrechoIlegivel> ilegiveis = new ArrayList<>();
    private final Set<TopicPartition> semLider = new HashSet<>();
    private final Map<EtapaDoPipeline, List<Fotografia.Membro>> membros = new EnumMap<>(EtapaDoPipeline.class);
    private final Map<String, List<Problema>> queixas = new HashMap<>();
    private final Relogio relogio = new Relogio();
    private final Random acaso;
    private final Vigilancia vigilancia;
    private final Painel painel;
    private final Escrituracao livro;
    private int enviados;
    private int avisados;

    KafkaDeMentira(Random acaso) {
        this.acaso = acaso;
        for (var etapa : EtapaDoPipeline.values()) {
            for (int particao = 0; particao < PARTICOES; particao++) {
                logs.put(new TopicPartition(etapa.entrada().nome(), particao), new ArrayList<>());
                logs.put(new TopicPartition(etapa.dlt().nome(), particao), new ArrayList<>());
            }
        }
        logs.keySet().forEach(particao -> estaveis.put(particao, 0));
        logs.keySet().forEach(particao -> lidos.put(particao, 0L));
        var sinais = new DefaultListableBeanFactory().getBeanProvider(br.kafkanapratica.leitura.SinalDeVida.class);
        vigilancia = new Vigilancia(
                PACIENCIA, SONDAGEM, ComandosDeTeste.nasPortasDeSempre(), relogio.getZone(), () -> Map.copyOf(queixas));
        KafkaConnectionDetails conexao = () -> List.of("localhost:9092");
        painel = new Painel(conexao, relogio, new Vida(sinais), ComandosDeTeste.nasPortasDeSempre(), vigilancia);
        livro = new Escrituracao(1_000_000, SONDAGEM, relogio, painel);
        livro.fotografado(foto());
        recomeca();
    }

    Painel painel() {
        return painel;
    }

    Vigilancia vigilancia() {
        return vigilancia;
    }

    Escrituracao livro() {
        return livro;
    }

    int enviados() {
        return enviados;
    }

    int avisados() {
        return avisados;
    }

    void recomeca() {
        estabiliza(true);
        lidos.replaceAll((particao, antes) -> comecos.getOrDefault(particao, 0L));
        var foto = foto();
        livro.fotografado(foto);
        livro.recomeca(foto);
    }

    void passo() {
        relogio.agora += acaso.nextInt(200);
        switch (acaso.nextInt(7)) {
            case 0, 1 -> envia();
            case 2, 3 -> trabalha(EtapaDoPipeline.values()[acaso.nextInt(3)], acaso.nextInt(PARTICOES));
            case 4 -> estabiliza(acaso.nextBoolean());
            case 5 -> livro.fotografado(foto());
            default -> {
                var todas = List.copyOf(logs.keySet());
                le(todas.get(acaso.nextInt(todas.size())), acaso.nextInt(5));
            }
        }
    }

    void acabaTudo() {
        for (var etapa : EtapaDoPipeline.values()) {
            for (int particao = 0; particao < PARTICOES; particao++) {
                do {
                    estabiliza(true);
                } while (trabalha(etapa, particao));
            }
        }
        acabaDeLer();
        acabaDeLer();
    }

    void acabaDeLer() {
        estabiliza(true);
        relogio.agora += 500;
        livro.fotografado(foto());
        logs.keySet().forEach(particao -> le(particao, Integer.MAX_VALUE));
        relogio.agora += 500;
        livro.fotografado(foto());
    }

    void escreve(String topico, int particao, byte @Nullable [] chave, Headers headers, long quando) {
        var log = log(new TopicPartition(topico, particao));
        log.add(new ConsumerRecord<>(
                topico,
                particao,
                log.size(),
                quando,
                TimestampType.CREATE_TIME,
                0,
                0,
                chave,
                null,
                headers,
                Optional.empty()));
    }

    void gravou(EtapaDoPipeline etapa, int particao, long offset) {
        gravados.put(new TopicPartition(etapa.entrada().nome(), particao), offset);
    }

    /** Nenhum broker no ar a tem: o que se diz dela é o de antes de haver registros. */
    void semLider(TopicPartition particao) {
        semLider.add(particao);
    }

    void ilegivel(TrechoIlegivel trecho) {
        ilegiveis.add(trecho);
    }

    void consertado() {
        ilegiveis.clear();
    }

    /** Como um {@code delete-records}: o que estava antes deste offset já não está no log. */
    void apagaAntesDe(String topico, int particao, long offset) {
        comecos.put(new TopicPartition(topico, particao), offset);
    }

    /** Entra no grupo um membro que fica com todas as partições. */
    void entra(EtapaDoPipeline etapa, String membro) {
        var todas = IntStream.range(0, PARTICOES)
                .mapToObj(particao -> new TopicPartition(etapa.entrada().nome(), particao))
                .toList();
        membros.put(etapa, List.of(new Fotografia.Membro(membro, "cliente", "/127.0.0.1", todas)));
    }

    void sai(EtapaDoPipeline etapa) {
        membros.remove(etapa);
    }

    void queixa(String topico, Problema problema) {
        queixas.put(topico, List.of(problema));
    }

    /** Uma transação que não acaba segura tudo o que está da posição atual em diante. */
    void seguraNoFim(String topico, int particao) {
        var qual = new TopicPartition(topico, particao);
        presas.put(qual, log(qual).size());
    }

    void solta() {
        presas.clear();
    }

    void esperaSemFotografia(Duration quanto) {
        relogio.agora += quanto.toMillis();
    }

    /** O tempo passa, e a cada meio segundo há uma fotografia. */
    void passa(Duration quanto) {
        for (long ms = 0; ms < quanto.toMillis(); ms += 500) {
            relogio.agora += 500;
            livro.fotografado(foto());
            logs.keySet().forEach(particao -> le(particao, Integer.MAX_VALUE));
        }
    }

    /** O leitor recebe até tantos registros desta partição. */
    void le(TopicPartition particao, int quantos) {
        long ate = Math.min(estaveis.getOrDefault(particao, 0), lidos.getOrDefault(particao, 0L) + quantos);
        ate = semLider.contains(particao) ? lidos.getOrDefault(particao, 0L) : ate;
        for (var trecho : ilegiveis) {
            ate = trecho.particao().equals(particao) ? Math.min(ate, trecho.offset()) : ate;
        }
        var registros = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (var registro :
                log(particao).subList(lidos.getOrDefault(particao, 0L).intValue(), (int) ate)) {
            if (registro != null) {
                registros.add(registro);
            }
        }
        lidos.put(particao, ate);
        livro.recebe(registros);
        livro.leuAte(Map.copyOf(lidos), ilegiveis);
    }

    static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }

    private void envia() {
        enviados++;
        var id = new UUID(acaso.nextLong(), acaso.nextLong()).toString();
        var chave = acaso.nextInt(20) == 0 ? "repetida" : id;
        escreve(
                EtapaDoPipeline.ESTOQUE.entrada().nome(),
                Math.floorMod(chave.hashCode(), PARTICOES),
                bytes(chave),
                new RecordHeaders(),
                relogio.agora);
    }

    /** Uma transação: o resultado do próximo registro, a marca, e o offset. Devolve se havia o que fazer. */
    private boolean trabalha(EtapaDoPipeline etapa, int particao) {
        var entrada = new TopicPartition(etapa.entrada().nome(), particao);
        int proximo = trabalhados.getOrDefault(entrada, 0);
        if (proximo >= estaveis.getOrDefault(entrada, 0)) {
            return false;
        }
        trabalhados.put(entrada, proximo + 1);
        var registro = log(entrada).get(proximo);
        if (registro != null) {
            boolean rejeita =
                    acaso.nextInt(10) == 0 && !new String(registro.key(), StandardCharsets.UTF_8).equals("repetida");
            if (rejeita || etapa != EtapaDoPipeline.NOTIFICACAO) {
                var para = rejeita
                        ? etapa.dlt().nome()
                        : EtapaDoPipeline.values()[etapa.ordinal() + 1]
                                .entrada()
                                .nome();
                escreve(para, acaso.nextInt(PARTICOES), registro.key(), new RecordHeaders(), relogio.agora);
                log(new TopicPartition(para, acaso.nextInt(PARTICOES))).add(null);
            } else {
                avisados++;
            }
        }
        gravados.put(entrada, proximo + 1L);
        return true;
    }

    private void estabiliza(boolean tudo) {
        estaveis.replaceAll((particao, antes) -> tudo || acaso.nextBoolean()
                ? presas.getOrDefault(particao, log(particao).size())
                : antes);
    }

    private Fotografia foto() {
        var inicio = new HashMap<TopicPartition, Long>();
        var comAbertas = new HashMap<TopicPartition, Long>();
        var fim = new HashMap<TopicPartition, Long>();
        logs.forEach((particao, log) -> {
            inicio.put(particao, comecos.getOrDefault(particao, 0L));
            comAbertas.put(particao, (long) log.size());
            fim.put(particao, (long) estaveis.getOrDefault(particao, 0));
        });
        semLider.forEach(particao -> {
            comAbertas.put(particao, 0L);
            fim.put(particao, 0L);
        });
        var topicos = new HashMap<String, Uuid>();
        logs.keySet().forEach(particao -> topicos.put(particao.topic(), Uuid.ZERO_UUID));
        var grupos = new HashMap<String, Fotografia.Grupo>();
        for (var etapa : EtapaDoPipeline.values()) {
            var destes = new HashMap<TopicPartition, Long>();
            gravados.forEach((particao, offset) -> {
                if (particao.topic().equals(etapa.entrada().nome())) {
                    destes.put(particao, offset);
                }
            });
            grupos.put(
                    etapa.grupo(),
                    new Fotografia.Grupo("Stable", membros.getOrDefault(etapa, List.of()), destes, true, null));
        }
        var transacoes = presas.isEmpty()
                ? List.<Fotografia.Transacao>of()
                : List.of(new Fotografia.Transacao("de-fora", relogio.instant(), Set.copyOf(presas.keySet())));
        return new Fotografia(
                relogio.instant(), topicos, inicio, comAbertas, fim, grupos, transacoes, Set.copyOf(semLider));
    }

    private List<@Nullable ConsumerRecord<byte[], byte[]>> log(TopicPartition particao) {
        return logs.computeIfAbsent(particao, nova -> new ArrayList<>());
    }
}
