package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Grupos;
import br.kafkanapratica.experimentos.regras.Pedidos;
import java.util.List;

/** Saldos num tópico que apaga por tempo. */
public final class ContasDelete {

    private ContasDelete() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "contas-delete", "Saldos num tópico que apaga por tempo")
                .pergunta(
                        "Um tópico criado sem dizer nada tem cleanup.policy=delete. A armadilha copia os saldos para um assim, com retenção de dez segundos (de fábrica, sete dias), e ninguém escreve mais nele. O que há lá depois?")
                .errada("O último saldo de cada cliente.", "Isso é o que a política compact guarda.")
                .certa(
                        "Nada: os saldos de quem não mudou foram apagados.",
                        "A política delete olha para a idade do registro, e não para a chave: o único registro de um cliente vai como qualquer outro.")
                .errada(
                        "Tudo: o Kafka só apaga o que todos os grupos já leram.",
                        "O Kafka não espera por leitor nenhum: apaga pelo tempo, ou pelo tamanho.")
                .faca("Rode a armadilha, e espere.", new NoLab(Verbo.ARMADILHA, "contas-delete"))
                .veja("Os saldos foram copiados para contas-delete.", ContasDelete::copiados)
                .veja(
                        "Passada a retenção, todos sumiram de lá, e o saldo-service ainda tem os seus.",
                        ContasDelete::sumiram)
                .porque(
                        "O tópico contas é compact, e só compact: o último registro de cada chave fica para sempre, por mais velho que seja.",
                        "Com delete, o erro leva uma semana para aparecer, e então já não há de onde recuperar. Por isso o saldo-service confere a política antes de começar, e create-topics.sh recusa um contas que já exista com outra.");
    }

    private static List<Registro> copias(Fatos fatos) {
        return fatos.todos(Fatos.CONTAS_DELETE).toList();
    }

    private static Conclusao copiados(Fatos fatos) {
        var copias = copias(fatos);
        return copias.isEmpty()
                ? falta("não há registros novos em contas-delete; se contas está vazio, escreva alguns saldos antes")
                : Prova.de(
                        Pedidos.ultimo(copias), Fatos.lugares(copias), "%d registros em contas-delete", copias.size());
    }

    private static Conclusao sumiram(Fatos fatos) {
        var copias = Fatos.lugares(copias(fatos));
        long ainda = copias.stream()
                .filter(lugar -> !fatos.apagados().contains(lugar))
                .count();
        long noCerto =
                fatos.ultimo().map(momento -> momento.saldos().clientesOuZero()).orElse(0L);
        return copias.isEmpty() || ainda > 0 || noCerto == 0
                ? falta("ainda há %d registros em contas-delete: o broker os procura de tempos em tempos", ainda)
                : Grupos.agora(
                        fatos,
                        copias,
                        "os %d registros já não estão em contas-delete; o saldo-service tem %d clientes",
                        copias.size(),
                        noCerto);
    }
}
