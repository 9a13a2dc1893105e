package br.kafkanapratica.dashboard.topicos;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.alertas.Problema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Compara um tópico com o contrato, e com os que dele recebem registros, e diz, em português, o que está errado e o comando que
 * conserta. Imutável.
 */
final class DiagnosticoDosTopicos {

    private static final String MAIOR_MENSAGEM = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;

    /** Em bytes: o que os headers com a causa acrescentam a um registro que vai para a DLT. */
    private static final long HEADERS_DA_DLT = 64 * 1024;

    /** O que importa de um tópico para quem lhe manda registros. */
    record Tamanho(String topico, int particoes, long maiorMensagem) {

        static Tamanho de(String topico, int particoes, Map<String, String> configuracoes) {
            var bytes = configuracoes.get(MAIOR_MENSAGEM);
            return new Tamanho(topico, particoes, bytes == null ? Long.MAX_VALUE : Long.parseLong(bytes));
        }
    }

    private final ComandosDaPagina comandos;

    DiagnosticoDosTopicos(ComandosDaPagina comandos) {
        this.comandos = comandos;
    }

    Problema ausente() {
        return new Problema("não existe", comandos.criarTopicos(), true);
    }

    /** O registro rejeitado vai para a partição de mesmo número da DLT, se ela a tem, com a causa em headers. */
    List<Problema> comoDlt(Tamanho dlt, Tamanho origem) {
        var problemas = new ArrayList<Problema>();
        if (dlt.particoes() < origem.particoes()) {
            problemas.add(maisParticoes(
                    dlt.topico(),
                    "tem menos partições (%1$d) que %2$s (%3$d): o que se rejeita na partição p vai para a de número p %% %1$d, e não para a de mesmo número"
                            .formatted(dlt.particoes(), origem.topico(), origem.particoes()),
                    origem.particoes()));
        }
        long cabe = soma(origem.maiorMensagem(), HEADERS_DA_DLT);
        if (dlt.maiorMensagem() < cabe) {
            problemas.add(maiorMensagem(
                    dlt.topico(),
                    "aceita mensagens de até %d bytes, e %s de até %d: um registro rejeitado que não caiba vai sem o valor, só com o que o identifica e a causa"
                            .formatted(dlt.maiorMensagem(), origem.topico(), origem.maiorMensagem()),
                    Math.max(cabe, 2 * origem.maiorMensagem()),
                    false));
        }
        return problemas;
    }

    /** O estágio que lê a origem escreve aqui o que fez. */
    List<Problema> comoDestino(Tamanho destino, Tamanho origem) {
        var problemas = new ArrayList<Problema>();
        if (destino.particoes() < origem.particoes()) {
            problemas.add(maisParticoes(
                    destino.topico(),
                    "tem menos partições (%d) que %s (%d), de onde vem: menos instâncias podem dividir o trabalho"
                            .formatted(destino.particoes(), origem.topico(), origem.particoes()),
                    origem.particoes()));
        }
        if (destino.maiorMensagem() < origem.maiorMensagem()) {
            problemas.add(maiorMensagem(
                    destino.topico(),
                    "aceita mensagens de até %d bytes, e %s, de onde vêm, de até %d: com uma maior, quem escreve aqui fica parado"
                            .formatted(destino.maiorMensagem(), origem.topico(), origem.maiorMensagem()),
                    origem.maiorMensagem(),
                    true));
        }
        return problemas;
    }

    /**
     * @param configuracoes as do tópico no broker, com os padrões do Kafka onde nada foi escrito
     * @param semLider quantas partições nenhum broker no ar tem em dia
     * @param porSubir os brokers que as têm
     * @param atrasados os que têm, de outras, uma réplica que não está em dia
     * @param faltamEmDia se, em alguma, são menos em dia do que o {@code min.insync.replicas} exige de quem escreve
     */
    List<Problema> compara(
            Topico esperado,
            Map<String, String> configuracoes,
            int particoes,
            int semLider,
            SortedSet<Integer> porSubir,
            SortedSet<Integer> atrasados,
            boolean faltamEmDia) {
        var problemas = new ArrayList<Problema>();
        esperado.configuracoes().forEach((nome, valor) -> {
            var atual = configuracoes.getOrDefault(nome, "(nada)");
            boolean maior = nome.equals(MAIOR_MENSAGEM) && numero(atual) >= numero(valor);
            if (!atual.equals(valor) && !maior) {
                problemas.add(configuracao(esperado.nome(), nome, atual, valor));
            }
        });
        if (semLider > 0) {
            problemas.add(new Problema(
                    "sem líder em %d de %d partições: ninguém lê nem escreve ali até que volte %s (em Docker, é um contêiner que falta)"
                            .formatted(semLider, particoes, nomes(porSubir)),
                    suba(porSubir),
                    true));
        }
        if (!atrasados.isEmpty()) {
            problemas.add(new Problema(
                    "réplicas atrasadas: %s está fora do ar, ou lento (em Docker, é um contêiner)"
                            .formatted(nomes(atrasados)),
                    suba(atrasados),
                    faltamEmDia));
        }
        return List.copyOf(problemas);
    }

    private static String nomes(SortedSet<Integer> brokers) {
        return brokers.stream().map(broker -> "broker-" + broker).collect(Collectors.joining(" ou "));
    }

    /** Sem líder ou com réplicas há mais de um broker, e no laboratório cada um tem o seu nome. */
    private static String suba(SortedSet<Integer> brokers) {
        return brokers.stream()
                .map(broker -> "./lab.sh iniciar broker-" + broker)
                .collect(Collectors.joining(" && "));
    }

    private Problema configuracao(String topico, String nome, String atual, String valor) {
        return new Problema(
                "tem %s=%s em vez de %s%s".formatted(nome, atual, valor, consequencia(nome)),
                configura(topico, nome, valor));
    }

    private Problema maisParticoes(String topico, String texto, int particoes) {
        return new Problema(
                texto, comandos.ferramenta("topics --alter --topic %s --partitions %d".formatted(topico, particoes)));
    }

    private Problema maiorMensagem(String topico, String texto, long bytes, boolean impedeEscrever) {
        return new Problema(
                texto,
                configura(topico, MAIOR_MENSAGEM, Long.toString(Math.min(bytes, Integer.MAX_VALUE))),
                impedeEscrever);
    }

    private String configura(String topico, String nome, String valor) {
        return comandos.ferramenta("configs --alter --entity-type topics --entity-name %s --add-config %s=%s"
                .formatted(topico, nome, valor));
    }

    private static long numero(String texto) {
        return texto.chars().allMatch(Character::isDigit) ? Long.parseLong(texto) : -1;
    }

    private static long soma(long um, long outro) {
        return um > Long.MAX_VALUE - outro ? Long.MAX_VALUE : um + outro;
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
