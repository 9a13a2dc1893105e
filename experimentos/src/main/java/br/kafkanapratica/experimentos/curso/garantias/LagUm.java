package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.contratos.EtapaDoPipeline.PAGAMENTO;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.Digita;
import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.List;

/** Por que o lag de quem está em dia é 1. */
public final class LagUm {

    private static final int QUANTOS = 3;

    private LagUm() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "lag-um", "Em dia, e com lag 1")
                .pergunta(
                        "O pagamento fez tudo o que havia. As ferramentas do Kafka mostram LAG 1 em cada partição que ele acabou de ler, e o número não muda. Por quê?")
                .errada("Há um pedido que ele não consegue ler.", "Se houvesse, a fila cresceria atrás dele.")
                .errada("O LAG demora a ser atualizado.", "É a diferença entre dois números que o broker tem na hora.")
                .certa(
                        "O último offset da partição não é um pedido: é a marca do fim de uma transação.",
                        "Cada commit de uma transação ocupa um offset. Ninguém o lê, e a etapa grava o offset seguinte ao do último pedido. Quem grava a posição do consumidor (o auto-commit) passa por cima da marca, e mostra 0.")
                .faca("Mande três pedidos, e espere que sejam concluídos.", new FazPedidos(QUANTOS))
                .faca(
                        "Olhe o LAG.",
                        new Digita(
                                "java -jar broker-local/target/broker-local.jar consumer-groups --describe --group grupo_pagamento"))
                .veja("Os três foram concluídos.", Pedidos.umaVezCada(PAGAMENTO, QUANTOS))
                .veja(
                        "Em pedidos_aprovados, o grupo está a um offset do fim, e no fim não há registro nenhum.",
                        LagUm::umSo)
                .porque(
                        "O lag em offsets não é o número de registros por fazer: nele entram marcas de transação, registros de transações desfeitas e buracos da compactação.",
                        "Por isso a página mostra os dois: quantos esperam (contados um a um) e o lag das ferramentas.");
    }

    private static Conclusao umSo(Fatos fatos) {
        var ultimo = fatos.ultimo();
        if (ultimo.isEmpty() || Pedidos.umaVezCada(PAGAMENTO, QUANTOS).apply(fatos) instanceof Conclusao.Falta) {
            return falta("primeiro, os três têm de ser concluídos");
        }
        for (var aprovado : fatos.em(Topico.PEDIDOS_APROVADOS)) {
            int particao = aprovado.lugar().particao();
            long fim = ultimo.get().fim(Topico.PEDIDOS_APROVADOS, particao);
            long gravado = ultimo.get().grupo(PAGAMENTO).gravado(particao);
            boolean registroNoFim = fatos.todos(Topico.PEDIDOS_APROVADOS)
                    .anyMatch(registro -> registro.lugar().particao() == particao
                            && registro.lugar().offset() == fim - 1);
            if (fim - gravado == 1 && !registroNoFim) {
                return Prova.de(
                        ultimo.get().quando(),
                        List.of(aprovado.lugar()),
                        "partição %d: o grupo gravou %d, o fim é %d, e no offset %d não há registro: é a marca",
                        particao,
                        gravado,
                        fim,
                        fim - 1);
            }
        }
        return falta("nenhuma partição está a um offset do fim");
    }
}
