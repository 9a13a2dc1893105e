package br.kafkanapratica.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * O que o coordenador dos grupos registra em inglês, com a pilha inteira, dito uma vez por partição: o que houve e o
 * comando que conserta. O que só acompanha uma troca de líder não é dito. Seguro entre threads.
 */
public final class AvisoDeGrupos extends TurboFilter {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(AvisoDeGrupos.class);
    private static final String PACOTE = "org.apache.kafka.coordinator.common.runtime.";
    private static final Pattern FALHOU =
            Pattern.compile("Failed to load metadata from (\\S+) with epoch .*", Pattern.DOTALL);
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
        // O Kafka põe o seu prefixo na frente e pode entregar a frase já montada.
        var frase = MessageFormatter.arrayFormat(formato, parametros);
        var erro = excecao == null ? frase.getThrowable() : excecao;
        var falhou = FALHOU.matcher(frase.getMessage().replaceFirst("^\\[[^]]*] ", ""));
        if (falhou.matches()) {
            if (ditos.add(falhou.group(1) + trocaDeLider(erro))) {
                LOG.error(mensagem(falhou.group(1), erro));
            }
            return FilterReply.DENY;
        }
        // Logo depois destas vem a falha da carga, com o nome da partição.
        boolean acompanha = logger.getName().endsWith("CoordinatorLoaderImpl")
                || frase.getMessage().contains(FORA_DE_PASSO)
                || trocaDeLider(erro);
        return acompanha ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static String mensagem(String particao, @Nullable Throwable erro) {
        if (trocaDeLider(erro)) {
            return "A leitura dos grupos guardados em " + particao
                    + " foi interrompida. Se eles não voltarem em 30 s, reinicie o broker: nada se perde.";
        }
        return "Não consigo ler os grupos guardados em " + particao + ", e eles estão parados. Nada se perdeu: pare o "
                + "broker e rode \"java -jar broker-local/target/broker-local.jar " + RecuperarGrupos.NOME
                + (dados.equals(PADRAO) ? "" : " --dados '" + dados + "'") + "\". Causa: " + raiz(erro);
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
