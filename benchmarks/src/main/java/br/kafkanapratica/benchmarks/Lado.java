package br.kafkanapratica.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** Quem é medido: o serviço de verdade ou uma régua, com as mesmas opções da JVM. */
enum Lado {
    LACO_NU("laço nu") {
        @Override
        List<String> argumentos(Path raiz, Estagio estagio, String servidores) {
            return regua("laco-nu", raiz, estagio, servidores);
        }
    },
    KAFKA_STREAMS("Kafka Streams") {
        @Override
        List<String> argumentos(Path raiz, Estagio estagio, String servidores) {
            return regua("kafka-streams", raiz, estagio, servidores);
        }
    },
    SERVICO("serviço") {
        @Override
        List<String> argumentos(Path raiz, Estagio estagio, String servidores) {
            return List.of(
                    raiz.resolve("%1$s/target/%1$s.jar".formatted(estagio.modulo()))
                            .toString(),
                    estagio.semEspera(),
                    "--spring.kafka.bootstrap-servers=" + servidores);
        }
    };

    static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx256m");

    private final String nome;

    Lado(String nome) {
        this.nome = nome;
    }

    String nome() {
        return nome;
    }

    /** O jar e o que vem depois dele na linha de comando. */
    abstract List<String> argumentos(Path raiz, Estagio estagio, String servidores);

    private static List<String> regua(String comando, Path raiz, Estagio estagio, String servidores) {
        return List.of(
                raiz.resolve("benchmarks/target/benchmarks.jar").toString(),
                comando,
                "--estagio=" + estagio,
                "--servidores=" + servidores);
    }
}
