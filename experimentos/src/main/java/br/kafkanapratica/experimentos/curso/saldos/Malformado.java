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
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Saldos;
import java.util.List;
import java.util.Optional;

/** O último registro decide, mesmo que não se entenda. */
public final class Malformado {

    private static final int CONFLITO = 409;
    private static final int OK = 200;

    private Malformado() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "malformado", "O último registro não se entende")
                .pergunta(
                        "O cliente 9 tem 90,00. Outro programa, com defeito, escreve para ele algo que não é um saldo. O que responder a quem pergunta?")
                .errada(
                        "90,00: é o último saldo bom.",
                        "A compactação vai apagá-lo, e uma instância que comece depois não terá como conhecê-lo: duas instâncias, dois estados.")
                .errada("Que o cliente não existe.", "Existe um registro dele, e não é uma remoção.")
                .certa(
                        "Que o último registro dele está malformado, com a causa e onde está.",
                        "É a única resposta que qualquer instância, de qualquer idade, pode dar igual.")
                .faca("Escreva um saldo para o cliente 9.", new EscreveSaldo("9", "90,00"))
                .faca(
                        "Escreva o que não é um saldo.",
                        new Digita(
                                "echo '9|isto não é um saldo' | java -jar broker-local/target/broker-local.jar console-producer --topic contas --reader-property parse.key=true --reader-property key.separator='|'"))
                .faca("Conserte-o, escrevendo um saldo bom.", new EscreveSaldo("9", "95,00"))
                .veja(
                        "Entrou em contas um registro que não é um saldo.",
                        Saldos.entrouUm(Malformado::torto, "todos os registros novos de contas são saldos ou remoções"))
                .veja(
                        "O saldo-service respondeu 409.",
                        Saldos.responde(
                                Malformado::torto,
                                CONFLITO,
                                "ele não respondeu 409 por esse cliente (espere um pouco antes de consertar)"))
                .veja("O registro bom seguinte o consertou.", Malformado::consertado)
                .porque(
                        "Estado = função do log: quem viveu todos os registros e quem leu só o que a compactação deixou têm de chegar ao mesmo. Então o último registro decide sempre.",
                        "Lançar uma exceção no leitor seria pior: um registro ruim pararia os saldos de todos.");
    }

    private static Optional<Registro> torto(Fatos fatos) {
        return Saldos.registro(fatos, RegistroDeContas.Malformado.class::isInstance);
    }

    private static Conclusao consertado(Fatos fatos) {
        var torto = torto(fatos);
        if (torto.isEmpty()) {
            return falta("primeiro, escreva o que não é um saldo");
        }
        var cliente = torto.get().chave();
        return fatos.quando(momento -> momento.saldos().status(cliente) == CONFLITO)
                .flatMap(
                        antes -> fatos.depois(antes, momento -> momento.saldos().status(cliente) == OK))
                .map(momento -> Prova.de(
                        momento.quando(),
                        List.of(torto.get().lugar()),
                        "GET /saldo/%s voltou a responder 200",
                        cliente))
                .orElseGet(() -> falta("o cliente %s continua malformado", cliente));
    }
}
