package br.kafkanapratica.lab;

import java.io.IOException;

/** Onde cada programa do laboratório atende. */
record Portas(int kafka, int saldo, int dashboard) {

    String servidores() {
        return "localhost:" + kafka;
    }

    /** @throws IllegalStateException se alguém já usa a de um serviço; a do Kafka pode ser a de um Kafka */
    void confereLivres() throws IOException {
        confereLivre(saldo, "saldo-service", "--porta-saldo");
        confereLivre(dashboard, "dashboard", "--porta-dashboard");
    }

    private static void confereLivre(int porta, String programa, String opcao) throws IOException {
        if (Sonda.ocupada(porta)) {
            throw new IllegalStateException(("a porta %d (%s) já está em uso. Veja quem a usa com "
                            + "\"ss -ltnp | grep %d\", ou escolha outra: ./start.sh %s %d")
                    .formatted(porta, programa, porta, opcao, porta + 1));
        }
    }
}
