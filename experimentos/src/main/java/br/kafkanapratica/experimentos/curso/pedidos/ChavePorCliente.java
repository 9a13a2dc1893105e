package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A chave escolhe a partição, e uma chave ruim desequilibra. */
public final class ChavePorCliente {

    private static final int QUANTOS = 10;
    private static final double QUASE_TODOS = 0.8;
    private static final Pattern CLIENTE = Pattern.compile("\"cliente\":\"([^\"]*)\"");

    private ChavePorCliente() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "chave-por-cliente", "Repartir pelo cliente")
                .pergunta(
                        "Um producer escolhe a partição pelo cliente, para que os pedidos de cada um fiquem em ordem. Quase todos são de um cliente só. Como ficam as três partições?")
                .errada(
                        "Iguais: o Kafka distribui.",
                        "O Kafka distribui as chaves, não os registros: a mesma chave vai sempre para a mesma partição.")
                .certa(
                        "Uma cheia, e pelo menos uma vazia.",
                        "A partição é função da chave. Com poucas chaves, alguma partição fica sem trabalho, e o estoque que cuida dela só olha.")
                .errada(
                        "Iguais, até que se inicie um segundo estoque.",
                        "O número de leitores não muda o lugar do que já foi escrito.")
                .faca("Rode o producer que reparte pelo cliente.", new NoLab(Verbo.ARMADILHA, "pedidos-por-cliente"))
                .veja(
                        "Dez pedidos entraram, e os de cada cliente estão todos na mesma partição.",
                        ChavePorCliente::juntos)
                .veja("Uma partição ficou com quase todos.", ChavePorCliente::desiguais)
                .porque(
                        "Escolhe-se a chave pelo que precisa de ordem entre si: aqui, o que se diz de um mesmo pedido, e a chave é o id dele. Quanto mais chaves, mais igual a divisão.",
                        "Este producer não mudou a chave, que o contrato do tópico quer que seja o id do pedido: fez com o cliente a conta que o Kafka faria se ele fosse a chave, e mandou o pedido para essa partição.",
                        "Um segundo estoque não ajudaria: a partição cheia continua sendo de um só.");
    }

    private static Conclusao juntos(Fatos fatos) {
        var novos = fatos.em(Topico.NOVOS_PEDIDOS);
        if (novos.size() < QUANTOS) {
            return falta("entraram %d pedidos de %d", novos.size(), QUANTOS);
        }
        var espalhados = particoesPorCliente(novos).values().stream()
                .filter(particoes -> particoes.size() > 1)
                .count();
        return espalhados > 0
                ? falta("os pedidos de %d clientes estão em mais de uma partição", espalhados)
                : Prova.de(
                        Pedidos.ultimo(novos),
                        Fatos.lugares(novos),
                        "%d pedidos de %d clientes, cada cliente numa partição só",
                        novos.size(),
                        particoesPorCliente(novos).size());
    }

    private static Conclusao desiguais(Fatos fatos) {
        var novos = fatos.em(Topico.NOVOS_PEDIDOS);
        var porParticao = novos.stream()
                .collect(Collectors.groupingBy(registro -> registro.lugar().particao(), Collectors.counting()));
        long maior = porParticao.values().stream()
                .mapToLong(quantos -> quantos)
                .max()
                .orElse(0);
        return novos.size() < QUANTOS || maior < QUASE_TODOS * novos.size()
                ? falta("a partição mais cheia recebeu %d de %d", maior, novos.size())
                : Prova.de(
                        Pedidos.ultimo(novos),
                        Fatos.lugares(novos),
                        "partição → pedidos: %s",
                        new TreeMap<>(porParticao));
    }

    private static Map<String, Set<Integer>> particoesPorCliente(List<Registro> novos) {
        return novos.stream()
                .collect(Collectors.groupingBy(
                        ChavePorCliente::cliente,
                        Collectors.mapping(registro -> registro.lugar().particao(), Collectors.toSet())));
    }

    private static String cliente(Registro registro) {
        var achado = CLIENTE.matcher(String.valueOf(registro.valor()));
        return achado.find() ? achado.group(1) : "";
    }
}
