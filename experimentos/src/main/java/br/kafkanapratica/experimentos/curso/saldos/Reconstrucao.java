package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.experimentos.Acao.EscreveSaldo;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Saldos;
import java.time.Duration;
import java.util.List;

/** A memória se perde, o log não. */
public final class Reconstrucao {

    private Reconstrucao() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "reconstrucao", "Matar o saldo-service")
                .pergunta(
                        "O saldo-service guarda os saldos só na memória. Você o mata (kill -9) e o inicia de novo. Quais saldos ele tem?")
                .errada(
                        "Nenhum: a memória se perdeu.",
                        "A memória, sim; mas ela era só uma cópia do que está no tópico.")
                .errada(
                        "Os do último minuto, talvez não.",
                        "O que o broker confirmou está no log, e o log é lido inteiro.")
                .certa(
                        "Todos, iguais: ele lê o tópico do começo antes de atender.",
                        "O estado é função do log. Enquanto não o leu até onde ia, ele diz que não está pronto (503), em vez de responder pela metade.")
                .faca("Escreva um saldo.", new EscreveSaldo("7", "70,00"))
                .faca("Mate o saldo-service.", new NoLab(Verbo.MATAR, "saldo"))
                .faca("Inicie-o de novo.", new NoLab(Verbo.INICIAR, "saldo"))
                .veja(
                        "Um saldo foi escrito em contas.",
                        Saldos.entrou(RegistroDeContas.Valido.class::isInstance, "nenhum saldo novo em contas"))
                .veja("O saldo-service deixou de atender.", Reconstrucao::caiu)
                .veja("Voltou, com o mesmo estado.", Reconstrucao::voltouIgual)
                .porque(
                        "Não há banco de dados, nem arquivo, nem offset gravado: a única fonte da verdade é o tópico. Por isso nada pode ficar diferente dele.",
                        "O preço é o tempo de ler o log a cada início. A compactação o mantém perto do número de clientes, e a cópia local (saldo.copia-local) encurta o resto.");
    }

    private static Conclusao caiu(Fatos fatos) {
        return Saldos.fora(fatos)
                .map(momento -> Prova.de(momento.quando(), List.of(), "ninguém responde pelos saldos"))
                .orElseGet(() -> fatos.quando(momento -> momento.saldos().pronto())
                                .isPresent()
                        ? falta("o saldo-service continua respondendo")
                        : falta("o saldo-service não está pronto desde que você começou: primeiro, ponha-o no ar"));
    }

    private static Conclusao voltouIgual(Fatos fatos) {
        var reinicio = Saldos.reinicio(fatos);
        if (reinicio.isEmpty()) {
            return falta(caiu(fatos) instanceof Conclusao.Feita ? "ele ainda não está pronto" : "primeiro, mate-o");
        }
        var antes = reinicio.get().antes().saldos();
        var agora = fatos.depois(
                reinicio.get().fora(),
                momento -> momento.saldos().pronto()
                        && antes.impressao() != null
                        && antes.impressao().equals(momento.saldos().impressao()));
        return agora.map(momento -> Prova.de(
                        momento.quando(),
                        List.of(),
                        "a mesma impressão digital de antes, %s, nas mesmas posições; %s clientes; %.1f s sem atender",
                        antes.impressao() == null ? "" : antes.impressao().digitos(),
                        momento.saldos().total(),
                        Duration.between(
                                                reinicio.get().fora().quando(),
                                                reinicio.get().depois().quando())
                                        .toMillis()
                                / 1000.0))
                .orElseGet(
                        () -> falta(
                                "a impressão digital do estado ainda não é a de antes (se alguém escreveu em contas no meio, as posições mudaram: recomece)"));
    }
}
