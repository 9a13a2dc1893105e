package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Comandos;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;

/** Sem Kafka uma armadilha espera calada, porque o que os clientes dizem está desligado: isto diz por que espera, e o conserto. */
final class SemKafka {

    private static final Duration PRAZO = Duration.ofSeconds(5);

    private SemKafka() {}

    /** Não atrasa a armadilha: se o Kafka não responder, di-lo uma vez. */
    static void avisa(Opcoes opcoes) {
        LoggerFactory.getILoggerFactory(); // iniciado por duas threads ao mesmo tempo, o SLF4J se queixa na tela
        var aviso = new Thread(() -> motivo(opcoes, PRAZO).ifPresent(System.err::println), "sem-kafka");
        aviso.setDaemon(true);
        aviso.start();
    }

    /** Vazio se o Kafka respondeu neste prazo. */
    static Optional<String> motivo(Opcoes opcoes, Duration prazo) {
        var servidores = Clientes.servidores(opcoes);
        var conserto = Comandos.para(servidores, Comandos.semKafka(servidores));
        try (var admin = Clientes.admin(opcoes)) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) prazo.toMillis()))
                    .nodes()
                    .get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of("Não alcanço o Kafka em %s; continuo tentando. %s".formatted(servidores, conserto));
        } catch (KafkaException e) { // nem cliente se faz com este endereço: a armadilha também não o fará
            return Optional.of("Não alcanço o Kafka. " + conserto);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
