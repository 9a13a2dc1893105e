package br.kafkanapratica.benchmarks;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Quem é medido: o serviço de verdade ou uma régua, com as mesmas opções da JVM. */
enum Lado {
    LACO_NU("laço nu") {
        @Override
        List<String> argumentos(Path raiz, EtapaDoPipeline estagio, String servidores) {
            return regua("laco-nu", raiz, estagio, servidores);
        }
    },
    KAFKA_STREAMS("Kafka Streams") {
        @Override
        List<String> argumentos(Path raiz, EtapaDoPipeline estagio, String servidores) {
            return regua("kafka-streams", raiz, estagio, servidores);
        }
    },
    SERVICO("serviço") {
        @Override
        List<String> argumentos(Path raiz, EtapaDoPipeline estagio, String servidores) {
            return servico(raiz, estagio, servidores);
        }
    },
    /** O serviço como era, ou como será: o de outra cópia do repositório. */
    OUTRO("outro serviço") {
        @Override
        List<String> argumentos(Path raiz, EtapaDoPipeline estagio, String servidores) {
            return servico(raiz, estagio, servidores);
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
    abstract List<String> argumentos(Path raiz, EtapaDoPipeline estagio, String servidores);

    static String nome(EtapaDoPipeline estagio) {
        return estagio.name().toLowerCase(Locale.ROOT);
    }

    /** Sem o trabalho de mentira: só o que o pipeline custa. A notificação não tem, e ignora a opção. */
    private static List<String> servico(Path raiz, EtapaDoPipeline estagio, String servidores) {
        return List.of(
                raiz.resolve("%1$s/target/%1$s.jar".formatted(estagio.programa()))
                        .toString(),
                "--%s.tempo-processamento=0".formatted(nome(estagio)),
                "--spring.kafka.bootstrap-servers=" + servidores);
    }

    private static List<String> regua(String comando, Path raiz, EtapaDoPipeline estagio, String servidores) {
        return List.of(
                raiz.resolve("benchmarks/target/benchmarks.jar").toString(),
                comando,
                "--estagio=" + estagio,
                "--servidores=" + servidores);
    }
}
