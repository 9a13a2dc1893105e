package br.kafkanapratica.estado.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/** O programa que pede {@link LogsSeguidos} sem ter a auto-configuração do Kafka lê o que lhe falta, antes da explicação geral do Boot. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class FaltaAConexao extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

    private static final String DO_STARTER = "org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails";

    private final @Nullable ClassLoader classes;

    FaltaAConexao() {
        this(FaltaAConexao.class.getClassLoader());
    }

    /** @param classes as do programa */
    FaltaAConexao(@Nullable ClassLoader classes) {
        this.classes = classes;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable falha, NoSuchBeanDefinitionException falta) {
        if (falta.getBeanType() != LogsSeguidos.class) {
            return null;
        }
        return ClassUtils.isPresent(DO_STARTER, classes)
                ? new FailureAnalysis(
                        "Não há LogsSeguidos, que faz os logs seguidos: aqui não está a auto-configuração do Kafka.",
                        "Num teste de fatia (@WebMvcTest e os outros): declare os logs numa @Configuration à parte, num arquivo só dela, que "
                                + "a fatia não carrega. Num programa: não exclua KafkaAutoConfiguration nem EstadoAutoConfiguration "
                                + "(spring.autoconfigure.exclude); para não ler nada, kafka.estado.enabled=false.",
                        falha)
                : new FailureAnalysis(
                        "Não há LogsSeguidos, que faz os logs seguidos: o programa não tem a auto-configuração do Kafka.",
                        "Ponha nas dependências org.springframework.boot:spring-boot-starter-kafka. (Sem ele, LogSeguido.de(…) faz o log, e quem "
                                + "o inicia e fecha é o seu programa.)",
                        falha);
    }
}
