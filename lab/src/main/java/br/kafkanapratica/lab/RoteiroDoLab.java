package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Os programas de verdade, com a marca do laboratório. Cada um é montado na hora: um jar construído de novo é o que começa.
 *
 * @param doDashboard o que só o dashboard deste laboratório sabe; nunca vai a um comando que se mostra
 */
record RoteiroDoLab(Elenco elenco, Marca marca, Supplier<Map<String, String>> doDashboard) implements Roteiro {

    @Override
    public Programa programa(Instancia instancia) {
        var armadilha = instancia.armadilha();
        var programa = armadilha == null
                ? elenco(instancia).programa(instancia.papel())
                : elenco(instancia).armadilha(armadilha);
        if (instancia.papel().equals("dashboard")) {
            for (var item : doDashboard.get().entrySet()) {
                programa = programa.comAmbiente(item.getKey(), item.getValue());
            }
        }
        if (armadilha != null && armadilha.temApi()) {
            programa = programa.comAmbiente("SERVER_PORT", Integer.toString(porta(instancia)));
        }
        return marcado(programa);
    }

    @Override
    public int porta(Instancia instancia) {
        var armadilha = instancia.armadilha();
        if (armadilha != null) {
            return armadilha.temApi() ? elenco.portas().saldoAoLado() : 0;
        }
        return portas(instancia.papel()).findFirst().orElse(0);
    }

    Programa marcado(Programa programa) {
        return programa.marcado(marca).semSinaisDoTerminal();
    }

    @Override
    public String comando(Instancia instancia) {
        var armadilha = instancia.armadilha();
        return armadilha == null
                ? elenco(instancia).comando(instancia.papel())
                : (armadilha.temApi() ? "SERVER_PORT=%d ".formatted(porta(instancia)) : "")
                        + elenco(instancia).comando(armadilha);
    }

    @Override
    public List<String> onde() {
        return List.of(
                OndeOlhar.KAFKA + elenco.portas().servidores(),
                OndeOlhar.SALDO + "http://localhost:" + elenco.portas().saldo());
    }

    @Override
    public OptionalLong aMao(Instancia instancia) {
        var papel = instancia.papel();
        return instancia.armadilha() != null ? OptionalLong.empty() : new AMao(elenco.raiz()).pid(papel);
    }

    @Override
    public Optional<String> impedimento(Instancia instancia) {
        try {
            var papel = instancia.armadilha() == null ? instancia.papel() : "";
            for (int porta : IntStream.concat(portas(papel), IntStream.of(porta(instancia)))
                    .filter(porta -> porta != 0)
                    .distinct()
                    .toArray()) {
                if (ExameDaPorta.ocupada(porta)) {
                    return Optional.of(
                            "%s não pode começar: a porta %d já está em uso, talvez por um iniciado à mão (Ctrl-C no terminal dele). %s"
                                    .formatted(instancia.nome(), porta, Portas.quemAUsa(porta)));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IntStream portas(String papel) {
        var portas = elenco.portas();
        if (Elenco.ehUmDeAlguns(papel)) {
            int numero = Elenco.numeroDoBroker(papel) - 1;
            return IntStream.of(portas.kafka() + numero, portas.kafka() + portas.brokers() + numero);
        }
        return switch (papel) {
            case "broker-local" -> IntStream.of(portas.kafka());
            case "saldo-service" -> IntStream.of(portas.saldo());
            case "dashboard" -> IntStream.of(portas.dashboard());
            default -> IntStream.empty();
        };
    }

    private Elenco elenco(Instancia instancia) {
        var tempo = instancia.tempo();
        return tempo == null ? elenco : elenco.comTempo(instancia.papel(), tempo);
    }
}
