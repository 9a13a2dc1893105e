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
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.time.Duration;
import java.util.List;

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
        var novos = fatos.em(Topico.NOVOS_PEDIDOS);
        if (novos.size() < QUANTOS) {
            return falta("entraram %d pedidos de %d", novos.size(), QUANTOS);
        }
        var dez = novos.stream()
                .sorted((um, outro) -> um.quando().compareTo(outro.quando()))
                .limit(QUANTOS)
                .toList();
        var chaves = Fatos.chaves(dez);
        var concluidos = fatos.em(Topico.PEDIDOS_CONCLUIDOS).stream()
                .filter(registro -> chaves.contains(registro.chave()))
                .toList();
        var ultimo = dez.get(QUANTOS - 1);
        if (concluidos.isEmpty()) {
            return falta("nenhum foi concluído ainda: espere o primeiro");
        }
        if (!ultimo.quando().isBefore(Pedidos.primeiro(concluidos))) {
            return falta("os dez primeiros não vieram juntos: mande dez de uma vez");
        }
        return Prova.de(
                ultimo.quando(),
                List.of(ultimo.lugar(), concluidos.get(0).lugar()),
                "o décimo pedido foi gravado %.1f s antes de o primeiro ser concluído",
                Duration.between(ultimo.quando(), Pedidos.primeiro(concluidos)).toMillis() / 1000.0);
    }
}
