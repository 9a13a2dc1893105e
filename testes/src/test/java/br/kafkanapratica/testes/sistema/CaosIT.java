package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A garantia: de tópico a tópico, cada pedido confirmado é processado exatamente uma vez, com {@code kill -9} a qualquer
 * momento de qualquer etapa (duas instâncias de cada) ou do broker.
 *
 * <p>Histórias válidas: sob {@code read_committed}, cada id está uma vez em {@code pedidos_aprovados} e uma em
 * {@code pedidos_concluidos}, nessa ordem no tempo, e as DLTs estão vazias; o pedido que um morto tinha na mão segue adiante
 * até 15 s depois da última morte que o atingiu. Inválidas: um id que falta, que se repete, ou que ninguém enviou.
 *
 * <p>{@code -Dsemente=N} repete as mesmas escolhas; {@code -Dcaos=longo} faz 2.000 pedidos e 45 mortes.
 */
@Tag("sozinho")
class CaosIT {

    private static final boolean LONGO = "longo".equals(System.getProperty("caos"));
    private static final int PEDIDOS = LONGO ? 2_000 : Volume.de(120, 300);
    private static final int MORTES = LONGO ? 45 : Volume.de(5, 10);
    private static final Duration RETOMADA = Duration.ofSeconds(15);
    private static final List<Servico> SERVICOS = List.of(
            new Servico("estoque-service", Topico.PEDIDOS_APROVADOS, "--estoque.tempo-processamento=100ms"),
            new Servico("pagamento-service", Topico.PEDIDOS_CONCLUIDOS, "--pagamento.tempo-processamento=50ms"),
            new Servico("notificacao-service", null));

    private record Servico(String modulo, Topico saida, String... argumentos) {}

    /** @param emMaos o pedido que a instância morta tinha recebido e não decidido; nulo se nenhum, ou se foi o broker */
    private record Morte(String quem, Instant quando, Instant volta, Servico servico, String emMaos) {

        boolean atinge(Servico outro) {
            return servico == null || servico == outro;
        }
    }

    private final long semente = Long.getLong("semente", System.nanoTime());
    private final Random acaso = new Random(semente);

    @Test
    void nenhumPedidoSePerdeNemSeRepete() {
        System.out.printf("CaosIT: -Dsemente=%d, %d pedidos, %d mortes%n", semente, PEDIDOS, MORTES);
        try (var pipeline = new Pipeline()) {
            var instancias = new ArrayList<Instancia>();
            for (var servico : SERVICOS) {
                instancias.add(new Instancia(pipeline, servico));
                instancias.add(new Instancia(pipeline, servico));
            }
            instancias.forEach(Instancia::espera);
            var fimDasMortes = new AtomicBoolean();
            var envio = CompletableFuture.supplyAsync(() -> envia(pipeline.kafka(), fimDasMortes));
            var mortes = mata(pipeline, instancias);
            fimDasMortes.set(true);
            assertThat(mortes).as("mortes com um pedido em mãos").anyMatch(morte -> morte.emMaos() != null);
            var enviados = envio.join();
            esperaConclusao(pipeline, instancias);
            confere(pipeline, enviados, mortes);
            esperaAvisos(pipeline, instancias, enviados);
        }
    }

    private List<Morte> mata(Pipeline pipeline, List<Instancia> instancias) {
        var mortes = new ArrayList<Morte>();
        while (mortes.size() < MORTES) {
            pausa(acaso.nextInt(4_000));
            // As duas primeiras não são sorteadas: uma etapa com um pedido em mãos, e o broker.
            boolean primeira = mortes.isEmpty();
            int vitima = primeira ? 0 : mortes.size() == 1 ? instancias.size() : acaso.nextInt(instancias.size() + 2);
            if (vitima >= instancias.size()) {
                pipeline.broker().mata();
                var quando = Instant.now();
                pipeline.broker().volta();
                mortes.add(new Morte("broker", quando, Instant.now(), null, null));
            } else {
                if (primeira || acaso.nextBoolean()) {
                    instancias.get(vitima).esperaUmPedido();
                    pausa(primeira ? 0 : acaso.nextInt(60));
                }
                mortes.add(instancias.get(vitima).morreERenasce());
            }
        }
        return mortes;
    }

