package br.kafkanapratica.saldo;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Um tópico de saldos só deste teste, no broker compartilhado, com as configurações do contrato. */
public final class TopicoDeTeste implements AutoCloseable {

    public final ClienteDeTeste kafka;
    public final String nome;
    private final String servidores;

    public TopicoDeTeste(int particoes) {
        this(particoes, Map.of());
    }

    public TopicoDeTeste(int particoes, Map<String, String> alem) {
        this.servidores = BrokerDeTeste.compartilhado().servidores();
        this.kafka = new ClienteDeTeste(servidores);
        var configuracoes = new HashMap<>(Topico.CONTAS.configuracoes());
        configuracoes.putAll(alem);
        this.nome = kafka.criaTopico("contas", particoes, configuracoes);
    }

    public ServicoDeSaldos servico(String... argumentos) {
        return ServicoDeSaldos.inicia(servidores, nome, argumentos);
    }

    public RecordMetadata escreve(String chave, @Nullable String valor) {
        return kafka.escreve(nome, chave, valor);
    }

    public RecordMetadata saldo(String cliente, String saldo) {
        return escreve(cliente, json(cliente, saldo));
    }

    public static String json(String cliente, String saldo) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%s,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(cliente, saldo);
    }

    /** O {@code ?posicao=} que espera por este registro. */
    public static String posicao(RecordMetadata registro) {
        return "?posicao=" + registro.partition() + ":" + registro.offset();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
