package br.kafkanapratica.experimentos.curso.garantias;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.FazPedidos;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import br.kafkanapratica.juiz.Anomalia;
import java.util.List;

/** Trabalhar mais tempo do que o grupo espera. */
public final class PollDemorado {

    private static final int QUANTOS = 10;

    private PollDemorado() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.GARANTIAS, "poll-demorado", "Demorar entre um poll() e outro")
                .pergunta(
                        "Este estoque pega muitos pedidos de uma vez e demora neles mais do que max.poll.interval.ms. O que o grupo faz?")
                .errada(
                        "Espera: ele está vivo, e manda sinais.",
                        "Os sinais saem de outra thread. O que diz que ele trabalha é voltar a chamar poll().")
                .certa(
                        "Fica sem ele. Ele acaba o lote, não consegue gravar o offset, volta, e pega os mesmos pedidos.",
                        "É a thread dos sinais que nota que ninguém chama poll(), e pede para sair. De novo, e de novo: cada volta aprova outra vez os mesmos pedidos, e a fila não anda.")
                .errada("Mata o processo.", "O grupo não conhece processos; só deixa de contar com ele.")
                .faca("Ponha a armadilha no lugar do estoque.", new NoLab(Verbo.ARMADILHA, "estoque-demorado"))
                .faca("Mande dez pedidos, e espere.", new FazPedidos(QUANTOS))
                .faca("Depois de ver tudo, traga de volta o estoque certo.", new NoLab(Verbo.CERTO, "estoque"))
                .veja("A armadilha saiu do grupo, e voltou.", PollDemorado::saiEVolta)
                .veja(
                        "Um pedido foi aprovado mais de uma vez.",
                        Pedidos.juizAcha(
                                Anomalia.DUPLICADO,
                                "nenhum aprovado duas vezes até agora: espere que ela volte ao grupo e refaça o lote"))
                .porque(
                        "max.poll.interval.ms é quanto tempo um consumidor pode passar entre dois poll(). De fábrica são 5 minutos, e 500 registros por poll(): a 2 s cada um, dá 16 minutos.",
                        "A etapa certa faz por vez só o que cabe num tempo curto (etapa.lote), e enquanto espera para tentar de novo continua chamando poll(). Um trabalho que, num registro só, passasse de max.poll.interval.ms perderia as partições do mesmo jeito.");
    }

    private static Conclusao saiEVolta(Fatos fatos) {
        return Grupos.vaiEVem(fatos, ESTOQUE)
                .map(membro -> Grupos.agora(
                        fatos,
                        List.of(),
                        "o membro %s saiu de grupo_estoque e voltou, sem que ninguém o iniciasse",
                        membro))
                .orElseGet(() ->
                        falta("ninguém saiu de grupo_estoque e voltou até agora: dê pedidos à armadilha, e espere"));
    }
}
