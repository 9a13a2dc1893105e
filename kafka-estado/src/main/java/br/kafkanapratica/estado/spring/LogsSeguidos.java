package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.AjustesDoLog;
import br.kafkanapratica.estado.Conselhos;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Projecao;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Faz os {@link LogSeguido} de um programa: o Kafka é o de {@code spring.kafka}; o resto, o de {@code kafka.estado}. */
public final class LogsSeguidos {

    private final Map<String, Object> cliente = new HashMap<>();
    private final Map<String, Object> administracao;
    private final EstadoProperties ajustes;
    private final Conselhos conselhos;

    /** @param administracao onde o Kafka está e como se entra nele */
    LogsSeguidos(Map<String, Object> administracao, EstadoProperties ajustes, Conselhos conselhos) {
        this.administracao = administracao;
        this.ajustes = ajustes;
        this.conselhos = conselhos;
        administracao.forEach((nome, valor) -> {
            if (ConsumerConfig.configNames().contains(nome) && !nome.equals(CommonClientConfigs.CLIENT_ID_CONFIG)) {
                cliente.put(nome, valor);
            }
        });
        cliente.putAll(ajustes.cliente());
    }

    /**
     * O que se faz deste tópico; como bean, começa e acaba com o programa.
     *
     * @param nova um estado vazio, a cada reconstrução
     * @throws br.kafkanapratica.leitura.AjusteContrario se um ajuste desfaria uma garantia
     */
    public <P extends Projecao> LogSeguido<P> segue(String topico, Supplier<? extends P> nova) {
        return LogSeguido.de(
                topico,
                cliente,
                nova,
                AjustesDoLog.padrao()
                        .comVerificacao(ajustes.verificacao())
                        .comSemSinalDeVida(ajustes.semSinalDeVida())
                        .comPulos(ajustes.pular().getOrDefault(topico, List.of()))
                        .comAdministracao(administracao)
                        .comConselhos(conselhos));
    }

    /** Os de sempre, com os nomes dos ajustes que um programa Spring Boot tem. */
    static Conselhos conselhos() {
        return new Conselhos() {
            @Override
            public String semContato(String servidores) {
                return "Confira o endereço (spring.kafka.bootstrap-servers) e se esse Kafka está no ar.";
            }

            @Override
            public String ajuste(String doKafka) {
                return "kafka.estado.cliente." + doKafka;
            }
        };
    }
}
