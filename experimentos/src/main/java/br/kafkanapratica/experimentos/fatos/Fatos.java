package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Veredito;
import br.kafkanapratica.juiz.pedidos.Gravacao;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.juiz.pedidos.JuizDosPedidos;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * O que se viu desde que o experimento começou. Imutável; tudo o que se conclui dele é função dele.
 *
 * @param inicio quando o aluno fez a previsão
 * @param registros de todos os tópicos, escritos desde o início, na ordem em que se leram
 * @param momentos do mais antigo ao mais novo; de uma fila de iguais, o primeiro e o último
 * @param apagados os de {@code registros}, de {@code contas} ou de {@link #CONTAS_DELETE}, que já não estão no log
 * @param avisos os dos pedidos entrados desde o início, na ordem em que se viram
 */
public record Fatos(
        Instant inicio, List<Registro> registros, List<Momento> momentos, Set<Lugar> apagados, List<Aviso> avisos) {

    /** O tópico em que a armadilha {@code contas-delete} guarda saldos. */
    public static final String CONTAS_DELETE = "contas-delete";

    /** Sem limite: o experimento não julga demora. */
    private static final Duration SEM_PRESSA = Duration.ofDays(1);

    public Fatos {
        registros = List.copyOf(registros);
        momentos = List.copyOf(momentos);
        apagados = Set.copyOf(apagados);
        avisos = List.copyOf(avisos);
    }

    /** Se houve tantos registros que os últimos não se guardaram: o que falta pode ser só o que não se viu. */
    public boolean demais() {
        return registros.size() >= RegistrosLidos.MAXIMO;
    }

    /** Os que quem lê {@code read_committed} vê. */
    public List<Registro> em(Topico topico) {
        return todos(topico).filter(Registro::confirmado).toList();
    }

    /** Também os de transações desfeitas, e os das que estão abertas. */
    public Stream<Registro> todos(Topico topico) {
        return todos(topico.nome());
    }

    public Stream<Registro> todos(String topico) {
        return registros.stream().filter(registro -> registro.lugar().topico().equals(topico));
    }

    /** Os de um pedido, ou de um cliente. */
    public List<Registro> de(String chave, Topico topico) {
        return em(topico).stream()
                .filter(registro -> registro.chave().equals(chave))
                .toList();
    }

    /** O primeiro momento que serve. */
    public Optional<Momento> quando(Predicate<Momento> serve) {
        return momentos.stream().filter(serve).findFirst();
    }

    /** O primeiro momento, visto depois de outro destes, que serve; o relógio pode ter sido atrasado entre os dois. */
    public Optional<Momento> depois(Momento outro, Predicate<Momento> serve) {
        return momentos.stream()
                .dropWhile(momento -> !momento.equals(outro))
                .skip(1)
                .filter(serve)
                .findFirst();
    }

    /** O que valia num instante. */
    public Optional<Momento> em(Instant quando) {
        return momentos.stream()
                .filter(momento -> !momento.quando().isAfter(quando))
                .reduce((antes, depois) -> depois);
    }

    public Optional<Momento> ultimo() {
        return momentos.isEmpty() ? Optional.empty() : Optional.of(momentos.get(momentos.size() - 1));
    }

    /** Os pedidos que entraram desde o início e já saíram da etapa: para o tópico seguinte ou para a DLT. */
    public List<Registro> feitos(EtapaDoPipeline etapa) {
        var novos = chaves(em(Topico.NOVOS_PEDIDOS));
        return etapa.resultados().stream()
                .flatMap(topico -> em(topico).stream())
                .filter(registro -> novos.contains(registro.chave()))
                .toList();
    }

    /** O que o juiz diz dos pedidos que entraram desde o início; os de antes não contam. */
    public Veredito veredito() {
        var historia = new HistoriaDosPedidos();
        var novos = chaves(em(Topico.NOVOS_PEDIDOS));
        registros.stream()
                .filter(registro -> novos.contains(registro.chave()))
                .map(Registro::doJuiz)
                .filter(registro -> registro != null)
                .forEach(historia::anota);
        ultimo().ifPresent(momento -> gravacoes(momento).forEach(historia::anota));
        return new JuizDosPedidos(SEM_PRESSA).julga(historia);
    }

    private static Stream<Gravacao> gravacoes(Momento momento) {
        return momento.grupos().entrySet().stream()
                .flatMap(grupo -> grupo.getValue().gravados().entrySet().stream()
                        .map(gravado -> new Gravacao(
                                grupo.getKey(), gravado.getKey(), gravado.getValue(), momento.quando(), Map.of())));
    }

    public static Set<String> chaves(List<Registro> registros) {
        return registros.stream().map(Registro::chave).collect(Collectors.toSet());
    }

    public static List<Lugar> lugares(List<Registro> registros) {
        return registros.stream().map(Registro::lugar).toList();
    }
}
