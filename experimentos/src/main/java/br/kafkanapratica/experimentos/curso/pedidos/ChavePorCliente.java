package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.Digita;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A chave escolhe a partição, e uma chave ruim desequilibra. */
public final class ChavePorCliente {

    private static final int QUANTOS = 10;

    private ChavePorCliente() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "chave-por-cliente", "Se a chave fosse o cliente")
                .pergunta(
                        "Um producer usa como chave o cliente, e quase todos os pedidos são de um cliente só. Como ficam as três partições?")
                .errada(
                        "Iguais: o Kafka distribui.",
                        "O Kafka distribui as chaves, não os registros: a mesma chave vai sempre para a mesma partição.")
                .certa(
                        "Uma cheia, e pelo menos uma vazia.",
                        "A partição é função da chave. Com poucas chaves, alguma partição fica sem trabalho, e o estoque que cuida dela só olha.")
                .errada(
                        "Iguais, até que se inicie um segundo estoque.",
                        "O número de leitores não muda o lugar do que já foi escrito.")
                .faca(
                        "Mande pedidos com a chave errada.",
                        new Digita("java -jar armadilhas/target/armadilhas.jar pedidos-por-cliente"))
                .veja("Dez pedidos entraram com a chave do cliente.", ChavePorCliente::entraram)
                .veja("Uma partição não recebeu nenhum deles.", ChavePorCliente::umaVazia)
                .porque(
                        "Escolhe-se a chave pelo que precisa de ordem entre si: aqui, o que se diz de um mesmo pedido. Quanto mais chaves, mais igual a divisão.",
                        "Esses pedidos foram parar na DLT: o estoque exige que a chave seja o id do pedido, porque é o que o contrato do tópico promete a quem lê.");
    }

    private static List<Registro> porCliente(Fatos fatos) {
        return fatos.em(Topico.NOVOS_PEDIDOS).stream()
                .filter(registro -> registro.valor() != null
                        && registro.valor().contains("\"cliente\":\"" + registro.chave() + "\""))
                .toList();
    }

    private static Conclusao entraram(Fatos fatos) {
        var destes = porCliente(fatos);
        return destes.size() < QUANTOS
                ? falta("entraram %d de %d", destes.size(), QUANTOS)
                : Prova.de(
                        Pedidos.ultimo(destes),
                        Fatos.lugares(destes),
                        "%d pedidos com a chave igual ao cliente: %s",
                        destes.size(),
                        String.join(", ", Fatos.chaves(destes)));
    }

    private static Conclusao umaVazia(Fatos fatos) {
        var destes = porCliente(fatos);
        var usadas =
                destes.stream().map(registro -> registro.lugar().particao()).collect(Collectors.toSet());
        var todas = fatos.ultimo()
                .map(momento -> momento.fins()
                        .getOrDefault(Topico.NOVOS_PEDIDOS.nome(), Map.of())
                        .keySet())
                .orElse(Set.of());
        var vazias = todas.stream()
                .filter(particao -> !usadas.contains(particao))
                .sorted()
                .toList();
        return destes.size() < QUANTOS || vazias.isEmpty()
                ? falta("ainda não se vê uma partição sem nenhum")
                : Prova.de(
                        Pedidos.ultimo(destes),
                        Fatos.lugares(destes),
                        "foram para %s; para %s, nenhum",
                        usadas,
                        vazias);
    }
}
