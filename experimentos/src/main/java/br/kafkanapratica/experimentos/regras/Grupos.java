package br.kafkanapratica.experimentos.regras;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Grupo;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.juiz.Lugar;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sobre quem entra e sai dos grupos de consumidores. */
public final class Grupos {

    private Grupos() {}

    /** Quem tinha alguém ficou sem ninguém. */
    public static Optional<Momento> esvaziou(Fatos fatos, EtapaDoPipeline etapa) {
        return fatos.quando(momento -> !momento.grupo(etapa).vazio())
                .flatMap(antes -> fatos.depois(
                        antes,
                        momento ->
                                momento.kafkaResponde() && momento.grupo(etapa).vazio()));
    }

    /** Depois de ficar sem ninguém, há alguém que cuida de todas as partições. */
    public static Optional<Momento> voltou(Fatos fatos, EtapaDoPipeline etapa) {
        return esvaziou(fatos, etapa).flatMap(vazio -> fatos.depois(vazio, momento -> inteiro(momento, etapa)));
    }

    public static Function<Fatos, Conclusao> ficouSemNinguem(EtapaDoPipeline etapa) {
        return fatos -> esvaziou(fatos, etapa)
                .map(momento -> Prova.de(momento.quando(), List.of(), "%s sem nenhum membro", etapa.grupo()))
                .orElseGet(() -> fatos.quando(momento -> !momento.grupo(etapa).vazio())
                                .isPresent()
                        ? falta("%s ainda tem membros (um kill -9 leva uns segundos para ser notado)", etapa.grupo())
                        : falta(
                                "%s está sem ninguém desde que você começou: primeiro, ponha a etapa no ar",
                                etapa.grupo()));
    }

