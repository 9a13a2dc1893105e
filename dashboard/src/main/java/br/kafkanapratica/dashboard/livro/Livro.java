package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.leitura.RegistroLido;
import br.kafkanapratica.juiz.auditoria.Auditoria;
import br.kafkanapratica.juiz.auditoria.FilaDaParticao;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** O que o log dos pedidos conta, lido até um corte. Para uma thread por vez. */
final class Livro {

    private static final int RECENTES = 12;

    private final Clock relogio;
    private final Auditoria auditoria;
    private final Gravados gravados = new Gravados();
    private final Apagados apagados = new Apagados();
    private final Historia historia;
    private final SaidasSemOrigem semOrigem = new SaidasSemOrigem();
    private final Map<EtapaDoPipeline, Deque<String>> rejeitados = new EnumMap<>(EtapaDoPipeline.class);
    private final Deque<String> avisados = new ArrayDeque<>();

    Livro(int maximoDePedidos, Duration sondagem, Clock relogio) {
        this.historia = new Historia(sondagem);
        this.relogio = relogio;
        this.auditoria = new Auditoria(maximoDePedidos);
    }

    /** Os offsets que já se conhecem antes de ler poupam a memória do que está antes deles. */
    void comeca(Fotografia primeira) {
        Gravados.supoe(primeira, auditoria);
        apagados.comeca(primeira);
    }

    void anota(RegistroLido lido) {
        var etapa = lido.etapa();
        long agora = relogio.millis();
        apagados.anota(lido);
        if (lido.naDlt()) {
            auditoria.rejeitado(etapa, lido.quem().chave(), lido.quem().nome());
            saiu(etapa, lido, agora);
            lembra(doGrupo(etapa), lido.quem().nome());
            return;
        }
        auditoria.chegou(
                etapa,
                lido.particao().partition(),
                lido.offset(),
                lido.quem().chave(),
                lido.quem().nome());
        historia.entrou(etapa, lido.quando(), agora);
        semOrigem.tira(etapa, lido.quem().chave()).ifPresent(quando -> historia.saiu(etapa, quando, agora));
        if (etapa != EtapaDoPipeline.ESTOQUE) {
            saiu(EtapaDoPipeline.values()[etapa.ordinal() - 1], lido, agora);
        }
    }

    private void saiu(EtapaDoPipeline etapa, RegistroLido resultado, long agora) {
        boolean aMais = auditoria.sobra(etapa, resultado.quem().chave());
        if (!aMais || !semOrigem.guarda(etapa, resultado.quem().chave(), resultado.quando())) {
            historia.saiu(etapa, resultado.quando(), agora);
        }
    }

    /**
     * O retrato de agora: foi anotado tudo o que está antes do fim desta fotografia, e nada do que está depois.
     *
     * @param ilegiveis de onde em diante não se leu, por partição
     * @param pulados o que se pulou, em uma frase por trecho
     */
    Corte corta(Fotografia foto, Map<TopicPartition, Long> ilegiveis, Collection<String> pulados) {
        gravados.confirma(foto, ilegiveis.keySet(), auditoria).forEach(nome -> lembra(avisados, nome));
        var filas = new EnumMap<EtapaDoPipeline, Map<TopicPartition, FilaDaParticao>>(EtapaDoPipeline.class);
        var esperando = new EnumMap<EtapaDoPipeline, Long>(EtapaDoPipeline.class);
        var registros = new EnumMap<EtapaDoPipeline, Long>(EtapaDoPipeline.class);
        var naDlt = new EnumMap<EtapaDoPipeline, Long>(EtapaDoPipeline.class);
        var foram = new EnumMap<EtapaDoPipeline, List<String>>(EtapaDoPipeline.class);
        for (var etapa : EtapaDoPipeline.values()) {
            var porParticao = new HashMap<TopicPartition, FilaDaParticao>();
            for (var particao : foto.particoes(etapa.entrada().nome())) {
                porParticao.put(particao, auditoria.espera(etapa, particao.partition()));
            }
            filas.put(etapa, Map.copyOf(porParticao));
            esperando.put(
                    etapa,
                    porParticao.values().stream()
                            .mapToLong(FilaDaParticao::esperando)
                            .sum());
            registros.put(etapa, auditoria.registros(etapa));
            naDlt.put(etapa, auditoria.registrosNaDlt(etapa));
            foram.put(etapa, List.copyOf(doGrupo(etapa)));
            auditoria.incerta(etapa, apagados.antesDe(etapa));
        }
        if (foto.grupo(EtapaDoPipeline.NOTIFICACAO.grupo()).semRespostaDesde() == null) { // senão, não se sabe
            historia.viuAvisos(esperando.getOrDefault(EtapaDoPipeline.NOTIFICACAO, 0L), relogio.millis());
        }
        return new Corte(
                foto,
                filas,
                Map.copyOf(ilegiveis),
                registros,
                naDlt,
                foram,
                List.copyOf(avisados),
                auditoria.balanco(esperando, ressalva(foto, ilegiveis, pulados)),
                historia.serie(
                        esperando.getOrDefault(EtapaDoPipeline.ESTOQUE, 0L),
                        esperando.getOrDefault(EtapaDoPipeline.PAGAMENTO, 0L)));
    }

    boolean voltouAtras(Fotografia nova) {
        return Gravados.voltouAtras(nova, auditoria);
    }

    private static String ressalva(Fotografia foto, Map<TopicPartition, Long> ilegiveis, Collection<String> pulados) {
        var semLider = foto.semLider().stream()
                .filter(particao -> EtapaDoPipeline.queLe(particao.topic())
                        .or(() -> EtapaDoPipeline.daDlt(particao.topic()))
                        .isPresent())
                .map(particao -> "não conto o que há de novo em %s: nenhum broker no ar a tem".formatted(particao))
                .sorted();
        var naoSeLeem = ilegiveis.entrySet().stream()
                .map(ilegivel -> "não conto %s do offset %d em diante: não se lê"
                        .formatted(ilegivel.getKey(), ilegivel.getValue()))
                .sorted();
        return Stream.of(semLider, naoSeLeem, pulados.stream())
                .flatMap(parte -> parte)
                .collect(Collectors.joining("; "));
    }

    private Deque<String> doGrupo(EtapaDoPipeline etapa) {
        return rejeitados.computeIfAbsent(etapa, nova -> new ArrayDeque<>());
    }

    private static void lembra(Deque<String> recentes, String id) {
        recentes.addLast(id);
        if (recentes.size() > RECENTES) {
            recentes.removeFirst();
        }
    }
}
