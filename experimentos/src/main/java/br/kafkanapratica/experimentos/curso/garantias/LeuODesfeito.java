package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.EtapaDoPipeline;
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
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.juiz.Estado;
import java.util.List;

/** read_uncommitted: cobrar o que foi desfeito. */
public final class LeuODesfeito {

    private LeuODesfeito() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "leu-o-desfeito", "Ler o que foi desfeito")
                .pergunta(
                        "Uma transação escreve uma aprovação em pedidos_aprovados e é abortada. Este pagamento lê com o isolation.level de fábrica. O que ele vê?")
                .errada(
                        "Nada: a transação foi desfeita.",
                        "Desfeita não é apagada: o registro está no log, seguido de uma marca que diz que não vale.")
                .certa(
                        "A aprovação, e cobra o cliente.",
                        "O padrão é read_uncommitted: quem não pede read_committed lê tudo, na hora, e não liga para a marca.")
                .errada("Um erro, ao chegar na marca.", "As marcas são invisíveis: só ocupam um offset.")
                .faca(
                        "Ponha no lugar do estoque um que, a cada três pedidos, desfaz uma aprovação e a refaz.",
                        new NoLab(Verbo.ARMADILHA, "estoque-que-desfaz"))
                .faca("Ponha a armadilha no lugar do pagamento.", new NoLab(Verbo.ARMADILHA, "pagamento-le-tudo"))
                .faca("Mande seis pedidos.", new FazPedidos(6))
                .faca("Depois de ver tudo, traga de volta o estoque certo.", new NoLab(Verbo.CERTO, "estoque"))
                .faca("E o pagamento certo.", new NoLab(Verbo.CERTO, "pagamento"))
                .veja(
                        "Em grupo_pagamento, quem estava saiu, e entrou a armadilha.",
                        Grupos.trocou(EtapaDoPipeline.PAGAMENTO, "a armadilha"))
                .veja("Há em pedidos_aprovados um registro de uma transação desfeita.", LeuODesfeito::desfeito)
                .veja("O pedido dele foi pago por uma aprovação que não valeu.", LeuODesfeito::concluido)
                .porque(
                        "Exactly-once é de ponta a ponta: não basta que quem escreve use transações, se quem lê não as respeita. E o padrão do consumidor é não respeitar.",
                        "Na etapa certa o isolation.level não é um ajuste que se possa esquecer: a biblioteca o põe, e recusa começar com outro.");
    }

    private static List<Registro> desfeitos(Fatos fatos) {
        return fatos.todos(Topico.PEDIDOS_APROVADOS)
                .filter(registro -> registro.estado() == Estado.DESFEITO)
                .toList();
    }

    private static Conclusao desfeito(Fatos fatos) {
        return desfeitos(fatos).stream()
                .findFirst()
                .map(registro -> Prova.de(
                        registro.quando(),
                        List.of(registro.lugar()),
                        "uma aprovação de %s está no log, e quem lê read_committed não a vê",
                        registro.chave()))
                .orElseGet(() -> falta("nenhuma aprovação desfeita até agora"));
    }

    private static Conclusao concluido(Fatos fatos) {
        for (var desfeito : desfeitos(fatos)) {
            var concluidos = fatos.de(desfeito.chave(), Topico.PEDIDOS_CONCLUIDOS);
            int valeram = fatos.de(desfeito.chave(), Topico.PEDIDOS_APROVADOS).size();
            if (concluidos.size() > valeram) {
                return Prova.de(
                        concluidos.get(0).quando(),
                        List.of(desfeito.lugar(), concluidos.get(0).lugar()),
                        "%s: aprovações que valem, %d; pagamentos, %d",
                        desfeito.chave(),
                        valeram,
                        concluidos.size());
            }
        }
        return falta("nenhum pedido foi pago mais vezes do que aprovado");
    }
}
