package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.Digita;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Acao.Verbo;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.juiz.Estado;
import java.util.List;
import java.util.Optional;

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
                .faca("Ponha a armadilha no lugar do pagamento.", new NoLab(Verbo.ARMADILHA, "pagamento-le-tudo"))
                .faca(
                        "Escreva uma aprovação, e desfaça-a.",
                        new Digita("java -jar armadilhas/target/armadilhas.jar aprovacao-desfeita"))
                .faca("Traga de volta o pagamento certo.", new NoLab(Verbo.CERTO, "pagamento"))
                .veja(
                        "Em grupo_pagamento, quem estava saiu, e entrou a armadilha.",
                        Grupos.trocou(EtapaDoPipeline.PAGAMENTO, "a armadilha"))
                .veja("Há em pedidos_aprovados um registro de uma transação desfeita.", LeuODesfeito::desfeito)
                .veja("O pedido dele foi concluído.", LeuODesfeito::concluido)
                .porque(
                        "Exactly-once é de ponta a ponta: não basta que quem escreve use transações, se quem lê não as respeita. E o padrão do consumidor é não respeitar.",
                        "Na etapa certa o isolation.level não é um ajuste que se possa esquecer: a biblioteca o põe, e recusa começar com outro.");
    }

    private static Optional<Registro> oDesfeito(Fatos fatos) {
        return fatos.todos(Topico.PEDIDOS_APROVADOS)
                .filter(registro -> registro.estado() == Estado.DESFEITO)
                .findFirst();
    }

    private static Conclusao desfeito(Fatos fatos) {
        return oDesfeito(fatos)
                .map(registro -> Prova.de(
                        registro.quando(),
                        List.of(registro.lugar()),
                        "a aprovação de %s está no log, e quem lê read_committed não a vê",
                        registro.chave()))
                .orElseGet(() -> falta("nenhuma aprovação desfeita até agora"));
    }

    private static Conclusao concluido(Fatos fatos) {
        return oDesfeito(fatos)
                .flatMap(desfeito -> fatos.de(desfeito.chave(), Topico.PEDIDOS_CONCLUIDOS).stream()
                        .findFirst()
                        .map(concluido -> Prova.de(
                                concluido.quando(),
                                List.of(desfeito.lugar(), concluido.lugar()),
                                "%s foi pago, e a aprovação dele nunca valeu",
                                concluido.chave())))
                .orElseGet(() -> falta("nenhum pedido com aprovação desfeita foi concluído"));
    }
}
