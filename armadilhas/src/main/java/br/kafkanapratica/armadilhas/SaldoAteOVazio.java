package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Topico;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Toma um {@code poll} vazio pelo fim do tópico. Vazio quer dizer só que nada chegou a tempo: quase sempre o primeiro, com a conexão
 * por fazer. Diz-se pronto com menos saldos do que há, e dali em diante só vê os novos.
 */
public final class SaldoAteOVazio {

    private static final Logger LOG = LoggerFactory.getLogger(SaldoAteOVazio.class);
    private static final Duration PRESSA = Duration.ofMillis(1);
    private static final Duration ESPERA = Duration.ofMillis(10);

    private SaldoAteOVazio() {}

    public static void main(String... args) throws IOException {
        var opcoes = Opcoes.de(args);
        var saldos = new ConcurrentSkipListMap<String, String>();
        try (var consumidor = Clientes.consumidor(opcoes, Map.of())) {
            LOG.info("Reconstruindo estado a partir do tópico...");
            var particoes = Clientes.particoes(consumidor, Topico.Nome.CONTAS);
            consumidor.assign(particoes);
            consumidor.seekToBeginning(particoes);
            for (var lidos = consumidor.poll(PRESSA); !lidos.isEmpty(); lidos = consumidor.poll(PRESSA)) {
                lidos.forEach(lido -> SaldoComGrupo.aplica(saldos, lido));
            }
            LOG.info("Reconstrução finalizada. Número de chaves: {}", saldos.size());
            ApiDeSaldos.abre(opcoes, saldos);
            consumidor.seekToEnd(particoes);
            while (true) {
                consumidor.poll(ESPERA).forEach(novo -> SaldoComGrupo.aplica(saldos, novo));
            }
        }
    }
}
