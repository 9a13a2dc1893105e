package br.kafkanapratica.experimentos.curso.saldos;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.experimentos.Acao.Digita;
import br.kafkanapratica.experimentos.Acao.EscreveSaldo;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.regras.Saldos;
import java.util.Optional;

/** Apagar é escrever. */
public final class Remocao {

    private static final int NAO_HA = 404;

    private Remocao() {}

    public static Experimento experimento() {
        return Experimento.de(Trilha.SALDOS, "remocao", "Apagar um cliente")
                .pergunta("Um log só cresce no fim. Como se apaga dele um cliente?")
                .errada("O broker apaga os registros dele na hora.", "Não há como mandar o broker apagar uma chave.")
                .certa(
                        "Escrevendo mais um registro: a chave dele, com valor nulo.",
                        "É o tombstone. Quem lê entende que o cliente não existe mais; a compactação apaga os anteriores e, mais tarde, o próprio tombstone.")
                .errada("Escrevendo saldo zero.", "Saldo zero é um saldo: o cliente existe, e não tem nada.")
                .faca("Escreva um saldo para o cliente 8.", new EscreveSaldo("8", "80,00"))
                .faca("Remova-o.", new Digita("java -jar saldo-producer/target/saldo-producer.jar --remover 8"))
                .veja(
                        "O cliente tinha saldo.",
                        Saldos.entrou(RegistroDeContas.Valido.class::isInstance, "nenhum saldo novo em contas"))
                .veja(
                        "Entrou em contas um registro com valor nulo.",
                        Saldos.entrouUm(
                                Remocao::tombstone, "de quem tinha saldo, nenhum registro com valor nulo depois dele"))
                .veja(
                        "O saldo-service não conhece mais o cliente.",
                        Saldos.responde(
                                Remocao::tombstone, NAO_HA, "ele ainda não respondeu 404 por um cliente removido"))
                .porque(
                        "O tombstone fica no log por delete.retention.ms (de fábrica, um dia) depois de compactado, para que quem lê devagar também saiba da remoção. Quem guarda uma cópia do estado por mais tempo do que isso, e não a confere, ressuscita fantasmas.",
                        "Por isso uma cópia local mais velha do que isso é recusada aqui.");
    }

    private static Optional<Registro> tombstone(Fatos fatos) {
        return Saldos.depoisDeUmSaldo(fatos, RegistroDeContas.Removido.class::isInstance);
    }
}
