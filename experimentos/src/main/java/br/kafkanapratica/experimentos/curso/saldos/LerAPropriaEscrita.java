package br.kafkanapratica.experimentos.curso.saldos;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao.Digita;
import br.kafkanapratica.experimentos.Acao.EscreveSaldo;
import br.kafkanapratica.experimentos.Acao.NoLab;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Saldos;
import java.util.List;
import java.util.Optional;

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
                .faca(
                        "Congele o saldo-service: o instante que costuma durar milissegundos agora dura o quanto você quiser.",
                        new NoLab(Verbo.PAUSAR, "saldo"))
                .faca("Escreva um saldo, e anote a partição e o offset.", new EscreveSaldo("6", "60,00"))
                .faca("Quando se vir que ele ainda não o conhecia, solte-o.", new NoLab(Verbo.RETOMAR, "saldo"))
                .faca(
                        "Pergunte pelo saldo, exigindo a posição que você anotou no lugar de 0:0.",
                        new Digita("curl 'http://localhost:5001/saldo/6?posicao=0:0'"))
                .veja(
                        "O saldo está em contas.",
                        Saldos.entrou(RegistroDeContas.Valido.class::isInstance, "nenhum saldo novo em contas"))
                .veja(
                        "O broker confirmou a escrita, e o saldo-service ainda não a conhecia.",
                        LerAPropriaEscrita::aindaNao)
                .veja(
                        "Depois, o estado do saldo-service passou a incluir aquele registro.",
                        LerAPropriaEscrita::incluido)
                .porque(
                        "?posicao=PARTIÇÃO:OFFSET diz ao serviço até onde ele tem de ter lido antes de responder: a resposta espera (no máximo 5 s) em vez de mentir.",
                        "É assim que um sistema de leitura separada da escrita (CQRS) dá a quem escreveu a certeza de ler o que escreveu, sem que os outros paguem por isso.");
    }

    private static Conclusao aindaNao(Fatos fatos) {
        return primeiro(fatos)
                // O timestamp é de antes da escrita. O fim do log se lê antes de se perguntar ao serviço: já estava lá.
                .flatMap(registro -> fatos.quando(momento ->
                                momento.fim(Topico.CONTAS, registro.lugar().particao())
                                        > registro.lugar().offset())
                        .filter(momento -> !momento.saldos().pronto()
                                || momento.saldos().posicao(registro.lugar().particao())
                                        <= registro.lugar().offset())
                        .map(momento -> Prova.de(
                                momento.quando(),
                                List.of(registro.lugar()),
                                "o registro está no offset %d, e quem responde pelos saldos ainda não o leu",
                                registro.lugar().offset())))
                .orElseGet(
                        () -> falta("escreva com o saldo-service congelado; se já escreveu, recomece o experimento"));
    }

    private static Optional<Registro> primeiro(Fatos fatos) {
        return Saldos.registro(fatos, RegistroDeContas.Valido.class::isInstance);
    }

    private static Conclusao incluido(Fatos fatos) {
        var registro = primeiro(fatos);
        if (registro.isEmpty() || aindaNao(fatos) instanceof Conclusao.Falta) {
            return falta("primeiro, congele o saldo-service e escreva um saldo");
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
