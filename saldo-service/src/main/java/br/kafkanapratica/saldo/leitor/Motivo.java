package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.contratos.Comandos;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.OptionalLong;

/** O que dizer a quem usa, com o comando que resolve. */
final class Motivo {

    private static final String BROKER_LOCAL = "java -jar broker-local/target/broker-local.jar";

    private Motivo() {}

    static String semContato(String servidores) {
        return "O Kafka não responde em %s. %s".formatted(servidores, Comandos.semKafka(servidores));
    }

    static String recusa(String erro) {
        return "O Kafka recusou o pedido: " + erro;
    }

    static String ausente(String topico) {
        return "O tópico %s não existe. Crie-o com: ./create-topics.sh".formatted(topico);
    }

    static String politicaErrada(String topico, String politica) {
        return ("O tópico %s tem cleanup.policy=%s em vez de compact: o Kafka apagaria saldos por idade. Corrija com: "
                        + "%s configs --alter --entity-type topics --entity-name %s --add-config cleanup.policy=compact")
                .formatted(topico, politica, BROKER_LOCAL, topico);
    }

    /** @param ultimo o último offset do trecho, se já se sabe */
    static String trechoIlegivel(TrechoIlegivel trecho, OptionalLong ultimo) {
        int particao = trecho.particao().partition();
        var onde = ultimo.isEmpty()
                ? "a partir do offset %d".formatted(trecho.offset())
                : "nos offsets %d a %d".formatted(trecho.offset(), ultimo.getAsLong());
        var comoSeguir = ultimo.isEmpty()
                ? ""
                : " Para seguir sem ele, sabendo que se perde: --saldo.pular=%1$d:%2$d-%3$d (ou SALDO_PULAR=%1$d:%2$d-%3$d)."
                        .formatted(particao, trecho.offset(), ultimo.getAsLong());
        return "Não consigo ler a partição %d do tópico %s %s: %s. %s As outras partições seguem, e tento de novo.%s"
                .formatted(
                        particao,
                        trecho.particao().topic(),
                        onde,
                        trecho.causa(),
                        conserto(trecho.causa()),
                        comoSeguir);
    }

    private static String conserto(String causa) {
        if (causa.contains("OutOfMemoryError")) {
            return "Um registro não cabe na memória (%d MB): suba o serviço com mais, por exemplo -Xmx2g."
                    .formatted(Runtime.getRuntime().maxMemory() >> 20);
        }
        if (causa.contains("UnsatisfiedLinkError")
                || causa.contains("NoClassDefFoundError")
                || causa.contains("ExceptionInInitializerError")) {
            return ("A biblioteca nativa que descomprime não carregou: a pasta temporária (%s) tem de deixar executar. "
                            + "Suba o serviço com -Djava.io.tmpdir=PASTA de outra.")
                    .formatted(System.getProperty("java.io.tmpdir"));
        }
        return "Se está danificado no disco do broker, recupere-o de uma réplica ou cópia.";
    }

    /** A causa do {@link TrechoIlegivel} de uma partição cuja leitura não anda, sem que o consumidor diga por quê. */
    static final String SEM_AVANCO = "o broker não entrega nada dali em diante, embora haja o que ler";

    static String transacaoAberta(String topico, int particao, long offset) {
        return ("Há uma transação aberta na partição %1$d do tópico %2$s desde o offset %3$d: o que foi escrito depois dele só "
                        + "aparece quando ela acabar. Se o produtor dela morreu, encerre-a com: "
                        + "%4$s transactions abort --topic %2$s --partition %1$d --start-offset %3$d")
                .formatted(particao, topico, offset, BROKER_LOCAL);
    }

    static String recriado(String topico) {
        return "O tópico %s foi recriado ou truncado: começo de novo.".formatted(topico);
    }

    static String voltouAtras(String topico, int particao, long antes, long agora) {
        return ("O log da partição %d do tópico %s voltou do offset %d para o %d (o broker voltou de uma cópia?): o estado já não é "
                        + "o do log, e começo de novo.")
                .formatted(particao, topico, antes, agora);
    }

    static String outraEpoca(String topico, int particao) {
        return ("A partição %d do tópico %s tem uma época de líder anterior à que já teve (o broker voltou de uma cópia?): o estado "
                        + "já não é o do log, e começo de novo.")
                .formatted(particao, topico);
    }

    /** O que a leitura lançou, e que não se sabe de que registro é. */
    static String falha(Throwable erro) {
        var raiz = erro;
        while (raiz.getCause() != null) {
            raiz = raiz.getCause();
        }
        if (raiz instanceof OutOfMemoryError) {
            return "A memória não basta (%s, -Xmx%dm): suba o serviço com mais, por exemplo -Xmx2g."
                    .formatted(raiz.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
        }
        return "A leitura falhou: %s (detalhes com --logging.level.br.kafkanapratica=DEBUG).".formatted(raiz);
    }
}
