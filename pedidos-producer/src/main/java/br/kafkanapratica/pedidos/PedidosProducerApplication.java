package br.kafkanapratica.pedidos;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.EnvioConfirmado;
import br.kafkanapratica.terminal.Tela;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

@SpringBootApplication
public class PedidosProducerApplication {

    public static void main(String[] args) {
        Tela.emUtf8();
        System.exit(LinhaDeComando.executa(args));
    }

    /** Só aqui o Spring começa: a ajuda e os erros de uso não esperam por ele. */
    static int roda(Lote lote) throws Exception {
        var aplicacao = new SpringApplicationBuilder(PedidosProducerApplication.class)
                .properties(Map.of("pedidos.topico", Topico.NOVOS_PEDIDOS.nome()))
                .registerShutdownHook(false);
        try (var contexto = aplicacao.run()) {
            var ids = new Rodizio(contexto.getBean(TopicoDePedidos.class).particoes());
            return new Envio(lote, ids, contexto.getBean(ProdutorDePedidos.class)).executa();
        }
    }

    @Bean
    Destino destino(@Value("${pedidos.topico}") String topico, KafkaConnectionDetails conexao) {
        return new Destino(topico, String.join(",", conexao.getProducer().getBootstrapServers()));
    }

    @Bean
    EnvioConfirmado envio(ProducerFactory<?, ?> producer, KafkaAdmin admin, Destino destino) {
        return EnvioConfirmado.de(
                producer.getConfigurationProperties(),
                destino.administracao(admin.getConfigurationProperties()),
                destino);
    }
}
