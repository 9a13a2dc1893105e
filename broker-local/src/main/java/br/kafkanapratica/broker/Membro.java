package br.kafkanapratica.broker;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Um broker, e onde ele fica entre os do seu cluster. As portas de todos saem da do primeiro: os clientes acham o broker {@code n}
 * em {@code primeiraPorta + n - 1}, e os controllers vêm depois de todos os brokers.
 *
 * @param id de 1 a {@code brokers}
 * @param anuncia o {@code host:porta} que se diz aos clientes no lugar da porta dele (um proxy, por exemplo), ou nulo
 * @param controllers o {@code host:porta} em que se acha o controller de cada um, na ordem deles, no lugar das portas deles; ou vazio
 */
record Membro(
        int id, int brokers, int primeiraPorta, @Nullable String anuncia, List<String> controllers) {

    /** Com mais, o quórum só ficaria mais lento; com um número par, não aguentaria nem uma morte a mais. */
    private static final int MAXIMO = 5;

    private static final int ULTIMA_PORTA = 65535;

    private static final String HOST_E_PORTA = "[^\\s:,/]+:\\d{1,5}";

    Membro {
        controllers = List.copyOf(controllers);
    }

    /** Um broker sozinho. */
    static Membro unico(int porta) {
        return de(1, 1, porta);
    }

    /** Um que se acha na porta que é dele. */
    static Membro de(int id, int brokers, int primeiraPorta) {
        return new Membro(id, brokers, primeiraPorta, null, List.of());
    }

    /** @throws Broker.NaoPodeIniciar se algum valor não serve, com a opção que o muda */
    void confere() throws Broker.NaoPodeIniciar {
        if (brokers != 1 && (brokers < 3 || brokers > MAXIMO || brokers % 2 == 0)) {
            throw new Broker.NaoPodeIniciar(
                    "--brokers é 1, 3 ou 5 (um quórum precisa de um número ímpar); veio %d.".formatted(brokers));
        }
        if (id < 1 || id > brokers) {
            throw new Broker.NaoPodeIniciar("--id vai de 1 a %d, o número de brokers; veio %d.".formatted(brokers, id));
        }
        if (primeiraPorta < 1 || ultimaPorta() > ULTIMA_PORTA) {
            throw new Broker.NaoPodeIniciar("--porta vai de 1 a %d; veio %d."
                    .formatted(ULTIMA_PORTA - (ultimaPorta() - primeiraPorta), primeiraPorta));
        }
        if (anuncia != null && !anuncia.matches(HOST_E_PORTA)) {
            throw new Broker.NaoPodeIniciar("--anuncia pede host:porta; veio \"%s\".".formatted(anuncia));
        }
        if (!controllers.isEmpty()
                && (sozinho()
                        || controllers.size() != brokers
                        || !controllers.stream().allMatch(cada -> cada.matches(HOST_E_PORTA)))) {
            throw new Broker.NaoPodeIniciar("--controllers pede o host:porta de cada um dos %d brokers; veio \"%s\"."
                    .formatted(brokers, String.join(",", controllers)));
        }
    }

    boolean sozinho() {
        return brokers == 1;
    }

    int porta() {
        return primeiraPorta + id - 1;
    }

    /** Onde os clientes o acham. */
    String endereco() {
        return anuncia == null ? "localhost:" + porta() : anuncia;
    }

    int portaDoController() {
        return portaDoController(id);
    }

    /** {@code id@host:porta} de cada controller, como o Kafka os escreve. */
    String votantes() {
        return IntStream.rangeClosed(1, brokers)
                .mapToObj(cada -> "%d@%s".formatted(cada, enderecoDoController(cada)))
                .collect(Collectors.joining(","));
    }

    /** Onde os outros acham o controller dele. */
    String enderecoDoController() {
        return enderecoDoController(id);
    }

    private String enderecoDoController(int outro) {
        return controllers.isEmpty()
                ? "%s:%d".formatted(ConfiguracaoDoBroker.LOOPBACK, portaDoController(outro))
                : controllers.get(outro - 1);
    }

    private int portaDoController(int outro) {
        return primeiraPorta + brokers + outro - 1;
    }

    /** As portas seguintes às deste cluster, como opção; se não há, as anteriores. */
    String outraPorta() {
        int quantas = ultimaPorta() - primeiraPorta + 1;
        int outra = ultimaPorta() + quantas <= ULTIMA_PORTA ? primeiraPorta + quantas : primeiraPorta - quantas;
        return sozinho() ? "--porta %d".formatted(outra) : "--porta %d, a mesma para todos os brokers".formatted(outra);
    }

    private int ultimaPorta() {
        return sozinho() ? primeiraPorta : portaDoController(brokers);
    }
}
