package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.Armadilha;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Os nomes que se digitam: {@code estoque}, {@code estoque-service}, {@code estoque-2}, {@code broker}, {@code broker-2}, {@code
 * estoque-id-fixo}. O de um programa cujo lugar uma armadilha tomou é o dela.
 */
record Nomes(List<Instancia> instancias) {

    private static final String SUFIXO = "-service";
    private static final String BROKER = "broker";
    private static final Pattern NUMERADO = Pattern.compile("(.+)-([2-9])");

    /** O que o laboratório conhece e pode não ter iniciado. */
    private static final List<String> CONHECIDOS = Stream.concat(
                    Stream.of("broker-local", "saldo-service", "dashboard", "saldo-producer", "pedidos-producer"),
                    Elenco.ETAPAS.stream())
            .toList();

    /** @throws IllegalStateException se nenhum programa deste laboratório tem esse nome, com os que há */
    Instancia acha(String digitado) {
        if (digitado.matches("\\d+")) {
            throw new IllegalStateException(
                    "É pelo nome, e não pelo PID. Os programas deste laboratório: %s.".formatted(todos()));
        }
        return exata(digitado).or(() -> doPapel(digitado)).orElseThrow(() -> desconhecido(digitado));
    }

    /** A armadilha que está no lugar de um programa. */
    Optional<Armadilha> armadilhaEm(String papel) {
        return papel.isEmpty()
                ? Optional.empty()
                : instancias.stream()
                        .filter(instancia -> instancia.papel().equals(papel))
                        .flatMap(instancia -> Stream.ofNullable(instancia.armadilha()))
                        .findFirst();
    }

    /** {@code ./lab.sh matar estoque-2} */
    static String comando(String verbo, String nome) {
        return "./lab.sh %s %s".formatted(verbo, curto(nome));
    }

    /** O que se digita para o dizer. */
    static String curto(String nome) {
        return nome.equals("broker-local")
                ? BROKER
                : nome.replaceFirst("^(estoque|pagamento|notificacao|saldo)-service", "$1");
    }

    String todos() {
        return instancias.stream().map(Instancia::nome).collect(Collectors.joining(", "));
    }

    /** As armadilhas, que só têm um nome. */
    private Optional<Instancia> exata(String digitado) {
        return instancias.stream()
                .filter(instancia -> instancia.armadilha() != null)
                .filter(instancia -> instancia.nome().equals(digitado))
                .findFirst();
    }

    private Optional<Instancia> doPapel(String digitado) {
        var papel = papel(digitado);
        if (papel.isPresent()) {
            return Optional.of(noLugar(papel.get(), 1));
        }
        var numerado = NUMERADO.matcher(digitado);
        return numerado.matches()
                ? comOuSemSufixo(numerado.group(1)).map(achado -> noLugar(achado, Integer.parseInt(numerado.group(2))))
                : Optional.empty();
    }

    private Optional<String> papel(String digitado) {
        var papeis = instancias.stream()
                .map(Instancia::papel)
                .filter(papel -> !papel.isEmpty())
                .distinct()
                .toList();
        if (digitado.equals(BROKER)) {
            var brokers =
                    papeis.stream().filter(papel -> papel.startsWith("broker-")).toList();
            if (brokers.size() > 1) {
                throw new IllegalStateException(
                        "São %d brokers; diga qual: %s.".formatted(brokers.size(), String.join(", ", brokers)));
            }
            return brokers.stream().findFirst();
        }
        return comOuSemSufixo(digitado);
    }

    private Optional<String> comOuSemSufixo(String digitado) {
        return papeis().filter(papel -> papel.equals(digitado) || papel.equals(digitado + SUFIXO))
                .findFirst();
    }

    private Stream<String> papeis() {
        return instancias.stream()
                .map(Instancia::papel)
                .filter(papel -> !papel.isEmpty())
                .distinct();
    }

    private Instancia noLugar(String papel, int numero) {
        var nome = Instancia.comNumero(armadilhaEm(papel).map(Armadilha::nome).orElse(papel), numero);
        return instancias.stream()
                .filter(instancia -> instancia.nome().equals(nome))
                .findFirst()
                .orElseThrow(() -> desconhecido(nome));
    }

    private IllegalStateException desconhecido(String digitado) {
        if (CONHECIDOS.contains(digitado) || CONHECIDOS.contains(digitado + SUFIXO) || digitado.equals(BROKER)) {
            return new IllegalStateException(
                    ("%s não foi iniciado por este laboratório: quem o iniciou à mão o para no terminal dele (Ctrl-C). Os deste "
                                    + "laboratório: %s.")
                            .formatted(digitado, todos()));
        }
        return new IllegalStateException(
                "Não há nenhum %s neste laboratório (o que se iniciou à mão não é dele). Os que há: %s."
                        .formatted(digitado, todos()));
    }
}
