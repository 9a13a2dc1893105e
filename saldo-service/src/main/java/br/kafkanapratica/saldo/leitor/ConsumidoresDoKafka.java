package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.leitura.AjusteContrario;
import br.kafkanapratica.leitura.BytesLimitados;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.core.ConsumerFactory;

/** Aquilo de que a correção e a memória dependem é posto aqui, e não no {@code application.yml}, que se pode trocar. */
final class ConsumidoresDoKafka implements Consumidores {

    private static final Map<String, String> GARANTIAS = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed", // um saldo de uma transação abortada não é um saldo
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none", // a posição é sempre explícita; fora do log é motivo para reconstruir
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            "false",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            "false",
            ConsumerConfig.CHECK_CRCS_CONFIG,
            "true");

    /** O que um {@code poll()} devolve, em bytes: com os lotes em curso, uns oito destes ao mesmo tempo. */
    private static final long POR_POLL = entre(1 << 20, Runtime.getRuntime().maxMemory() / 64, BytesLimitados.PADRAO);

    /** O que espera, comprimido, por ser lido, de todas as partições. */
    private static final long BUSCADOS = entre(1 << 20, Runtime.getRuntime().maxMemory() / 32, 16 << 20);

    private static final long POR_PARTICAO_MAXIMO = 4 << 20; // com uma partição só, menos idas e voltas ao broker
    private static final long POR_PARTICAO_MINIMO = 64 << 10;

    private final ConsumerFactory<byte[], byte[]> fabrica;

    ConsumidoresDoKafka(ConsumerFactory<byte[], byte[]> fabrica) {
        confere(fabrica.getConfigurationProperties());
        this.fabrica = fabrica;
    }

    private static void confere(Map<String, Object> configuracao) {
        GARANTIAS.forEach((nome, valor) -> {
            var dado = configuracao.get(nome);
            if (dado != null && !dado.toString().toLowerCase(Locale.ROOT).equals(valor)) {
                throw new AjusteContrario(
                        "spring.kafka.consumer.properties." + nome, dado, valor, "o estado deixaria de ser o do log");
            }
        });
    }

    @Override
    public Consumer<byte[], byte[]> abre(Modo modo, int particoes) {
        return fabrica.createConsumer(null, null, null, configuracao(modo, particoes));
    }

    static Properties configuracao(Modo modo, int particoes) {
        var propriedades = new Properties();
        propriedades.putAll(GARANTIAS);
        BytesLimitados.configuracao(POR_POLL)
                .forEach((nome, valor) -> propriedades.setProperty(
                        nome, valor instanceof Class<?> classe ? classe.getName() : valor.toString()));
        long porParticao = modo == Modo.DEPRESSA
                ? entre(POR_PARTICAO_MINIMO, BUSCADOS / Math.max(1, particoes), POR_PARTICAO_MAXIMO)
                : POR_PARTICAO_MINIMO;
        propriedades.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Long.toString(BUSCADOS));
        propriedades.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Long.toString(porParticao));
        if (modo != Modo.DEPRESSA) {
            propriedades.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        }
        if (modo == Modo.SONDAGEM) {
            propriedades.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        }
        return propriedades;
    }

    private static long entre(long minimo, long valor, long maximo) {
        return Math.max(minimo, Math.min(valor, maximo));
    }
}
