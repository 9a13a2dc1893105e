package br.kafkanapratica.experimentos.regras;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Registro;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Sobre o tópico {@code contas} e o que o saldo-service responde. */
public final class Saldos {

    private Saldos() {}

    /** O primeiro registro de {@code contas} que serve. */
    public static Optional<Registro> registro(Fatos fatos, Predicate<RegistroDeContas> serve) {
        return fatos.em(Topico.CONTAS).stream()
                .filter(registro -> serve.test(registro.saldo()))
                .findFirst();
    }

    public static Function<Fatos, Conclusao> entrou(Predicate<RegistroDeContas> serve, String seNao) {
        return entrouUm(fatos -> registro(fatos, serve), seNao);
    }

    public static Function<Fatos, Conclusao> entrouUm(Function<Fatos, Optional<Registro>> qual, String seNao) {
        return fatos -> qual.apply(fatos)
                .map(registro -> Prova.de(
                        registro.quando(),
                        List.of(registro.lugar()),
                        "cliente %s: %s",
                        registro.chave(),
                        registro.valor() == null ? "valor nulo" : registro.valor()))
                .orElseGet(() -> falta(seNao));
    }

    /** Um registro que serve, de um cliente que até então tinha um saldo, escrito desde o início. */
    public static Optional<Registro> depoisDeUmSaldo(Fatos fatos, Predicate<RegistroDeContas> serve) {
        var comSaldo = new HashSet<String>();
        for (var registro : fatos.em(Topico.CONTAS)) {
            if (serve.test(registro.saldo()) && comSaldo.contains(registro.chave())) {
                return Optional.of(registro);
            }
            if (registro.saldo() instanceof RegistroDeContas.Valido) {
                comSaldo.add(registro.chave());
            } else {
                comSaldo.remove(registro.chave());
            }
        }
        return Optional.empty();
    }

    /** O saldo-service responde isto sobre o cliente de um registro, depois de o ter escrito. */
    public static Function<Fatos, Conclusao> responde(
            Function<Fatos, Optional<Registro>> qual, int status, String seNao) {
        return fatos -> qual.apply(fatos)
                .flatMap(registro -> fatos.quando(momento -> responde(momento, registro, status))
                        .map(momento -> Prova.de(
                                momento.quando(),
                                List.of(registro.lugar()),
                                "GET /saldo/%s responde %d",
                                registro.chave(),
                                status)))
                .orElseGet(() -> falta(seNao));
    }

    private static boolean responde(Momento momento, Registro registro, int status) {
        return momento.quando().isAfter(registro.quando()) && momento.saldos().status(registro.chave()) == status;
    }

    /** Esteve pronto, deixou de atender, e voltou a estar pronto. */
    public record Reinicio(Momento antes, Momento fora, Momento depois) {}

    public static Optional<Momento> fora(Fatos fatos) {
        return fatos.quando(momento -> momento.saldos().pronto())
                .flatMap(
                        antes -> fatos.depois(antes, momento -> momento.saldos().caiu()));
    }

    public static Optional<Reinicio> reinicio(Fatos fatos) {
        return fora(fatos)
                .flatMap(fora -> fatos.depois(fora, momento -> momento.saldos().pronto())
                        .map(depois -> new Reinicio(ultimoPronto(fatos, fora), fora, depois)));
    }

    private static Momento ultimoPronto(Fatos fatos, Momento fora) {
        return fatos.momentos().stream()
                .filter(momento -> momento.quando().isBefore(fora.quando()))
                .filter(momento -> momento.saldos().pronto())
                .reduce((um, outro) -> outro)
                .orElseThrow();
    }
}
