package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** O que há em {@code dados/kafka}: os dados de um broker, ou os de um cluster. Quem os lê e decide é o broker; aqui, só antes dele. */
record DadosDoBroker(Path pasta) {

    static DadosDoBroker de(Path raiz) {
        return new DadosDoBroker(raiz.resolve("dados/kafka"));
    }

    /** @throws IllegalStateException se são de outro número de brokers, com os comandos que resolvem */
    void confere(int brokers) throws IOException {
        int de = brokers();
        if (de != 0 && de != brokers) {
            throw new IllegalStateException(
                    ("os dados em dados/kafka são de %1$s, e você pede %2$s: uns não servem aos outros. Para usá-los como são: "
                                    + "./start.sh%3$s. Para começar do zero e guardá-los: mv dados/kafka dados/kafka-de-%4$d && "
                                    + "./start.sh%5$s. Para começar do zero e apagá-los: ./start.sh%5$s --limpar")
                            .formatted(quantos(de), quantos(brokers), opcao(de), de, opcao(brokers)));
        }
    }

    /** 0 se ainda não há. */
    private int brokers() throws IOException {
        var cluster = pasta.resolve("cluster");
        if (Files.isRegularFile(cluster)) {
            return Files.readAllLines(cluster).stream()
                    .filter(linha -> linha.matches("brokers=\\d{1,4}"))
                    .mapToInt(linha -> Integer.parseInt(linha.substring("brokers=".length())))
                    .findFirst()
                    .orElse(0);
        }
        return Files.exists(pasta.resolve("log/meta.properties")) ? 1 : 0;
    }

    private static String quantos(int brokers) {
        return brokers == 1 ? "um broker" : "%d brokers".formatted(brokers);
    }

    private static String opcao(int brokers) {
        return brokers == 1 ? "" : " --brokers " + brokers;
    }
}
