package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.ComandosDaqui;
import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.estudo.Caderno;
import br.kafkanapratica.experimentos.fatos.Coletor.Fontes;
import br.kafkanapratica.experimentos.fatos.Laboratorio;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/** Onde um experimento olha: o Kafka e o saldo-service do laboratório no ar ou, sem um, os das portas de sempre. */
final class OndeOlhar {

    static final String KAFKA = "kafka ";
    static final String SALDO = "saldo ";

    private OndeOlhar() {}

    /** O mesmo da página. */
    static Caderno caderno(Path raiz) {
        var doAmbiente = System.getenv("DASHBOARD_CADERNO");
        return new Caderno(raiz.resolve(doAmbiente == null ? "dados/caderno.json" : doAmbiente));
    }

    static Fontes de(Path raiz) {
        var controle = ControleDoLab.de(raiz);
        var linhas = controle.pede("endereco").linhas();
        var doAmbiente = System.getenv("SPRING_KAFKA_BOOTSTRAP_SERVERS");
        var kafka = valor(linhas, KAFKA).orElseGet(() -> doAmbiente == null ? Portas.PADRAO.servidores() : doAmbiente);
        var saldo = valor(linhas, SALDO).orElseGet(() -> "http://localhost:" + Portas.PADRAO.saldo());
        return new Fontes(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1000),
                URI.create(saldo),
                Laboratorio.de(controle));
    }

    static ComandosDaqui comandos(Fontes fontes) {
        return new ComandosDaqui(
                String.valueOf(fontes.kafka().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)),
                fontes.saldoService().toString());
    }

    /** O que vem depois da palavra, na linha que começa por ela. */
    private static Optional<String> valor(Iterable<String> linhas, String palavra) {
        for (var linha : linhas) {
            if (linha.startsWith(palavra)) {
                return Optional.of(linha.substring(palavra.length()));
            }
        }
        return Optional.empty();
    }
}
