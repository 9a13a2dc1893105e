package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.experimentos.Acao.Digita;
import br.kafkanapratica.experimentos.Acao.EscreveSaldo;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.regras.Saldos;
import java.util.List;

/** Entre o broker confirmar e o serviço saber passa um instante. */
public final class LerAPropriaEscrita {

    private LerAPropriaEscrita() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "ler-a-propria-escrita", "Ler o que se acabou de escrever")
                .pergunta(
                        "O broker confirmou o seu saldo. No mesmo instante você pergunta por ele ao saldo-service. O que vem?")
                .errada(
                        "O saldo novo, sempre: já está gravado.",
                        "Gravado no tópico. O serviço é um leitor, e leitores vêm depois.")
                .certa(
                        "Quase sempre o novo; às vezes o anterior.",
                        "O serviço costuma alcançar o tópico em milissegundos, mas \"costuma\" não é garantia.")
                .errada("Um erro, até que o serviço releia o tópico.", "Ele não relê: segue o fim do log, sem parar.")
                .faca("Escreva um saldo, e anote a partição e o offset.", new EscreveSaldo("6", "60,00"))
                .faca(
                        "Pergunte por ele, exigindo a posição que você anotou.",
                        new Digita("curl 'http://localhost:5001/saldo/6?posicao=0:0'"))
                .veja(
                        "O saldo está em contas.",
                        Saldos.entrou(RegistroDeContas.Valido.class::isInstance, "nenhum saldo novo em contas"))
                .veja("O estado do saldo-service passou a incluir aquele registro.", LerAPropriaEscrita::incluido)
                .porque(
                        "?posicao=PARTIÇÃO:OFFSET diz ao serviço até onde ele tem de ter lido antes de responder: a resposta espera (no máximo 5 s) em vez de mentir. Troque 0:0 pelo que você anotou.",
                        "É assim que um sistema de leitura separada da escrita (CQRS) dá a quem escreveu a certeza de ler o que escreveu, sem que os outros paguem por isso.");
    }

    private static Conclusao incluido(Fatos fatos) {
        var registro = Saldos.registro(fatos, RegistroDeContas.Valido.class::isInstance);
        if (registro.isEmpty()) {
            return falta("primeiro, escreva um saldo");
        }
        var lugar = registro.get().lugar();
        return fatos.quando(momento -> momento.saldos().posicao(lugar.particao()) > lugar.offset())
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(lugar),
                        "o estado vai até o offset %d da partição %d, e o registro está no %d",
                        momento.saldos().posicao(lugar.particao()) - 1,
                        lugar.particao(),
                        lugar.offset()))
                .orElseGet(() -> falta("o saldo-service ainda não chegou a esse offset"));
    }
}
