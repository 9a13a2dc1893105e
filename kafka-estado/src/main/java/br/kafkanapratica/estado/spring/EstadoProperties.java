package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.AjustesDoLog;
import br.kafkanapratica.estado.Pulo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Os ajustes dos logs que {@link LogsSeguidos} faz.
 *
 * @param enabled se não, nenhum log começa, e nada fala com o Kafka
 * @param verificacao de quanto em quanto tempo se confere o tópico (existe? é o mesmo? mudou a política?)
 * @param semSinalDeVida sem uma volta da thread que lê por este tempo, o programa não está vivo
 * @param cliente ajustes do consumidor, com os nomes do Kafka; além dos da conexão ({@code spring.kafka}); os de
 *     {@code spring.kafka.consumer} são dos listeners, e não valem aqui
 * @param pular de cada tópico, os trechos que, se não se deixarem ler, se perdem sabendo: {@code <partição>:<de>-<até>}
 */
@ConfigurationProperties("kafka.estado")
record EstadoProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration verificacao,
        @DefaultValue("60s") Duration semSinalDeVida,
        @DefaultValue Map<String, String> cliente,
        @DefaultValue Map<String, List<Pulo>> pular) {

    /** Recusa o que não serve enquanto se sabe que ajuste é. */
    EstadoProperties {
        AjustesDoLog.padrao().comVerificacao(verificacao).comSemSinalDeVida(semSinalDeVida);
    }
}
