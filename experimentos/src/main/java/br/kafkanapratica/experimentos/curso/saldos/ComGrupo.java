package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import java.util.List;
import java.util.Optional;

/** Reconstruir com os offsets gravados de um grupo. */
public final class ComGrupo {

    private ComGrupo() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "com-grupo", "Reconstruir com um grupo")
                .pergunta(
                        "Este saldo-service lê contas com um group.id, e grava os offsets. Na primeira vez lê tudo. Você o mata e o inicia de novo, sem que ninguém escreva em contas no meio. Quais saldos ele tem?")
                .errada("Todos: o tópico é o mesmo.", "O tópico, sim; mas ele começa de onde o grupo parou.")
                .certa("Nenhum.", "O grupo já leu tudo, e a memória em que aquilo estava morreu com o processo.")
                .errada(
                        "Só os últimos: volta-se um pouco atrás, por segurança.",
                        "O grupo recomeça do offset gravado, e só teria o que se escrevesse depois dele. Nada o faz voltar atrás.")
                .faca("Inicie a armadilha ao lado do saldo-service.", new NoLab(Verbo.ARMADILHA, "saldo-com-grupo"))
                .faca("Quando ela responder, mate-a.", new NoLab(Verbo.MATAR, "saldo-com-grupo"))
                .faca("Inicie-a de novo.", new NoLab(Verbo.INICIAR, "saldo-com-grupo"))
                .veja("Na primeira vez, ela tinha todos os clientes.", ComGrupo::todos)
                .veja("Depois de reiniciada, diz-se pronta, e não tem nenhum.", ComGrupo::nenhum)
                .porque(
                        "Offset gravado é de quem processa uma vez e guarda o resultado noutro lugar. Quem guarda o resultado na memória tem de ler o log inteiro a cada início: sem grupo, assign() e seekToBeginning().",
                        "O mesmo vale para duas instâncias: com um grupo, cada uma ficaria com parte das partições, e responderia 404 pela outra.");
    }

    private static Optional<Momento> comTodos(Fatos fatos) {
        return fatos.quando(momento -> momento.pronta("saldo-com-grupo")
                && momento.saldos().pronto()
                && momento.outro().clientesOuZero() > 0
                && momento.outro().clientesOuZero()
                        >= momento.saldos().clientesOuZero()); // a armadilha conta também os malformados
    }

    private static Conclusao todos(Fatos fatos) {
        return comTodos(fatos)
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "ela responde com %d clientes, e o saldo-service, com %d",
                        momento.outro().clientesOuZero(),
                        momento.saldos().clientesOuZero()))
                .orElseGet(
                        () -> falta(
                                "ela ainda não respondeu com todos os clientes. Se você já a tinha rodado, o grupo dela já leu tudo, e o erro está lá desde o início: pare-a, apague o grupo com java -jar broker-local/target/broker-local.jar consumer-groups --delete --group grupo_saldo (um kill -9 leva uns 6 s para ser notado), e inicie-a de novo"));
    }

    private static Conclusao nenhum(Fatos fatos) {
        return comTodos(fatos)
                .flatMap(antes -> fatos.depois(antes, momento -> momento.outro().caiu()))
                .flatMap(fora -> fatos.depois(
                        fora,
                        momento -> momento.pronta("saldo-com-grupo")
                                && momento.outro().clientesOuZero() == 0))
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "ela responde com 0 clientes, e o saldo-service, com %d",
                        momento.saldos().clientesOuZero()))
                .orElseGet(() -> falta("ela ainda não foi vista reiniciada e vazia"));
    }
}
