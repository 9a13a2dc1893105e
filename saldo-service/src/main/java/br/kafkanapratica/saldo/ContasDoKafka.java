package br.kafkanapratica.saldo;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.AjustesDaCopia;
import br.kafkanapratica.estado.AjustesDoLog;
import br.kafkanapratica.estado.Copiavel;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.estado.spring.MetricasDoLog;
import br.kafkanapratica.estado.spring.SaudeDoLog;
import br.kafkanapratica.estado.spring.VidaDoLog;
import br.kafkanapratica.leitura.AjusteContrario;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** O tópico dos saldos, seguido pela biblioteca, com os nomes que este serviço promete. */
@Configuration(proxyBeanMethods = false)
class ContasDoKafka {

    @Bean
    LogSeguido<UltimoPorChave<Saldo>> contas(
            ConsumerFactory<byte[], byte[]> consumidores, KafkaAdmin kafka, SaldoProperties ajustes) {
        return LogSeguido.de(
                ajustes.topico(),
                cliente(consumidores, kafka),
                ajustes.armazem()::novo,
                AjustesDoLog.padrao()
                        .comVerificacao(ajustes.verificacao())
                        .comSemSinalDeVida(ajustes.semSinalDeVida())
                        .comPulos(ajustes.pular())
                        .comAdministracao(kafka.getConfigurationProperties())
                        .comCopia(copia(ajustes))
                        .comConselhos(new ConselhosDaqui())
                        .comConsumidores(configuracao -> consumidor(consumidores, configuracao)));
    }

    private static @Nullable AjustesDaCopia copia(SaldoProperties ajustes) {
        var pasta = ajustes.copiaLocal();
        if (pasta != null && !(ajustes.armazem().novo() instanceof Copiavel)) {
            throw new AjusteContrario(
                    "saldo.copia-local",
                    pasta.toString(),
                    "nenhuma",
                    "com saldo.armazem=simples o estado não se guarda");
        }
        return pasta == null ? null : new AjustesDaCopia(pasta, ajustes.copiaIntervalo());
    }

    /** O que se escreveu em {@code spring.kafka.consumer}; os deserializadores de texto ninguém escreveu: são o padrão do Boot. */
    private static Map<String, Object> cliente(ConsumerFactory<byte[], byte[]> consumidores, KafkaAdmin kafka) {
        var cliente = new HashMap<>(consumidores.getConfigurationProperties());
        cliente.values().removeIf(StringDeserializer.class::equals);
        cliente.put(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.getConfigurationProperties().get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        cliente.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "saldo-service");
        return cliente;
    }

    /** Pela fábrica do Spring, que o mede ({@code kafka.consumer.*}). */
    static Consumer<byte[], byte[]> consumidor(
            ConsumerFactory<byte[], byte[]> fabrica, Map<String, Object> configuracao) {
        var textos = new Properties(); // é só o que ela deixa trocar
        configuracao.forEach((nome, valor) -> {
            if (!valor.equals(fabrica.getConfigurationProperties().get(nome))) {
                textos.setProperty(nome, texto(valor));
            }
        });
        // o client.id ela só aceita assim
        return fabrica.createConsumer(null, textos.getProperty(ConsumerConfig.CLIENT_ID_CONFIG), null, textos);
    }

    /** Como se escreveria num arquivo: o Boot dá o endereço como lista. */
    private static String texto(Object valor) {
        return valor instanceof Class<?> classe
                ? classe.getName()
                : valor instanceof Collection<?> varios
                        ? varios.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : valor.toString();
    }

    @Bean
    SaudeDoLog<UltimoPorChave<Saldo>> saldos(LogSeguido<UltimoPorChave<Saldo>> contas) {
        return new SaudeDoLog<>(contas, estado -> {
            var detalhes = new LinkedHashMap<String, Object>();
            detalhes.put("clientes", estado.totalDeValidos());
            detalhes.put("corrompidos", estado.totalDeMalformados());
            return detalhes;
        });
    }

    @Bean
    VidaDoLog leitor(LogSeguido<UltimoPorChave<Saldo>> contas) {
        return new VidaDoLog(contas);
    }

    @Bean
    MetricasDoLog<UltimoPorChave<Saldo>> metricas(LogSeguido<UltimoPorChave<Saldo>> contas) {
        return new MetricasDoLog<>("saldo", Tags.empty(), contas)
                .com("clientes", "Clientes com saldo", UltimoPorChave::totalDeValidos)
                .com("corrompidos", "Clientes com o último registro malformado", UltimoPorChave::totalDeMalformados)
                .com(
                        "em.varias.particoes",
                        "Clientes com registros em mais de uma partição (produtores com particionadores diferentes?)",
                        UltimoPorChave::totalEmVariasParticoes);
    }
}
