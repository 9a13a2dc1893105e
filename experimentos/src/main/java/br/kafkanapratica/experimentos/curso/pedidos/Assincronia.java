package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.PAGAMENTO;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Quem manda não espera por quem faz. */
public final class Assincronia {

    private static final int QUANTOS = 10;

    private Assincronia() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "assincronia", "O producer espera por alguém?")
                .pergunta(
                        "Você vai mandar dez pedidos. O estoque leva 2 s em cada um, e o pagamento, 1 s. Quando o producer termina?")
                .errada(
                        "Uns 30 s depois, quando o último pedido for concluído.",
                        "Seria assim se cada programa chamasse o seguinte e esperasse a resposta. Aqui ninguém chama ninguém.")
                .errada(
                        "Uns 20 s depois: ele só espera o estoque.",
                        "O producer nem sabe que há um estoque. Ele conhece um tópico.")
                .certa(
                        "Quase na hora: ele só espera o broker confirmar que gravou.",
                        "O pedido está a salvo no log assim que o broker confirma. Quem o lê, e quando, é outra história.")
                .faca("Mande dez pedidos.", new FazPedidos(QUANTOS))
                .veja("Os dez pedidos estão em novos_pedidos.", Pedidos.entraram(QUANTOS))
                .veja("O último foi gravado antes que o primeiro fosse concluído.", Assincronia::gravadosAntes)
                .veja("Os dez chegaram a pedidos_concluidos, uma vez cada um.", Pedidos.umaVezCada(PAGAMENTO, QUANTOS))
                .porque(
                        "Escrever num tópico e trabalhar no que está nele são duas coisas, feitas por programas diferentes, cada um no seu ritmo. O tópico é a fila entre os dois, e guarda o que ainda não foi feito.",
                        "O preço: o producer não sabe quando, nem se, o pedido será concluído. Quem precisa saber lê pedidos_concluidos, como a notificação faz.");
    }

    private static Conclusao gravadosAntes(Fatos fatos) {
        var novos = fatos.em(Topico.NOVOS_PEDIDOS).stream()
                .sorted(Comparator.comparing(Registro::quando))
                .toList();
        if (novos.size() < QUANTOS) {
            return falta("entraram %d pedidos de %d", novos.size(), QUANTOS);
        }
        var concluidos = fatos.em(Topico.PEDIDOS_CONCLUIDOS).stream()
                .collect(Collectors.toMap(Registro::chave, registro -> registro, (primeiro, outro) -> primeiro));
        // Dez seguidos quaisquer: quem mandou um antes, e não esperava por isso, manda outros dez.
        return IntStream.rangeClosed(0, novos.size() - QUANTOS)
                .mapToObj(i -> juntos(novos.subList(i, i + QUANTOS), concluidos))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> primeiro(novos.subList(novos.size() - QUANTOS, novos.size()), concluidos)
                                .isEmpty()
                        ? falta("nenhum foi concluído ainda: espere o primeiro")
                        : falta("não vieram dez juntos: mande dez de uma vez"));
    }

    private static Optional<Conclusao> juntos(List<Registro> dez, Map<String, Registro> concluidos) {
        var ultimo = dez.get(QUANTOS - 1);
        return primeiro(dez, concluidos)
                .filter(concluido -> ultimo.quando().isBefore(concluido.quando()))
                .map(concluido -> Prova.de(
                        ultimo.quando(),
                        List.of(ultimo.lugar(), concluido.lugar()),
                        "o décimo pedido foi gravado %.1f s antes de o primeiro ser concluído",
                        Duration.between(ultimo.quando(), concluido.quando()).toMillis() / 1000.0));
    }

    private static Optional<Registro> primeiro(List<Registro> dez, Map<String, Registro> concluidos) {
        return dez.stream()
                .flatMap(registro -> Stream.ofNullable(concluidos.get(registro.chave())))
                .min(Comparator.comparing(Registro::quando));
    }
}
