package br.kafkanapratica.dashboard.topicos;

import br.kafkanapratica.contratos.Topico;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compara um tópico com o contrato e diz, em português, o que está errado e o comando que conserta. */
final class Diagnostico {

    private static final String FERRAMENTA = "java -jar broker-local/target/broker-local.jar ";
    private static final String CRIAR = "./create-topics.sh";

    record Problema(String texto, String comando) {}

    private Diagnostico() {}

    static Problema ausente() {
        return new Problema("não existe", CRIAR);
    }

    /** @param configuracoes as do tópico no broker, com os padrões do Kafka onde nada foi escrito */
    static List<Problema> compara(
            Topico esperado, Map<String, String> configuracoes, int particoes, int semLider, int replicasAtrasadas) {
        var problemas = new ArrayList<Problema>();
        esperado.configuracoes().forEach((nome, valor) -> {
            var atual = configuracoes.getOrDefault(nome, "(nada)");
            if (!atual.equals(valor)) {
                problemas.add(configuracao(esperado.nome(), nome, atual, valor));
            }
        });
        if (particoes < Topico.PARTICOES) {
            problemas.add(new Problema(
                    "tem %d %s, e o laboratório espera %d: menos instâncias podem dividir o trabalho"
                            .formatted(particoes, particoes == 1 ? "partição" : "partições", Topico.PARTICOES),
                    FERRAMENTA
                            + "topics --alter --topic %s --partitions %d"
                                    .formatted(esperado.nome(), Topico.PARTICOES)));
        }
        if (semLider > 0) {
            problemas.add(new Problema(
                    "%d partições sem líder: ninguém lê nem escreve nelas até o broker que as tem voltar"
                            .formatted(semLider),
                    "suba o broker que falta (docker compose up -d, ou ./start.sh)"));
        }
        if (replicasAtrasadas > 0) {
            problemas.add(new Problema(
                    "%d réplicas atrasadas: há um broker fora do ar ou lento".formatted(replicasAtrasadas),
                    "suba o broker que falta (docker compose up -d)"));
        }
        return List.copyOf(problemas);
    }

    private static Problema configuracao(String topico, String nome, String atual, String valor) {
        return new Problema(
                "tem %s=%s em vez de %s%s".formatted(nome, atual, valor, consequencia(nome)),
                FERRAMENTA
                        + "configs --alter --entity-type topics --entity-name %s --add-config %s=%s"
                                .formatted(topico, nome, valor));
    }

    private static String consequencia(String nome) {
        return switch (nome) {
            case "cleanup.policy" -> ": o Kafka apagará o que devia guardar, ou guardará o que devia apagar";
            case "retention.ms" -> ": os registros ficam por outro tempo";
            case "segment.ms", "min.cleanable.dirty.ratio" -> ": a compactação não se verá em segundos";
            default -> "";
        };
    }
}
