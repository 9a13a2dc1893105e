package br.kafkanapratica.producer;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.EnvioConfirmado;
import br.kafkanapratica.terminal.Tela;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

@SpringBootApplication
public class SaldoProducerApplication {

    public static void main(String[] args) {
        Tela.emUtf8();
        System.exit(LinhaDeComando.executa(args));
    }

    /** Só aqui o Spring começa: a ajuda e os erros de uso não esperam por ele. */
    static int roda(Acao acao) throws Exception {
        var aplicacao = new SpringApplicationBuilder(SaldoProducerApplication.class)
                .properties(Map.of("saldo.topico", Topico.CONTAS.nome()))
                .registerShutdownHook(false);
        try (var contexto = aplicacao.run()) {
            contexto.getBean(TopicoCompactado.class).exige();
            return acao.executa(contexto.getBean(ProdutorDeSaldos.class));
        }
    }

    @Bean
    Destino destino(@Value("${saldo.topico}") String topico, KafkaConnectionDetails conexao) {
        return new Destino(topico, String.join(",", conexao.getProducer().getBootstrapServers()));
    }

    @Bean
    EnvioConfirmado envio(ProducerFactory<?, ?> producer, KafkaAdmin admin, Destino destino) {
        return EnvioConfirmado.de(
                producer.getConfigurationProperties(),
                destino.administracao(admin.getConfigurationProperties()),
                destino);
    }

    @Bean
    Clock relogio() {
        return Clock.systemDefaultZone();
    }
}
