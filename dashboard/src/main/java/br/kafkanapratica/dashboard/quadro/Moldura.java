package br.kafkanapratica.dashboard.quadro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.alertas.Parada;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.livro.Corte;
import br.kafkanapratica.juiz.auditoria.Balanco;
import br.kafkanapratica.juiz.auditoria.FilaDaParticao;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** De um corte para o que a página desenha. */
final class Moldura {

    static final Balanco NADA_LIDO =
            new Balanco(0, new Balanco.Esperando(0, 0, 0), 0, 0, 0, 0, 0, 0, 0, List.of(), false, "");

    private Moldura() {}

    static List<Quadro.TopicoAoVivo> topicos(Corte corte) {
        return Arrays.stream(EtapaDoPipeline.values())
                .map(etapa -> topico(corte, etapa))
                .toList();
    }

    static List<Quadro.TopicoAoVivo> topicosPorLer() {
        return Arrays.stream(EtapaDoPipeline.values())
                .map(etapa -> new Quadro.TopicoAoVivo(etapa.entrada().nome(), 0, 0, List.of(), List.of()))
                .toList();
    }

    /** De que offsets o lag é feito; as marcas são o que sobra deles. */
    private record Lag(long total, long esperando, long registros, long abertos, long ilegiveis) {

        static final Lag NENHUM = new Lag(0, 0, 0, 0, 0);

        static Lag de(Corte corte, TopicPartition particao, FilaDaParticao espera) {
            var foto = corte.foto();
            long estavel = foto.fim().getOrDefault(particao, 0L);
            long fim = Math.max(estavel, foto.comAbertas().getOrDefault(particao, 0L));
            long desde = Math.max(espera.desde(), foto.inicio().getOrDefault(particao, 0L));
            long total = Math.max(espera.registros(), fim - desde);
            long resto = total - espera.registros();
            long abertos = Math.min(resto, foto.abertos(particao));
            long naoLidos = estavel - Math.max(desde, corte.ilegiveis().getOrDefault(particao, estavel));
            return new Lag(
                    total,
                    espera.esperando(),
                    espera.registros(),
                    abertos,
                    Math.min(resto - abertos, Math.max(0, naoLidos)));
        }

        Lag mais(Lag outro) {
            return new Lag(
                    total + outro.total,
                    esperando + outro.esperando,
                    registros + outro.registros,
                    abertos + outro.abertos,
                    ilegiveis + outro.ilegiveis);
        }

        long marcas() {
            return total - registros - abertos - ilegiveis;
        }
    }

    static Quadro.Grupo grupo(EtapaDoPipeline etapa, Corte corte, GrupoAoVivo aoVivo, @Nullable Parada parada) {
        var lag = corte.filas(etapa).entrySet().stream()
                .map(espera -> Lag.de(corte, espera.getKey(), espera.getValue()))
                .reduce(Lag.NENHUM, Lag::mais);
        return grupo(etapa, corte.foto(), aoVivo, lag, parada);
    }

    static Quadro.Grupo grupoPorVer(EtapaDoPipeline etapa) {
        return new Quadro.Grupo(
                etapa.grupo(), "?", 0, 0, 0, 0, 0, 0, null, null, false, List.of(), List.of(), List.of());
    }

    /** Enquanto o log é lido só se sabe quem está no grupo. */
    static Quadro.Grupo grupo(EtapaDoPipeline etapa, Fotografia foto, GrupoAoVivo aoVivo) {
        return grupo(etapa, foto, aoVivo, Lag.NENHUM, null);
    }

    private static Quadro.Grupo grupo(
            EtapaDoPipeline etapa, Fotografia foto, GrupoAoVivo aoVivo, Lag lag, @Nullable Parada parada) {
        var visto = foto.grupo(etapa.grupo());
        var semResposta = visto.semRespostaDesde();
        return new Quadro.Grupo(
                etapa.grupo(),
                visto.estado() == null ? "AINDA NÃO EXISTE" : visto.estado(),
                lag.esperando(),
                lag.total(),
                lag.marcas(),
                lag.registros() - lag.esperando(),
                lag.abertos(),
                lag.ilegiveis(),
                semResposta == null ? null : semResposta.toEpochMilli(),
                parada == null ? null : parada.desde().toEpochMilli(),
                aoVivo.emRebalance(),
                visto.membros().stream()
                        .map(membro -> membro(membro, aoVivo.lugar(membro.id())))
                        .sorted(Comparator.comparingInt(Quadro.Membro::cor))
                        .toList(),
                foto.transacoes().stream()
                        .map(transacao -> transacao(etapa, transacao))
                        .filter(transacao -> !transacao.particoes().isEmpty())
                        .toList(),
                aoVivo.eventos());
    }

    private static Quadro.Transacao transacao(EtapaDoPipeline etapa, Fotografia.Transacao transacao) {
        var resultados = etapa.resultados().stream().map(Topico::nome).toList();
        return new Quadro.Transacao(
                transacao.id(),
                transacao.desde().toEpochMilli(),
                transacao.particoes().stream()
                        .filter(particao -> resultados.contains(particao.topic()))
                        .map(TopicPartition::toString)
                        .sorted()
                        .toList());
    }

    private static Quadro.Membro membro(Fotografia.Membro membro, int lugar) {
        return new Quadro.Membro(
                GrupoAoVivo.letra(lugar),
                lugar,
                GrupoAoVivo.apelido(membro.id()),
                membro.cliente(),
                membro.host(),
                membro.particoes().stream().map(TopicPartition::partition).toList());
    }

    private static Quadro.TopicoAoVivo topico(Corte corte, EtapaDoPipeline etapa) {
        var esperas = corte.filas(etapa);
        return new Quadro.TopicoAoVivo(
                etapa.entrada().nome(),
                corte.registros().getOrDefault(etapa, 0L),
                corte.naDlt().getOrDefault(etapa, 0L),
                corte.rejeitados().getOrDefault(etapa, List.of()),
                corte.foto().particoes(etapa.entrada().nome()).stream()
                        .map(particao -> particao(
                                particao.partition(),
                                esperas.getOrDefault(particao, FilaDaParticao.NENHUMA),
                                corte.ilegiveis().get(particao)))
                        .toList());
    }

    private static Quadro.Particao particao(int numero, FilaDaParticao espera, @Nullable Long naoSeLeDe) {
        return new Quadro.Particao(numero, espera.esperando(), espera.primeiros(), naoSeLeDe);
    }
}
