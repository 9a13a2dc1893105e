package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.livro.Corte;
import br.kafkanapratica.juiz.auditoria.FilaDaParticao;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Desde quando um membro de um grupo não faz nada do que espera por ele: o Kafka o diz estável enquanto ele der sinal de vida, ainda que
 * não ande. É do membro que se fala, e não da partição: com uma fila longa ele acaba uma antes de começar a outra. Quem a cada
 * tentativa sai do grupo e entra de novo, com outro nome, também está parado. Para uma thread por vez.
 */
final class Paradas {

    /** Além do intervalo entre duas olhadas: quanto uma pode demorar. */
    static final Duration ATRASO = Duration.ofSeconds(5);

    /** Quem falha ao escrever volta em 15 s, no máximo; há mais tempo sem ninguém, o grupo está sem ninguém. */
    private static final Duration RECENTE = Duration.ofSeconds(30);

    private record Lugar(long gravado, long desde) {}

    private final Map<TopicPartition, Lugar> lugares = new HashMap<>();
    private final Map<EtapaDoPipeline, Grupo> grupos = new EnumMap<>(EtapaDoPipeline.class);
    private final Map<EtapaDoPipeline, Parada> paradas = new EnumMap<>(EtapaDoPipeline.class);
    private final Map<TopicPartition, Long> onde = new HashMap<>();
    private final Duration paciencia;
    private final Duration semOlhar;
    private final Duration recente;
    private Instant ultimaVez = Instant.EPOCH;

    /** O que se viu de um grupo desde que ele andou pela última vez, ou que nada esperava por ele. */
    private static final class Grupo {
        private Instant andou;
        private @Nullable Set<String> presentes;
        private final Set<String> entraram = new HashSet<>();
        private long saidas;
        private Instant presente = Instant.EPOCH;
        /** Quando cada membro andou, ou entrou. */
        private final Map<String, Instant> membros = new HashMap<>();

        private Grupo(Instant agora) {
            andou = agora;
        }

        private void andou(Instant agora) {
            andou = agora;
            entraram.clear();
            saidas = 0;
        }

        private boolean entraESai(Instant agora, Duration recente) {
            return saidas >= 2 && Duration.between(presente, agora).compareTo(recente) < 0;
        }

        private void ve(Set<String> agora, Instant quando) {
            var antes = presentes == null ? agora : presentes; // quem já estava não entrou
            entraram.addAll(
                    agora.stream().filter(membro -> !antes.contains(membro)).toList());
            saidas += antes.stream()
                    .filter(membro -> entraram.contains(membro) && !agora.contains(membro))
                    .count();
            if (!agora.isEmpty()) {
                presente = quando;
            }
            presentes = agora;
            membros.keySet().retainAll(agora);
        }
    }

    /**
     * @param paciencia um pedido de uns segundos, ou repetido até ir à DLT, não é uma parada
     * @param sondagem de quanto em quanto tempo se olha
     */
    Paradas(Duration paciencia, Duration sondagem) {
        this.paciencia = paciencia;
        this.semOlhar = sondagem.plus(ATRASO);
        this.recente = sondagem.plus(RECENTE);
    }

    void ve(Corte corte) {
        var foto = corte.foto();
        var semVer = Duration.between(ultimaVez, foto.quando());
        if (semVer.compareTo(semOlhar) > 0 || semVer.isNegative()) {
            grupos.clear(); // do que se passou sem ninguém olhar não se sabe; nem desde quando, se o relógio recuou
        }
        ultimaVez = foto.quando();
        onde.clear();
        paradas.clear();
        for (var etapa : EtapaDoPipeline.values()) {
            if (foto.grupo(etapa.grupo()).semRespostaDesde() == null) { // senão, o que ele disse é de antes
                ve(etapa, foto, corte.filas(etapa));
            }
        }
        lugares.keySet().retainAll(foto.fim().keySet());
    }

    @Nullable
    Parada de(EtapaDoPipeline etapa) {
        return paradas.get(etapa);
    }

    /** O primeiro offset que espera, em cada partição de quem está parado. */
    Map<TopicPartition, Long> onde() {
        return Map.copyOf(onde);
    }

    private void ve(EtapaDoPipeline etapa, Fotografia foto, Map<TopicPartition, FilaDaParticao> esperas) {
        var agora = foto.quando();
        var visto = foto.grupo(etapa.grupo());
        var grupo = grupos.computeIfAbsent(etapa, novo -> new Grupo(agora));
        var andaram = esperas.keySet().stream()
                .filter(particao -> {
                    var lugar = new Lugar(
                            visto.gravados().getOrDefault(particao, 0L),
                            esperas.getOrDefault(particao, FilaDaParticao.NENHUMA)
                                    .desde());
                    return !lugar.equals(lugares.put(particao, lugar));
                })
                .collect(Collectors.toSet());
        grupo.ve(visto.membros().stream().map(Fotografia.Membro::id).collect(Collectors.toSet()), agora);
        if (!andaram.isEmpty() || !algoEspera(esperas.keySet(), esperas)) {
            grupo.andou(agora);
        }
        if (grupo.entraESai(agora, recente) && demais(grupo.andou, agora)) {
            para(etapa, new Parada(grupo.andou, true), esperas.keySet(), esperas);
        }
        for (var membro : visto.membros()) {
            var dele = membro.particoes();
            if (dele.stream().anyMatch(andaram::contains) || !algoEspera(dele, esperas)) {
                grupo.membros.put(membro.id(), agora);
            }
            var andou = grupo.membros.computeIfAbsent(membro.id(), novo -> agora);
            if (demais(andou, agora)) {
                para(etapa, new Parada(andou, false), dele, esperas);
            }
        }
    }

    private void para(
            EtapaDoPipeline etapa,
            Parada parada,
            Collection<TopicPartition> particoes,
            Map<TopicPartition, FilaDaParticao> esperas) {
        paradas.merge(etapa, parada, (uma, outra) -> outra.desde().isBefore(uma.desde()) ? outra : uma);
        for (var particao : particoes) {
            var espera = esperas.getOrDefault(particao, FilaDaParticao.NENHUMA);
            if (espera.esperando() > 0) {
                onde.put(particao, espera.desde());
            }
        }
    }

    private boolean demais(Instant desde, Instant agora) {
        return Duration.between(desde, agora).compareTo(paciencia) >= 0;
    }

    private static boolean algoEspera(
            Collection<TopicPartition> particoes, Map<TopicPartition, FilaDaParticao> esperas) {
        return particoes.stream()
                .anyMatch(particao ->
                        esperas.getOrDefault(particao, FilaDaParticao.NENHUMA).esperando() > 0);
    }
}
