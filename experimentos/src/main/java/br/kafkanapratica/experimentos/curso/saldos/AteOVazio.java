package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import java.util.List;

/** Parar de ler no primeiro poll() vazio. */
public final class AteOVazio {

    private AteOVazio() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "ate-o-vazio", "Parar no primeiro poll() vazio")
                .pergunta(
                        "Este saldo-service reconstrói lendo até que um poll() não traga nada, e então diz que está pronto. Com quantos clientes ele fica?")
                .errada(
                        "Com todos: se não veio nada, acabou.",
                        "Um poll() vazio diz que nada chegou a tempo, não que não há mais nada.")
                .certa(
                        "Com menos, às vezes com nenhum.",
                        "O primeiro poll() costuma vir vazio: o consumidor ainda está se conectando. E ele diz que está pronto.")
                .errada("Não fica pronto nunca.", "Fica, e é esse o problema: responde 404 por quem existe.")
                .faca("Inicie a armadilha ao lado do saldo-service.", new NoLab(Verbo.ARMADILHA, "saldo-ate-o-vazio"))
                .veja("Ela se diz pronta, e tem menos clientes do que o certo.", AteOVazio::menos)
                .porque(
                        "O fim de um log se conhece perguntando por ele (endOffsets) e lendo até que position() o alcance. É o que o saldo-service faz, e até lá ele responde 503.",
                        "O erro passa em todos os testes feitos na máquina de quem o escreveu, com o broker quente e dez registros.");
    }

    private static Conclusao menos(Fatos fatos) {
        return fatos.quando(momento -> momento.pronta("saldo-ate-o-vazio")
                        && momento.saldos().pronto()
                        && momento.outro().clientesOuZero() < momento.saldos().clientesOuZero())
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "ela responde com %d clientes, e o saldo-service, com %d",
                        momento.outro().clientesOuZero(),
                        momento.saldos().clientesOuZero()))
                .orElseGet(
                        () -> falta(
                                "a armadilha ainda não respondeu com menos clientes; às vezes ela acerta: tire-a (./lab.sh certo saldo-ate-o-vazio) e inicie-a de novo"));
    }
}
