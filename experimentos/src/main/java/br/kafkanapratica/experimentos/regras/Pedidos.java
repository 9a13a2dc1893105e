package br.kafkanapratica.experimentos.regras;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sobre os pedidos que entraram desde o início do experimento. */
public final class Pedidos {

    private Pedidos() {}

    /** Há pelo menos tantos em {@code novos_pedidos}. */
    public static Function<Fatos, Conclusao> entraram(int quantos) {
        return fatos -> {
            var novos = fatos.em(Topico.NOVOS_PEDIDOS);
            if (novos.size() < quantos) {
                return falta("em novos_pedidos, %d pedidos de %d", novos.size(), quantos);
            }
            var estes = novos.subList(0, quantos);
            return Prova.de(
                    ultimo(estes),
                    Fatos.lugares(estes),
                    "%d pedidos em novos_pedidos; o primeiro é %s",
                    quantos,
                    estes.get(0).chave());
        };
    }

    /** Pelo menos tantos entraram, todos os que entraram já têm o resultado da etapa, e o juiz não acha nada de errado. */
    public static Function<Fatos, Conclusao> umaVezCada(EtapaDoPipeline ate, int quantos) {
        return fatos -> {
            int novos = fatos.em(Topico.NOVOS_PEDIDOS).size();
            var feitos = fatos.feitos(ate);
            var achados = fatos.veredito().achados();
            var saida = ate.saida().orElse(ate.dlt()).nome();
            if (novos < quantos) {
                return falta("entraram %d pedidos de %d", novos, quantos);
            }
            if (!achados.isEmpty()) {
                return falta("o juiz acusa: %s", achados.get(0));
            }
            if (Fatos.chaves(feitos).size() < novos) {
                return falta("%d de %d chegaram a %s", Fatos.chaves(feitos).size(), novos, saida);
            }
            return Prova.de(
                    ultimo(feitos),
                    Fatos.lugares(feitos),
                    "%d entraram e %d chegaram a %s: nenhum perdido, nenhum duplicado",
                    novos,
                    feitos.size(),
                    saida);
        };
    }

    /** O juiz acha um destes, e o nome do pedido é a prova. */
    public static Function<Fatos, Conclusao> juizAcha(Anomalia anomalia, String seNao) {
        return juizAcha(anomalia, achado -> true, seNao);
    }

    /** O mesmo, de um achado que serve. */
    public static Function<Fatos, Conclusao> juizAcha(Anomalia anomalia, Predicate<Achado> serve, String seNao) {
        return fatos -> fatos.veredito().achados(anomalia).stream()
                .filter(serve)
                .findFirst()
                .map(achado -> Prova.de(
                        quando(achado, fatos),
                        Stream.ofNullable(achado.lugar()).toList(),
                        "%s: o pedido %s. %s",
                        anomalia.nome(),
                        achado.id(),
                        achado.porque()))
                .orElseGet(() -> falta(seNao));
    }

    private static Instant quando(Achado achado, Fatos fatos) {
        var quando = achado.quando();
        return quando == null ? fatos.inicio() : quando;
    }

    /** Quantos, escritos antes do início do experimento, o estoque ainda tem por fazer. */
    public static long deAntes(Fatos fatos) {
        var primeiros = fatos.todos(Topico.NOVOS_PEDIDOS)
                .map(Registro::lugar)
                .collect(Collectors.toMap(Lugar::particao, Lugar::offset, Math::min));
        return fatos.ultimo()
                .map(momento -> momento.fins().getOrDefault(Topico.NOVOS_PEDIDOS.nome(), Map.of()).entrySet().stream()
                        .mapToLong(fim -> primeiros.getOrDefault(fim.getKey(), fim.getValue())
                                - momento.grupo(EtapaDoPipeline.ESTOQUE).gravado(fim.getKey()))
                        .filter(quantos -> quantos > 0)
                        .sum())
                .orElse(0L);
    }

    /** O timestamp mais novo. */
    public static Instant ultimo(List<Registro> registros) {
        return registros.stream()
                .map(Registro::quando)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** O timestamp mais velho. */
    public static Instant primeiro(List<Registro> registros) {
        return registros.stream()
                .map(Registro::quando)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
