package br.kafkanapratica.contratos;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Os comandos que as mensagens citam, escritos para o Kafka de quem as mostra: copiado dali, cada um serve como está. */
public final class Comandos {

    private static final String PADRAO = "localhost:9092";
    private static final Pattern ENDERECO = Pattern.compile("(?<nome>[^,:]+):(?<porta>\\d+)");
    /** O que o Kafka aceita: também IPv6 entre colchetes, e com o protocolo na frente. */
    private static final Pattern VALIDO = Pattern.compile("(?:\\w+://)?(?:\\[[\\w%:.]+]|[^\\s,:/]+):\\d+");

    private static final Pattern DESTA_MAQUINA =
            Pattern.compile("(?:\\w+://)?(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d+)?");
    private static final String JAR = "java -jar broker-local/target/broker-local\\.jar";

    /** O nome de uma ferramenta, o subcomando se há, e a primeira opção. */
    private static final String DE_FERRAMENTA = " [a-z]+(?:-[a-z]+)*(?: [a-z]+)? -";

    private static final String FERRAMENTA = "(?<!\\S)(?:\\./create-topics\\.sh|" + JAR + "(?=" + DE_FERRAMENTA + "))";
    private static final String BROKER = JAR + "(?! recuperar-grupos|" + DE_FERRAMENTA + ")";

    private Comandos() {}

    /** O que fazer quando ninguém responde: subir o Kafka, se é o desta máquina; se não, conferir o endereço. Passe por {@link #para}. */
    public static String semKafka(String servidores) {
        var errado = Arrays.stream(servidores.split(","))
                .map(String::strip)
                .filter(um -> !VALIDO.matcher(um).matches())
                .findFirst();
        if (errado.isPresent()) {
            return "\"%s\" não é um endereço: escreva nome:porta em SPRING_KAFKA_BOOTSTRAP_SERVERS"
                    .formatted(errado.get());
        }
        return daquiMesmo(servidores)
                ? "Para subi-lo: ./start.sh, ou java -jar broker-local/target/broker-local.jar"
                : "Confira o endereço (SPRING_KAFKA_BOOTSTRAP_SERVERS) e se esse Kafka está no ar";
    }

    /** Se o Kafka é o desta máquina, que aqui se pode subir. */
    public static boolean daquiMesmo(String servidores) {
        return DESTA_MAQUINA.matcher(servidores.split(",", 2)[0].strip()).matches();
    }

    /**
     * A mensagem, com o endereço em cada comando que precise dele. Um nome sem ponto ({@code kafka:9092}) só existe na rede do
     * compose, e lá os scripts acham o Kafka sozinhos: fica como está.
     *
     * @param servidores os bootstrap servers do programa
     */
    public static String para(String servidores, String mensagem) {
        var endereco = ENDERECO.matcher(servidores);
        boolean umSo = endereco.matches();
        boolean daqui = umSo && DESTA_MAQUINA.matcher(endereco.group("nome")).matches();
        if (servidores.equals(PADRAO)
                || umSo && !daqui && !endereco.group("nome").contains(".")) {
            return mensagem;
        }
        var comEndereco = mensagem.replaceAll(
                FERRAMENTA, Matcher.quoteReplacement("SPRING_KAFKA_BOOTSTRAP_SERVERS=" + servidores) + " $0");
        return daqui && !endereco.group("porta").equals("9092")
                ? comEndereco
                        .replaceAll("\\./start\\.sh(?! --)", "$0 --porta-kafka " + endereco.group("porta"))
                        .replaceAll(BROKER, "$0 --porta " + endereco.group("porta"))
                : comEndereco;
    }
}
