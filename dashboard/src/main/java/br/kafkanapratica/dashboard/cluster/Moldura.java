package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.dashboard.auditor.Balanco;
import br.kafkanapratica.dashboard.auditor.Espera;
import br.kafkanapratica.dashboard.auditor.Etapa;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** De um corte para o que a página desenha. */
final class Moldura {

    static final Balanco NADA_LIDO =
            new Balanco(0, new Balanco.Esperando(0, 0, 0), 0, 0, 0, 0, 0, 0, 0, List.of(), false, "");

    private Moldura() {}

    static List<Quadro.TopicoAoVivo> topicos(Livro.Corte corte) {
        return Arrays.stream(Etapa.values()).map(etapa -> topico(corte, etapa)).toList();
    }

    static List<Quadro.TopicoAoVivo> topicosPorLer() {
        return Arrays.stream(Etapa.values())
                .map(etapa -> new Quadro.TopicoAoVivo(etapa.topico(), 0, 0, List.of(), List.of()))
                .toList();
    }

    static Quadro.Grupo grupo(Etapa etapa, Livro.Corte corte, GrupoAoVivo aoVivo) {
        var foto = corte.foto();
        long esperando = 0;
        long lag = 0;
        long registros = 0;
        for (var espera : corte.esperas().getOrDefault(etapa, Map.of()).entrySet()) {
            esperando += espera.getValue().esperando();
            registros += espera.getValue().registros();
            lag += lag(foto, espera.getKey(), espera.getValue());
        }
        return grupo(etapa, foto, aoVivo, esperando, lag, registros);
    }

    /** Enquanto o log é lido só se sabe quem está no grupo. */
    static Quadro.Grupo grupo(Etapa etapa, Fotografia foto, GrupoAoVivo aoVivo) {
        return grupo(etapa, foto, aoVivo, 0, 0, 0);
    }

    private static Quadro.Grupo grupo(
            Etapa etapa, Fotografia foto, GrupoAoVivo aoVivo, long esperando, long lag, long registros) {
        var visto = foto.grupo(etapa.grupo());
        var semResposta = visto.semRespostaDesde();
        return new Quadro.Grupo(
                etapa.grupo(),
                visto.estado() == null ? "AINDA NÃO EXISTE" : visto.estado(),
                esperando,
                lag,
                lag - registros,
                registros - esperando,
                semResposta == null ? null : semResposta.toEpochMilli(),
                aoVivo.emRebalance(),
                visto.membros().stream()
                        .map(membro -> membro(membro, aoVivo.lugar(membro.id())))
                        .sorted(Comparator.comparingInt(Quadro.Membro::cor))
                        .toList(),
                aoVivo.eventos());
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

    private static long lag(Fotografia foto, TopicPartition particao, Espera espera) {
        long fim = Math.max(
                foto.fim().getOrDefault(particao, 0L), foto.comAbertas().getOrDefault(particao, 0L));
        long desde = Math.max(espera.desde(), foto.inicio().getOrDefault(particao, 0L));
        return Math.max(espera.registros(), fim - desde);
    }

    private static Quadro.TopicoAoVivo topico(Livro.Corte corte, Etapa etapa) {
        var esperas = corte.esperas().getOrDefault(etapa, Map.of());
        return new Quadro.TopicoAoVivo(
                etapa.topico(),
                corte.registros().getOrDefault(etapa, 0L),
                corte.naDlt().getOrDefault(etapa, 0L),
                corte.rejeitados().getOrDefault(etapa, List.of()),
                corte.foto().particoes(etapa.topico()).stream()
                        .map(particao -> particao(particao.partition(), esperas.getOrDefault(particao, Espera.NENHUMA)))
                        .toList());
    }

    private static Quadro.Particao particao(int numero, Espera espera) {
        return new Quadro.Particao(numero, espera.esperando(), espera.primeiros());
    }
}
