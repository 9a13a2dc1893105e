package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.AjusteContrario;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * O que é gosto, em todas as etapas de um programa.
 *
 * @param ativa se não, as etapas não começam sozinhas, e nada fala com o Kafka; {@code spring.kafka.listener.auto-startup=false} faz o
 *     mesmo
 * @param rotulo o que vai entre colchetes nas linhas do log; de fábrica, o nome do programa sem {@code -service}
 * @param sufixoDlt o que se acrescenta ao nome da entrada para dar o da DLT
 * @param metricas o começo do nome das métricas
 * @param soConexao se, de {@code spring.kafka}, só valem para as etapas o endereço, a segurança e {@code properties}, e {@code consumer}, {@code producer}
 *     e {@code listener} são dos outros listeners do programa
 * @param lote quanto trabalho cabe numa transação; o registro em curso quando o tempo acaba é o último dela
 * @param tentativas quantas vezes repetir um registro que falhou, antes da DLT
 * @param espera antes da primeira repetição; dobra a cada uma, até 30 s (se já é maior, não cresce)
 * @param trabalhoMaximo o que um registro, ou uma entrega, pode levar; passado isso a saúde o diz, e passado cinco vezes isso, que só
 *     um reinício resolve. O {@code max.poll.interval.ms} que ninguém pediu cresce com ele
 * @param threads quantas consomem em cada etapa deste processo, cada uma com as suas partições; de fábrica, {@code
 *     spring.kafka.listener.concurrency}, ou uma
 */
@ConfigurationProperties("etapa")
record EtapaProperties(
        @DefaultValue("true") boolean ativa,
        @Nullable String rotulo,
        @DefaultValue("-dlt") String sufixoDlt,
        @DefaultValue("etapa") String metricas,
        @DefaultValue("false") boolean soConexao,
        @DefaultValue("100ms") Duration lote,
        @DefaultValue("3") int tentativas,
        @DefaultValue("500ms") Duration espera,
        @DefaultValue("1m") Duration trabalhoMaximo,
        @Nullable Integer threads) {

    EtapaProperties {
        exige(
                sufixoDlt.matches("[\\w.-]+"),
                "sufixo-dlt",
                sufixoDlt,
                "-dlt",
                "a DLT seria a própria entrada, ou um tópico com um nome que o Kafka não aceita");
        exige(!lote.isNegative(), "lote", lote, "100ms", "um tempo não pode ser negativo");
        exige(tentativas >= 0, "tentativas", tentativas, 3, "o mínimo é 0");
        exige(!espera.isNegative(), "espera", espera, "500ms", "um tempo não pode ser negativo");
        exige(trabalhoMaximo.toMillis() > 0, "trabalho-maximo", trabalhoMaximo, "1m", "todo trabalho pareceria parado");
        exige(threads == null || threads > 0, "threads", threads, 1, "ninguém consumiria");
    }

    private static void exige(boolean condicao, String nome, @Nullable Object valor, Object exigido, String porQue) {
        if (!condicao) {
            throw new AjusteContrario("etapa." + nome, String.valueOf(valor), exigido, porQue);
        }
    }
}
