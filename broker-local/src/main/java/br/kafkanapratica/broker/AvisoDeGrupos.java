package br.kafkanapratica.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * O que o coordenador dos grupos registra em inglês, com a pilha inteira, dito uma vez por partição: o que houve e o
 * comando que conserta. O que só acompanha uma troca de líder não é dito. Seguro entre threads.
 */
public final class AvisoDeGrupos extends TurboFilter {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(AvisoDeGrupos.class);
    private static final String PACOTE = "org.apache.kafka.coordinator.common.runtime.";
    private static final String FALHOU = "Failed to load metadata from";
    private static final String FORA_DE_PASSO = "The state machine of the coordinator";
    private static final Path PADRAO = Path.of("dados/kafka");

    private static volatile Path dados = PADRAO;

    private final Set<String> ditos = ConcurrentHashMap.newKeySet();

    /** A pasta que o comando de conserto vai nomear. */
    static void dados(Path pasta) {
        dados = pasta;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marca,
            Logger logger,
            Level nivel,
            @Nullable String formato,
            Object @Nullable [] parametros,
            @Nullable Throwable excecao) {
        if (nivel != Level.ERROR || formato == null || !logger.getName().startsWith(PACOTE)) {
            return FilterReply.NEUTRAL;
        }
        var erro = excecao == null ? ultimo(parametros) : excecao;
        if (trocaDeLider(erro) && !formato.startsWith(FALHOU)) {
            return FilterReply.DENY;
        }
        if (logger.getName().endsWith("CoordinatorLoaderImpl") || formato.startsWith(FORA_DE_PASSO)) {
            return FilterReply.DENY; // logo depois vem a falha da carga, com o nome da partição
        }
        if (!formato.startsWith(FALHOU) || parametros == null || parametros.length == 0) {
            return FilterReply.NEUTRAL;
        }
        var particao = String.valueOf(parametros[0]);
        if (ditos.add(particao + trocaDeLider(erro))) {
            LOG.error(mensagem(particao, erro));
        }
        return FilterReply.DENY;
    }

    private static String mensagem(String particao, @Nullable Throwable erro) {
        if (trocaDeLider(erro)) {
            return "A leitura dos grupos guardados em " + particao
                    + " foi interrompida. Se eles não voltarem em 30 s, reinicie o broker: nada se perde.";
        }
        return "Não consigo ler os grupos guardados em " + particao + ", e eles estão parados. Nada se perdeu: pare o "
                + "broker e rode \"java -jar broker-local/target/broker-local.jar " + RecuperarGrupos.NOME
                + (dados.equals(PADRAO) ? "" : " --dados " + dados) + "\". Causa: " + raiz(erro);
    }

    /** Com três ou mais parâmetros, o SLF4J entrega a exceção como o último deles. */
    private static @Nullable Throwable ultimo(Object @Nullable [] parametros) {
        return parametros != null
                        && parametros.length > 0
                        && parametros[parametros.length - 1] instanceof Throwable excecao
                ? excecao
                : null;
    }

    private static boolean trocaDeLider(@Nullable Throwable erro) {
        return erro instanceof NotLeaderOrFollowerException || erro instanceof NotCoordinatorException;
    }

    private static @Nullable String raiz(@Nullable Throwable erro) {
        var causa = erro;
        while (causa != null && causa.getCause() != null) {
            causa = causa.getCause();
        }
        return causa == null ? null : causa.getMessage();
    }
}
