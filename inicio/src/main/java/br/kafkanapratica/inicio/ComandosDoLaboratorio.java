package br.kafkanapratica.inicio;

import br.kafkanapratica.contratos.Comandos;
import br.kafkanapratica.etapa.ComandosDoKafka;
import java.util.Optional;
import java.util.SortedMap;

/** Os comandos das mensagens das etapas, com os scripts e o jar daqui, para o Kafka de quem os mostra. */
final class ComandosDoLaboratorio implements ComandosDoKafka {

    private static final String JAR = "java -jar broker-local/target/broker-local.jar ";

    private final String servidores;

    ComandosDoLaboratorio(String servidores) {
        this.servidores = servidores;
    }

    @Override
    public String ferramenta(String nome, String argumentos) {
        return Comandos.para(servidores, JAR + nome + " " + argumentos);
    }

    @Override
    public String cria(SortedMap<String, String> topicos) {
        return Comandos.para(servidores, "./create-topics.sh");
    }

    @Override
    public String semKafka() {
        return Comandos.para(servidores, Comandos.semKafka(servidores));
    }

    /** Só o de um broker desta máquina: os dados de outro, ou de três, não são os desta pasta. */
    @Override
    public Optional<String> recuperaGrupos() {
        return Comandos.daquiMesmo(servidores) && !servidores.contains(",")
                ? Optional.of(JAR + "recuperar-grupos")
                : Optional.empty();
    }
}
