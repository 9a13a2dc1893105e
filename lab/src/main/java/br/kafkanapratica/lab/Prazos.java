package br.kafkanapratica.lab;

import java.time.Duration;

/**
 * Quanto o laboratório espera, num lugar só. Demora não é falha: por tempo, nada do que funciona é derrubado, e o que vence é só a
 * paciência com quem não diz nada. {@code LAB_LENTIDAO=3} (ou {@code --lentidao 3}) multiplica todos, para máquinas lentas.
 *
 * @param lentidao quantas vezes mais devagar que um laptop comum
 */
record Prazos(double lentidao) {

    static final String VARIAVEL = "LAB_LENTIDAO";

    /** De quanto em quanto tempo se diz por que se espera. */
    static final Duration ENTRE_AVISOS = Duration.ofSeconds(15);

    private static final double MAXIMA = 100;

    /** @throws IllegalStateException se o texto não é um número de 1 a 100 */
    static Prazos de(String lentidao) {
        try {
            double valor = Double.parseDouble(lentidao.strip().replace(',', '.'));
            if (valor >= 1 && valor <= MAXIMA) {
                return new Prazos(valor);
            }
        } catch (NumberFormatException e) {
            // dito abaixo
        }
        throw new IllegalStateException(
                "%s (ou --lentidao) é um número de 1 a %.0f: 3 numa máquina três vezes mais lenta; veio \"%s\"."
                        .formatted(VARIAVEL, MAXIMA, lentidao));
    }

    /** Para um programa terminar por bem; depois é morto. O broker morto assim recupera o log no próximo início. */
    Duration parada() {
        return vezes(Duration.ofMinutes(2));
    }

    /** Para extrair um jar e treinar o início dele; sem o preparo, o programa só começa mais devagar. */
    Duration preparo() {
        return vezes(Duration.ofMinutes(20));
    }

    /** Para o que já está na porta do Kafka mostrar que é um. */
    Duration respostaDoKafka() {
        return vezes(Duration.ofSeconds(10));
    }

    /** Para uma resposta HTTP de um programa no ar. */
    Duration respostaHttp() {
        return vezes(Duration.ofSeconds(10));
    }

    /** Para quem conecta ao controle acabar de pedir, e para ler a resposta. */
    Duration pedidoAoLaboratorio() {
        return vezes(Duration.ofSeconds(5));
    }

    private Duration vezes(Duration prazo) {
        return Duration.ofMillis((long) (prazo.toMillis() * lentidao));
    }
}
