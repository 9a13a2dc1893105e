package br.kafkanapratica.estado;

/**
 * Como se conserta o que impede a leitura: a frase que acompanha cada motivo, com o comando. Estas servem a qualquer Kafka; um programa
 * que tem os seus próprios comandos e ajustes dá as dele. De qualquer thread.
 */
public interface Conselhos {

    /** As de sempre, com as ferramentas que vêm com o Kafka. */
    static Conselhos padrao() {
        return new Conselhos() {};
    }

    default String semContato(String servidores) {
        return "Confira o endereço (bootstrap.servers) e se esse Kafka está no ar.";
    }

    default String topicoAusente(String servidores, String topico) {
        return "Crie-o com: kafka-topics.sh --bootstrap-server %s --create --topic %s --config cleanup.policy=compact"
                .formatted(servidores, topico);
    }

    default String politicaErrada(String servidores, String topico) {
        return ("o Kafka apagaria registros por idade. Corrija com: kafka-configs.sh --bootstrap-server %s --alter --entity-type "
                        + "topics --entity-name %s --add-config cleanup.policy=compact")
                .formatted(servidores, topico);
    }

    default String semPermissao(String servidores, String topico) {
        return ("Dê as três de que a leitura precisa com: kafka-acls.sh --bootstrap-server %s --add --allow-principal User:… "
                        + "--operation Read --operation Describe --operation DescribeConfigs --topic %s")
                .formatted(servidores, topico);
    }

    default String transacaoAberta(String servidores, String topico, int particao, long offset) {
        return "kafka-transactions.sh --bootstrap-server %s abort --topic %s --partition %d --start-offset %d"
                .formatted(servidores, topico, particao, offset);
    }

    /** De um programa que não os lê da sua configuração. */
    String PULOS_EM_CODIGO = "AjustesDoLog.comPulos";

    /** O ajuste em que se escrevem os trechos deste tópico a pular: a propriedade, com o nome que tem neste programa. */
    default String ajusteDosPulos(String topico) {
        return PULOS_EM_CODIGO;
    }

    /** O nome com que este ajuste do cliente Kafka se escreve neste programa. */
    default String ajuste(String doKafka) {
        return doKafka;
    }
}
