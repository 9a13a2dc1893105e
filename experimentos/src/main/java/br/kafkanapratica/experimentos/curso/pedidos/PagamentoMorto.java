package br.kafkanapratica.experimentos.curso.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.PAGAMENTO;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Ausencia;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.List;

/** Teste de fogo 1: uma etapa morre, a fila espera, nada se perde. */
public final class PagamentoMorto {

    private static final int QUANTOS = 5;

    private PagamentoMorto() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.PEDIDOS, "pagamento-morto", "Matar o pagamento")
                .pergunta(
                        "Você mata o pagamento (kill -9: ele não fica sabendo) e manda cinco pedidos. O que acontece com eles?")
                .errada(
                        "Perdem-se: quem devia recebê-los não existe.",
                        "Ninguém os entrega: eles estão gravados em pedidos_aprovados, e é o pagamento que vai buscá-los.")
                .errada(
                        "O estoque percebe e para de aprovar.",
                        "O estoque escreve num tópico. Se alguém o lê, não é da conta dele.")
                .certa(
                        "O estoque os aprova, e eles esperam em pedidos_aprovados até que o pagamento volte.",
                        "Quando volta, ele começa do offset que o grupo gravou: não pula nenhum, e não repete nenhum.")
                .faca("Mate o pagamento.", new NoLab(Verbo.MATAR, "pagamento"))
                .faca("Mande cinco pedidos.", new FazPedidos(QUANTOS))
                .faca(
                        "Espere o estoque aprovar os cinco, e traga o pagamento de volta.",
                        new NoLab(Verbo.INICIAR, "pagamento"))
                .veja("grupo_pagamento ficou sem ninguém.", Grupos.ficouSemNinguem(PAGAMENTO))
                .veja(
                        "Cinco pedidos aprovados esperaram em pedidos_aprovados, e nenhum foi concluído.",
                        PagamentoMorto::esperaram)
                .veja("O pagamento voltou.", Grupos.voltouAlguem(PAGAMENTO))
                .veja(
                        "Todos chegaram a pedidos_concluidos: nenhum perdido, nenhum duplicado.",
                        fatos -> esperaram(fatos) instanceof Conclusao.Falta antes
                                ? antes
                                : Pedidos.umaVezCada(PAGAMENTO, QUANTOS).apply(fatos))
                .porque(
                        "O tópico guarda o que ninguém leu, e o grupo guarda até onde leu. Nenhum dos dois estava no processo que morreu.",
                        "Note a demora entre o kill -9 e o grupo ficar vazio: quem morre sem avisar só é dado por morto quando deixa de mandar sinais, aqui por 6 s (group.consumer.session.timeout.ms). Quem termina normalmente, com Ctrl-C, avisa, e sai na hora.");
    }

    private static Conclusao esperaram(Fatos fatos) {
        var porAusencia = Ausencia.de(fatos, PAGAMENTO).stream()
                .map(ausencia -> esperando(fatos, ausencia))
                .toList();
        if (porAusencia.isEmpty()) {
            return falta("primeiro, grupo_pagamento tem de ficar sem ninguém");
        }
        return porAusencia.stream()
                .filter(esperando -> esperando.size() >= QUANTOS)
                .findFirst()
                .map(esperando -> Prova.de(
                        Pedidos.ultimo(esperando),
                        Fatos.lugares(esperando),
                        "%d pedidos em pedidos_aprovados, sem ninguém em grupo_pagamento",
                        esperando.size()))
                .orElseGet(() -> falta(
                        "aprovados sem o pagamento: %d pedidos de %d",
                        porAusencia.get(porAusencia.size() - 1).size(), QUANTOS));
    }

    private static List<Registro> esperando(Fatos fatos, Ausencia ausencia) {
        var novos = Fatos.chaves(fatos.em(Topico.NOVOS_PEDIDOS));
        var cedo = Fatos.chaves(fatos.em(Topico.PEDIDOS_CONCLUIDOS).stream()
                .filter(concluido -> ausencia.antesDeAcabar(concluido.quando()))
                .toList());
        return fatos.em(Topico.PEDIDOS_APROVADOS).stream()
                .filter(aprovado -> novos.contains(aprovado.chave()) && !cedo.contains(aprovado.chave()))
                .filter(aprovado -> ausencia.antesDaVolta(aprovado.quando()))
                .toList();
    }
}