    /** Um fluxo contínuo enquanto houver mortes; depois, o que faltar de uma vez. Só devolve ids confirmados. */
    private Set<String> envia(ClienteDeTeste kafka, AtomicBoolean semPressa) {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < PEDIDOS; i++) {
            var id = UUID.nameUUIDFromBytes(ClienteDeTeste.bytes(semente + "/" + i))
                    .toString();
            kafka.escreve(Topico.NOVOS_PEDIDOS.nome(), id, Pipeline.novo(id));
            ids.add(id);
            if (!semPressa.get()) {
                pausa(150);
            }
        }
        return ids;
    }

    /** Sem prazo para o todo, que depende da máquina; mas três minutos sem nenhum progresso é um pipeline travado. */
    private void esperaConclusao(Pipeline pipeline, List<Instancia> instancias) {
        int concluidos = 0;
        while (concluidos < PEDIDOS) {
            int antes = concluidos;
            try {
                pipeline.esperaQuantos(Topico.PEDIDOS_CONCLUIDOS, Math.min(antes + 100, PEDIDOS), Pipeline.PRAZO);
            } catch (ConditionTimeoutException e) {
                int agora = pipeline.ids(Topico.PEDIDOS_CONCLUIDOS).size();
                assertThat(agora)
                        .as(
                                "concluídos de %d, -Dsemente=%d; o que as instâncias disseram por último:%n%s",
                                PEDIDOS, semente, ultimas(instancias))
                        .isGreaterThan(antes);
            }
            concluidos = pipeline.ids(Topico.PEDIDOS_CONCLUIDOS).size();
        }
    }

    private static String ultimas(List<Instancia> instancias) {
        return instancias.stream()
                .map(instancia -> instancia.servico.modulo() + ":\n" + String.join("\n", instancia.ultimasLinhas()))
                .collect(Collectors.joining("\n"));
    }

    private void confere(Pipeline pipeline, Set<String> enviados, List<Morte> mortes) {
        var novos = porId(pipeline, Topico.NOVOS_PEDIDOS, enviados);
        var aprovados = porId(pipeline, Topico.PEDIDOS_APROVADOS, enviados);
        var concluidos = porId(pipeline, Topico.PEDIDOS_CONCLUIDOS, enviados);
        assertThat(enviados).allSatisfy(id -> {
            assertThat(aprovados.get(id)).as("aprovação de " + id).isAfterOrEqualTo(novos.get(id));
            assertThat(concluidos.get(id)).as("conclusão de " + id).isAfterOrEqualTo(aprovados.get(id));
        });
        for (var topico : List.of(Topico.NOVOS_PEDIDOS, Topico.PEDIDOS_APROVADOS, Topico.PEDIDOS_CONCLUIDOS)) {
            assertThat(pipeline.ids(topico.dlt())).as(topico.dlt().nome()).isEmpty();
        }
        confereRetomadas(mortes, Map.of(Topico.PEDIDOS_APROVADOS, aprovados, Topico.PEDIDOS_CONCLUIDOS, concluidos));
    }

    /** Cada id enviado, uma vez só, com o momento em que foi escrito. */
    private Map<String, Instant> porId(Pipeline pipeline, Topico topico, Set<String> enviados) {
        var registros = pipeline.kafka().confirmados(topico.nome());
        assertThat(registros)
                .as("%s, -Dsemente=%d", topico.nome(), semente)
                .extracting(Pipeline::chave)
                .containsExactlyInAnyOrderElementsOf(enviados);
        var porId = new HashMap<String, Instant>();
        for (ConsumerRecord<byte[], byte[]> registro : registros) {
            porId.put(Pipeline.chave(registro), Instant.ofEpochMilli(registro.timestamp()));
        }
        return porId;
    }

    private void confereRetomadas(List<Morte> mortes, Map<Topico, Map<String, Instant>> saidas) {
        var demoras = new ArrayList<Duration>();
        for (var morte : mortes) {
            if (morte.emMaos() == null || morte.servico().saida() == null) {
                continue;
            }
            var saiu = saidas.get(morte.servico().saida()).get(morte.emMaos());
            if (saiu == null || saiu.isBefore(morte.quando())) {
                continue; // decidido e gravado antes do kill, sem tempo de dizê-lo
            }
            var ultima = mortes.stream()
                    .filter(outra ->
                            outra.atinge(morte.servico()) && !outra.quando().isAfter(saiu))
                    .map(Morte::volta)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            var demora = Duration.between(ultima, saiu);
            demoras.add(demora);
            assertThat(demora)
                    .as("pedido %s, em mãos na morte de %s, -Dsemente=%d", morte.emMaos(), morte.quem(), semente)
                    .isLessThan(RETOMADA);
        }
        System.out.printf(
                "CaosIT: %d mortes (%d do broker), %d com um pedido em mãos; retomada mais lenta: %d ms%n",
                mortes.size(),
                mortes.stream().filter(morte -> morte.servico() == null).count(),
                demoras.size(),
                demoras.stream().mapToLong(Duration::toMillis).max().orElse(0));
    }

    /** O aviso é fora do Kafka: pelo menos um por pedido, e toda repetição marcada. */
    private void esperaAvisos(Pipeline pipeline, List<Instancia> instancias, Set<String> enviados) {
        await().atMost(Pipeline.PRAZO).untilAsserted(() -> {
            var avisados = instancias.stream()
                    .flatMap(instancia -> instancia.linhas().stream())
                    .filter(linha -> linha.contains("concluído:"))
                    .map(linha -> linha.replaceAll(".*Pedido (\\S+) de .*", "$1"))
                    .toList();
            assertThat(avisados).as("-Dsemente=%d", semente).containsAll(enviados);
        });
        var repetidos = instancias.stream()
                .flatMap(instancia -> instancia.linhas().stream())
                .filter(linha -> linha.contains("concluído:") && !linha.contains("(reenvio)"))
                .map(linha -> linha.replaceAll(".*Pedido (\\S+) de .*", "$1"))
                .toList();
        assertThat(repetidos).as("avisos sem (reenvio), -Dsemente=%d", semente).doesNotHaveDuplicates();
    }

    private static void pausa(int milissegundos) {
        var fim = Instant.now().plusMillis(milissegundos);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !Instant.now().isBefore(fim));
    }

    /** Uma das instâncias de um serviço, através das suas vidas. */
    private static final class Instancia {
        private final Pipeline pipeline;
        private final Servico servico;
        private final List<Processo> vidas = new ArrayList<>();

        Instancia(Pipeline pipeline, Servico servico) {
            this.pipeline = pipeline;
            this.servico = servico;
            nasce();
        }

        void espera() {
            atual().esperaLinha(linha -> linha.contains("partições minhas agora"), Pipeline.PRAZO);
        }

        /** Até receber mais um; ou um pouco, se não tem partição ou ainda está iniciando. */
        void esperaUmPedido() {
            long antes = recebidos();
            try {
                await().atMost(Duration.ofSeconds(3))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> recebidos() > antes);
            } catch (ConditionTimeoutException e) {
                System.out.printf("CaosIT: um %s sem pedidos por 3 s%n", servico.modulo());
            }
        }

        private long recebidos() {
            return Pipeline.linhas(atual(), linha -> linha.contains("Recebi pedido: "))
                    .size();
        }

        Morte morreERenasce() {
            atual().mata();
            var quando = Instant.now();
            var morte = new Morte(servico.modulo(), quando, quando, servico, emMaos());
            nasce();
            return morte;
        }

        List<String> linhas() {
            return vidas.stream().flatMap(vida -> vida.linhas().stream()).toList();
        }

        List<String> ultimasLinhas() {
            var linhas = atual().linhas();
            return linhas.subList(Math.max(0, linhas.size() - 5), linhas.size());
        }

        private void nasce() {
            vidas.add(pipeline.inicia(servico.modulo(), servico.argumentos()));
        }

        private Processo atual() {
            return vidas.get(vidas.size() - 1);
        }

        private String emMaos() {
            var linhas = Pipeline.linhas(atual(), linha -> linha.contains("pedido: ") || linha.contains("Pedido "));
            var ultima = linhas.isEmpty() ? "" : linhas.get(linhas.size() - 1);
            return ultima.contains("Recebi pedido: ") ? ultima.replaceAll(".*Recebi pedido: (\\S+) .*", "$1") : null;
        }
    }
}