    public static Function<Fatos, Conclusao> voltouAlguem(EtapaDoPipeline etapa) {
        return fatos -> voltou(fatos, etapa)
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "%s tem de novo quem cuide das partições: %s",
                        etapa.grupo(),
                        momento.grupo(etapa).divisao()))
                .orElseGet(() -> falta(
                        esvaziou(fatos, etapa).isPresent()
                                ? "%s continua sem ninguém".formatted(etapa.grupo())
                                : "primeiro, %s tem de ficar sem ninguém".formatted(etapa.grupo())));
    }

    /** Há tantos membros, e tantos deles com partições. */
    public static Function<Fatos, Conclusao> divide(EtapaDoPipeline etapa, int membros, int comTrabalho) {
        return fatos -> fatos.quando(momento -> inteiro(momento, etapa)
                        && momento.grupo(etapa).membros().size() == membros
                        && trabalham(momento.grupo(etapa)) == comTrabalho)
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "%d membros em %s, com as partições %s",
                        membros,
                        etapa.grupo(),
                        momento.grupo(etapa).divisao()))
                .orElseGet(() -> falta(
                        "%s tem agora %d membros",
                        etapa.grupo(),
                        fatos.ultimo()
                                .map(momento -> momento.grupo(etapa).membros().size())
                                .orElse(0)));
    }

    /** Quem estava saiu, e outro entrou no lugar. */
    public static Function<Fatos, Conclusao> trocou(EtapaDoPipeline etapa, String porQuem) {
        return fatos -> depoisDaTroca(fatos, etapa)
                .map(momento -> Prova.de(
                        momento.quando(), List.of(), "em %s, quem estava saiu, e entrou %s", etapa.grupo(), porQuem))
                .orElseGet(() -> falta("em %s continua quem estava", etapa.grupo()));
    }

    /** O momento em que, pela primeira vez, não há mais ninguém dos que estavam no início, e há outros. */
    public static Optional<Momento> depoisDaTroca(Fatos fatos, EtapaDoPipeline etapa) {
        return fatos.quando(momento -> !momento.grupo(etapa).vazio())
                .flatMap(primeiro -> fatos.depois(
                        primeiro,
                        momento -> !momento.grupo(etapa).vazio()
                                && disjuntos(momento.grupo(etapa), primeiro.grupo(etapa))));
    }

    /** Quantas vezes todos os membros foram outros. */
    public static int trocas(Fatos fatos, EtapaDoPipeline etapa) {
        int trocas = 0;
        Grupo atual = Grupo.SEM_NINGUEM;
        for (var momento : fatos.momentos()) {
            var grupo = momento.grupo(etapa);
            if (grupo.vazio()) {
                continue;
            }
            if (!atual.vazio() && disjuntos(grupo, atual)) {
                trocas++;
            }
            atual = grupo;
        }
        return trocas;
    }

    /** De quem estava no grupo quando o offset passou deste registro já não há ninguém, e há outros: o resultado não vem mais. */
    public static boolean saiuQuemPassou(Fatos fatos, EtapaDoPipeline etapa, @Nullable Lugar lugar) {
        return lugar != null
                && fatos.quando(momento -> momento.grupo(etapa).gravado(lugar.particao()) > lugar.offset())
                        .flatMap(passou -> fatos.ultimo()
                                .filter(agora -> !agora.grupo(etapa).vazio()
                                        && disjuntos(agora.grupo(etapa), passou.grupo(etapa))))
                        .isPresent();
    }

    /** Uma prova que é verdade no último momento. */
    public static Conclusao agora(Fatos fatos, List<Lugar> lugares, String texto, @Nullable Object... valores) {
        var quando = fatos.ultimo().map(Momento::quando).orElse(fatos.inicio());
        return Prova.de(quando, lugares, texto, valores);
    }

    /** Uma instância que deixou de responder com pedidos por fazer: quando o grupo a deu por morta, e o primeiro deles. */
    public record Morte(Momento notada, Registro naMao) {}

    /**
     * Quem morreu com pedidos por fazer, sabido quando outro assumiu o lugar: até lá, pode ter sido só tirado do grupo.
     *
     * @param silencio quanto tempo, antes de sair, ela não fez nada do que tinha a fazer: quem sai por bem não espera
     */
    public static Optional<Morte> morte(Fatos fatos, EtapaDoPipeline etapa, Duration silencio) {
        var vaiEVem = idasEVindas(fatos, etapa);
        var momentos = fatos.momentos();
        for (int i = 1; i < momentos.size(); i++) {
            var antes = momentos.get(i - 1);
            var depois = momentos.get(i);
            if (!depois.kafkaResponde()) {
                continue;
            }
            for (var membro : antes.grupo(etapa).membros()) {
                if (depois.grupo(etapa).ids().contains(membro.id()) || vaiEVem.contains(membro.id())) {
                    continue;
                }
                var naMao = primeiroPorFazer(fatos, etapa, antes, membro);
                if (naMao.isPresent()
                        && outroAssumiu(fatos, depois, etapa, membro, naMao.get())
                        && ultimoFeito(fatos, etapa, membro, depois.quando())
                                .plus(silencio)
                                .isBefore(depois.quando())) {
                    return Optional.of(new Morte(depois, naMao.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** O id de um membro que saiu do grupo e voltou: não morreu, foi tirado. */
    public static Optional<String> vaiEVem(Fatos fatos, EtapaDoPipeline etapa) {
        return idasEVindas(fatos, etapa).stream().findFirst();
    }

    private static Set<String> idasEVindas(Fatos fatos, EtapaDoPipeline etapa) {
        var dentro = new HashSet<String>();
        var fora = new HashSet<String>();
        var voltaram = new HashSet<String>();
        for (var momento : fatos.momentos()) {
            var agora = momento.grupo(etapa).ids();
            agora.stream().filter(fora::contains).forEach(voltaram::add);
            dentro.stream().filter(id -> !agora.contains(id)).forEach(fora::add);
            dentro.addAll(agora);
        }
        return voltaram;
    }

    private static boolean outroAssumiu(
            Fatos fatos, Momento saida, EtapaDoPipeline etapa, Grupo.Membro membro, Registro naMao) {
        return fatos.momentos().stream()
                .filter(momento -> !momento.quando().isBefore(saida.quando()))
                .flatMap(momento -> momento.grupo(etapa).membros().stream())
                .anyMatch(outro -> !outro.id().equals(membro.id())
                        && outro.particoes().contains(naMao.lugar().particao()));
    }

    private static Optional<Registro> primeiroPorFazer(
            Fatos fatos, EtapaDoPipeline etapa, Momento momento, Grupo.Membro membro) {
        return fatos.em(etapa.entrada()).stream()
                .filter(registro -> membro.particoes().contains(registro.lugar().particao()))
                .filter(registro -> registro.quando().isBefore(momento.quando()))
                .filter(registro -> registro.lugar().offset()
                        >= momento.grupo(etapa).gravado(registro.lugar().particao()))
                .findFirst();
    }

    /** O último sinal de vida: um resultado das partições dela, ou a chegada do que tem por fazer. */
    private static Instant ultimoFeito(Fatos fatos, EtapaDoPipeline etapa, Grupo.Membro membro, Instant ate) {
        var doMembro = new HashSet<String>();
        fatos.em(etapa.entrada()).stream()
                .filter(registro -> membro.particoes().contains(registro.lugar().particao()))
                .forEach(registro -> doMembro.add(registro.chave()));
        var feito = fatos.feitos(etapa).stream()
                .filter(registro -> doMembro.contains(registro.chave()))
                .map(Registro::quando)
                .filter(quando -> quando.isBefore(ate))
                .max(Instant::compareTo);
        return feito.orElseGet(() -> Pedidos.primeiro(fatos.em(etapa.entrada())));
    }

    /** Se toda partição da entrada tem quem cuide dela. */
    public static boolean inteiro(Momento momento, EtapaDoPipeline etapa) {
        var donas = new HashSet<Integer>();
        momento.grupo(etapa).membros().forEach(membro -> donas.addAll(membro.particoes()));
        var todas = momento.fins().get(etapa.entrada().nome());
        return momento.kafkaResponde() && todas != null && donas.containsAll(todas.keySet());
    }

    private static long trabalham(Grupo grupo) {
        return grupo.membros().stream()
                .filter(membro -> !membro.particoes().isEmpty())
                .count();
    }

    private static boolean disjuntos(Grupo um, Grupo outro) {
        return um.ids().stream().noneMatch(outro.ids()::contains);
    }
}
