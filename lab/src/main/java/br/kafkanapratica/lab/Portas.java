package br.kafkanapratica.lab;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Onde cada programa do laboratório atende. */
record Portas(int kafka, int saldo, int dashboard) {

    static final Portas PADRAO = new Portas(9092, 5001, 8080);

    String servidores() {
        return "localhost:" + kafka;
    }

    /** @throws IllegalStateException se alguma não existe ou serve a dois, com a opção a mudar */
    void confereValores() {
        var vistas = new HashMap<Integer, String>();
        opcoes().forEach((opcao, porta) -> {
            if (porta < 1 || porta > 65535) {
                throw new IllegalStateException("%s vai de 1 a 65535; veio %d.".formatted(opcao, porta));
            }
            var outra = vistas.put(porta, opcao);
            if (outra != null) {
                throw new IllegalStateException(
                        "%s e %s são a mesma porta, %d: dê uma a cada programa.".formatted(outra, opcao, porta));
            }
        });
    }

    /** @throws IllegalStateException se alguém já usa a de um serviço; a do Kafka pode ser a de um Kafka */
    void confereLivres() throws IOException {
        confereLivre(saldo, "saldo-service", "--porta-saldo");
        confereLivre(dashboard, "dashboard", "--porta-dashboard");
    }

    private Map<String, Integer> opcoes() {
        var opcoes = new LinkedHashMap<String, Integer>();
        opcoes.put("--porta-kafka", kafka);
        opcoes.put("--porta-saldo", saldo);
        opcoes.put("--porta-dashboard", dashboard);
        return opcoes;
    }

    private static void confereLivre(int porta, String programa, String opcao) throws IOException {
        if (ExameDaPorta.ocupada(porta)) {
            throw new IllegalStateException(("a porta %d (%s) já está em uso. Veja quem a usa com "
                            + "\"ss -ltnp | grep %d\", ou escolha outra: ./start.sh %s %d")
                    .formatted(porta, programa, porta, opcao, outra(porta, 1)));
        }
    }

    /** Uma porta a sugerir no lugar desta. */
    static int outra(int porta, int adiante) {
        return porta + adiante <= 65535 ? porta + adiante : porta - adiante;
    }
}
