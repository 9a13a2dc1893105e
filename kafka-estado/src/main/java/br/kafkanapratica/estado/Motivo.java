package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** O que dizer a quem usa; o conserto é dos {@link Conselhos}. */
final class Motivo {

    /** Uma variável de ambiente não guarda maiúsculas nem {@code -} nem {@code _}, e o número depois de um ponto seria um índice. */
    private static final Pattern EM_VARIAVEL = Pattern.compile("[a-z0-9]+(\\.(?=[0-9]*[a-z])[a-z0-9]+)*");

    private final String topico;
    private final String servidores;
    private final Conselhos conselhos;
    private final List<Pulo> aPular;

    /** @param aPular os trechos que já se mandou pular: o conselho de pular mais um não os esquece */
    Motivo(String topico, String servidores, Conselhos conselhos, List<Pulo> aPular) {
        this.topico = topico;
        this.servidores = servidores;
        this.conselhos = conselhos;
        this.aPular = aPular;
    }

    /** Por que, com o que se viu, não há o que ler ou não se sabe do que se lê. */
    String de(Observacao observacao) {
        if (observacao instanceof Observacao.SemContato) {
            return semContato();
        }
        if (observacao instanceof Observacao.Recusa recusa) {
            return recusa(recusa.erro());
        }
        if (observacao instanceof Observacao.SemPermissao falta) {
            return semPermissao(falta.operacao(), falta.erro());
        }
        if (observacao instanceof Observacao.SemLider semLider) {
            return semLider(semLider.particoes());
        }
        return observacao instanceof Observacao.PoliticaErrada errada ? politicaErrada(errada.politica()) : ausente();
    }

    String semContato() {
        return "O Kafka não responde em %s. %s".formatted(servidores, conselhos.semContato(servidores));
    }

    static String recusa(String erro) {
        return "O Kafka recusou o pedido: " + erro;
    }

    /** @param operacao a que falta, com o nome que tem numa ACL */
    String semPermissao(String operacao, String erro) {
        return "Falta a permissão %s no tópico %s, e espero por ela (%s). %s"
                .formatted(operacao, topico, erro, conselhos.semPermissao(servidores, topico));
    }

    String semLider(List<Integer> particoes) {
        return ("Nenhum broker no ar tem em dia estas partições do tópico %s, e espero por elas: %s. "
                        + "Suba o broker que falta, ou conserte o disco dele.")
                .formatted(topico, particoes.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    String ausente() {
        return "O tópico %s não existe. %s".formatted(topico, conselhos.topicoAusente(servidores, topico));
    }

    String politicaErrada(String politica) {
        return "O tópico %s tem cleanup.policy=%s em vez de compact: %s"
                .formatted(topico, politica, conselhos.politicaErrada(servidores, topico));
    }

    String aPular() {
        return "Trechos a pular, se não se deixarem ler: %s (%s). O que estiver neles se perde."
                .formatted(
                        aPular.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                        conselhos.ajusteDosPulos(topico));
    }

    String pulado(Pulo pulo, String causa) {
        return "Pulei o trecho %s do tópico %s, como mandado em %s. Não se deixou ler: %s"
                .formatted(pulo, topico, conselhos.ajusteDosPulos(topico), causa);
    }

    /** @param ultimo o último offset do trecho, se já se sabe */
    String trechoIlegivel(TrechoIlegivel trecho, OptionalLong ultimo) {
        int particao = trecho.particao().partition();
        var onde = ultimo.isEmpty()
                ? "a partir do offset %d".formatted(trecho.offset())
                : "nos offsets %d a %d".formatted(trecho.offset(), ultimo.getAsLong());
        var comoSeguir = ultimo.isEmpty() ? "" : comoPular(new Pulo(particao, trecho.offset(), ultimo.getAsLong()));
        return "Não consigo ler a partição %d do tópico %s %s: %s. %s As outras partições seguem, e tento de novo.%s"
                .formatted(particao, topico, onde, trecho.causa(), conserto(trecho.causa()), comoSeguir);
    }

    private String comoPular(Pulo mais) {
        var todos = Stream.concat(aPular.stream(), Stream.of(mais)).toList();
        var ajuste = conselhos.ajusteDosPulos(topico);
        return " Para seguir sem ele, sabendo que se perde: %s."
                .formatted(
                        ajuste.equals(Conselhos.PULOS_EM_CODIGO)
                                ? emCodigo(ajuste, todos)
                                : emPropriedade(ajuste, todos));
    }

    private static String emCodigo(String ajuste, List<Pulo> pulos) {
        return pulos.stream()
                .map("Pulo.valueOf(\"%s\")"::formatted)
                .collect(Collectors.joining(", ", ajuste + "(List.of(", "))"));
    }

    private static String emPropriedade(String ajuste, List<Pulo> pulos) {
        var pulo = pulos.stream().map(String::valueOf).collect(Collectors.joining(","));
        var variavel = EM_VARIAVEL.matcher(ajuste).matches()
                ? " (ou %s=%s)".formatted(ajuste.toUpperCase(Locale.ROOT).replace('.', '_'), pulo)
                : "";
        return "--%s=%s%s".formatted(ajuste, pulo, variavel);
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

    String transacaoAberta(int particao, long offset) {
        return ("Há uma transação aberta na partição %d do tópico %s desde o offset %d: o que foi escrito depois dele só "
                        + "aparece quando ela acabar. Se o produtor dela morreu, encerre-a com: %s")
                .formatted(particao, topico, offset, conselhos.transacaoAberta(servidores, topico, particao, offset));
    }

    String recriado() {
        return "O tópico %s foi recriado ou truncado: começo de novo.".formatted(topico);
    }

    String perdeuParticoes() {
        return "O tópico %s tem menos partições do que já teve (o broker voltou de uma cópia?): começo de novo."
                .formatted(topico);
    }

    String voltouAtras(int particao, long antes, long agora) {
        return ("O log da partição %d do tópico %s voltou do offset %d para o %d (o broker voltou de uma cópia?): o estado já não é "
                        + "o do log, e começo de novo.")
                .formatted(particao, topico, antes, agora);
    }

    String semLerDemais(Duration quanto, Duration retencao) {
        return ("Há %d min não confiro que leio o tópico %s, que só guarda as remoções por %d (delete.retention.ms): alguma pode ter saído do log "
                        + "sem que eu a visse, e começo de novo.")
                .formatted(quanto.toMinutes(), topico, retencao.toMinutes());
    }

    String outraEpoca(int particao) {
        return ("A partição %d do tópico %s tem uma época de líder anterior à que já teve (o broker voltou de uma cópia?): o estado "
                        + "já não é o do log, e começo de novo.")
                .formatted(particao, topico);
    }

    String naoAbre(Throwable erro) {
        return "Não consigo abrir outro consumidor do tópico %s (%s): continuo com o que já li, e tento de novo."
                .formatted(topico, raiz(erro));
    }

    /** O que a leitura lançou, e que não se sabe de que registro é. */
    static String falha(Throwable erro) {
        var raiz = raiz(erro);
        if (raiz instanceof OutOfMemoryError) {
            return "A memória não basta (%s, -Xmx%dm): suba o serviço com mais, por exemplo -Xmx2g."
                    .formatted(raiz.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
        }
        return "A leitura falhou: %s (detalhes no log, com br.kafkanapratica em DEBUG).".formatted(raiz);
    }

    private static Throwable raiz(Throwable erro) {
        var raiz = erro;
        while (raiz.getCause() != null) {
            raiz = raiz.getCause();
        }
        return raiz;
    }
}
