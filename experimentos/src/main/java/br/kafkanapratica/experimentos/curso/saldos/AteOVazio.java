package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Acao.Verbo;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Saldos;
import java.util.List;
import java.util.Objects;

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
                .faca("Ponha a armadilha no lugar do saldo-service.", new NoLab(Verbo.ARMADILHA, "saldo-ate-o-vazio"))
                .faca("Traga de volta o certo.", new NoLab(Verbo.CERTO, "saldo"))
                .veja("Um serviço que se diz pronto tem menos clientes do que o log.", AteOVazio::menos)
                .veja("Com o certo, todos voltaram.", AteOVazio::voltaram)
                .porque(
                        "O fim de um log se conhece perguntando por ele (endOffsets) e lendo até que position() o alcance. É o que o saldo-service faz, e até lá ele responde 503.",
                        "O erro passa em todos os testes feitos na máquina de quem o escreveu, com o broker quente e dez registros.");
    }

    private static Conclusao menos(Fatos fatos) {
        var reinicio = Saldos.reinicio(fatos);
        if (reinicio.isEmpty()) {
            return falta("o saldo-service ainda não foi trocado");
        }
        var antes = reinicio.get().antes().saldos().total();
        var total = reinicio.get().depois().saldos().total();
        return antes == null || total == null || total >= antes
                ? falta("ele começou com todos os clientes; se contas estava vazio, escreva alguns saldos antes")
                : Prova.de(
                        reinicio.get().depois().quando(),
                        List.of(),
                        "diz que está pronto com %d clientes; há pouco eram %d, e ninguém removeu nenhum",
                        total,
                        antes);
    }

    private static Conclusao voltaram(Fatos fatos) {
        if (menos(fatos) instanceof Conclusao.Falta) {
            return falta("primeiro, veja o erro");
        }
        var antes = Saldos.reinicio(fatos).orElseThrow().antes().saldos().total();
        return fatos.ultimo()
                .filter(momento -> momento.saldos().pronto()
                        && Objects.equals(momento.saldos().total(), antes)
                        && momento.saldos().impressao() != null)
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "de novo %d clientes",
                        momento.saldos().total()))
                .orElseGet(() -> falta("o certo ainda não voltou"));
    }
}
