package br.kafkanapratica.etapa;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * O que as etapas de um programa têm em comum: com que são feitas.
 *
 * @param programa o nome dele, que vai nos headers da DLT
 */
record Oficina(
        String programa,
        ClientesDoKafka clientes,
        ComandosDoKafka comandos,
        MeterRegistry metricas,
        EtapaProperties ritmo,
        Environment ajustes,
        @Nullable ApplicationContext contexto,
        Set<String> rotulos) {

    private static final String COMECA_SOZINHO = "spring.kafka.listener.auto-startup";

    Oficina(
            String programa,
            ClientesDoKafka clientes,
            ComandosDoKafka comandos,
            MeterRegistry metricas,
            EtapaProperties ritmo,
            Environment ajustes,
            @Nullable ApplicationContext contexto) {
        this(programa, clientes, comandos, metricas, ritmo, ajustes, contexto, ConcurrentHashMap.newKeySet());
    }

    void confereAjustes() {
        Garantias.confere(ajustes, ritmo.soConexao());
        clientes.confere();
    }

    /** O ajuste por que as etapas não começam sozinhas; nulo se começam. */
    @Nullable
    String desligada() {
        if (!ritmo.ativa()) {
            return "etapa.ativa=false";
        }
        boolean comeca = ritmo.soConexao() || ajustes.getProperty(COMECA_SOZINHO, Boolean.class, true);
        return comeca ? null : COMECA_SOZINHO + "=false";
    }

    /** O do programa. */
    String rotulo() {
        var pedido = ritmo.rotulo();
        return pedido != null && !pedido.isBlank()
                ? pedido
                : programa.replace("-service", "").toUpperCase(Locale.ROOT);
    }

    /** {@code estoque-service} se anuncia como {@code [ESTOQUE]}; se o programa tem outras etapas, cada uma diz também o grupo. */
    String rotulo(String grupo) {
        var primeiro = rotulo();
        return rotulos.add(primeiro) ? primeiro : primeiro + " " + grupo;
    }

    /** Distingue esta instância das outras, no broker e nas ferramentas. */
    String novaInstancia() {
        return programa + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    String dlt(String entrada) {
        return entrada + ritmo.sufixoDlt();
    }

    /** O que um {@code @KafkaListener} ganharia do Spring Boot. */
    void completa(ConcurrentMessageListenerContainer<byte[], byte[]> container) {
        if (contexto != null) {
            container.setApplicationContext(contexto);
        }
        if (Threading.VIRTUAL.isActive(ajustes)) {
            var threads = new SimpleAsyncTaskExecutor("etapa-");
            threads.setVirtualThreads(true);
            container.getContainerProperties().setListenerTaskExecutor(threads);
        }
    }
}
