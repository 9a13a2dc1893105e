package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** O que há em {@code dados/kafka}: os dados de um broker, ou os de um cluster. Quem os lê e decide é o broker; aqui, só antes dele. */
record DadosDoBroker(Path pasta) {

    static DadosDoBroker de(Path raiz) {
        return new DadosDoBroker(raiz.resolve("dados/kafka"));
    }

    /**
     * @param outrasOpcoes o que mais se disse na linha de comando, a repetir nos comandos que se sugerem
     * @throws IllegalStateException se são de outro número de brokers, com os comandos que resolvem
     */
    void confere(Portas pedidas, String outrasOpcoes) throws IOException {
        int de = brokers();
        if (de == 0 || de == pedidas.brokers()) {
            return;
        }
        var pedido = pedidas.comando() + outrasOpcoes;
        throw new IllegalStateException(
                ("os dados em dados/kafka são de %s, e você pede %s: uns não servem aos outros. Para usá-los como são: %s. "
                                + "Para começar do zero e guardá-los: mv dados/kafka %s && %s. Para começar do zero e apagá-los: "
                                + "%s --limpar")
                        .formatted(
                                quantos(de),
                                quantos(pedidas.brokers()),
                                pedidas.comBrokers(de).comando() + outrasOpcoes,
                                ondeGuardar(de),
                                pedido,
                                pedido));
    }

    /** Uma pasta que ainda não há: numa que há, o mv poria uma dentro da outra. */
    private String ondeGuardar(int de) {
        var nome = "kafka-de-" + de;
        return IntStream.iterate(1, numero -> numero + 1)
                .mapToObj(numero -> numero == 1 ? nome : nome + "-" + numero)
                .filter(candidata -> !Files.exists(pasta.resolveSibling(candidata)))
                .map(candidata -> "dados/" + candidata)
                .findFirst()
                .orElseThrow();
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
}
