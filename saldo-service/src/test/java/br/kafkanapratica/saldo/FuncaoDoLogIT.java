package br.kafkanapratica.saldo;

import static br.kafkanapratica.saldo.TopicoDeTeste.json;
import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.base.Volume;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Regra 1: o estado é uma função do log. Mais de cem histórias sorteadas, mil no perfil completo (saldos, remoções, registros malformados, timestamps
 * fora de ordem, chaves em mais de uma partição), lidas ao vivo por uma instância; depois o cleaner do Kafka compacta o
 * log de verdade, e outra instância o lê do começo. As duas, e uma que leu o log inteiro em lotes pequenos, têm de ser iguais, e
 * iguais ao que as histórias dizem.
 *
 * <p>Para repetir um sorteio: {@code -Dsemente=N}.
 */
class FuncaoDoLogIT {

    private static final int TOPICOS = Volume.de(1, 8);
    private static final int HISTORIAS_POR_TOPICO = 125;
    private static final Duration PRAZO = Duration.ofMinutes(2);
    private static final String[] MALFORMADOS = {
        "lixo", "", "{}", "[]", "{\"cliente_id\":\"outro\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"
    };

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());

    @BeforeAll
    static void dizASemente() {
        System.out.printf("FuncaoDoLogIT: -Dsemente=%d%n", SEMENTE);
    }

    static Stream<Integer> topicos() {
        return IntStream.range(0, TOPICOS).boxed();
    }

    @ParameterizedTest
    @MethodSource("topicos")
    void quemViveuTudoEQuemReconstruiuDepoisDaCompactacaoTemOMesmoEstado(int numero) {
        var sorteio = new Random(SEMENTE + numero);
        int particoes = 1 + sorteio.nextInt(6);
        try (var topico = new TopicoDeTeste(
                        particoes,
                        Map.of("segment.ms", "500", "min.cleanable.dirty.ratio", "0.001", "delete.retention.ms", "0"));
                var viveu = topico.servico().esperaPronto()) {
            var esperado = conta(topico, sorteio, particoes);
            int escritos = topico.kafka.log(topico.nome).size();

            // Em lotes tão pequenos, os registros de uma chave estão em vários dos que se aplicam ao mesmo tempo.
            try (var emLotes =
                    topico.servico("--spring.kafka.consumer.max-poll-records=7").esperaPronto()) {
                compacta(topico, particoes);
                int restantes = topico.kafka.log(topico.nome).size();
                assertThat(restantes)
                        .as("registros no log, dos %d escritos", escritos)
                        .isLessThan(escritos / 2);

                var armazem = "--saldo.armazem=" + (numero % 2 == 0 ? "simples" : "compacto");
                try (var reconstruiu = topico.servico(armazem).esperaPronto()) {
                    var quemViveu = estado(viveu);
                    assertThat(estado(reconstruiu))
                            .as("semente %d, tópico %d: quem reconstruiu contra quem viveu", SEMENTE, numero)
                            .isEqualTo(quemViveu);
                    assertThat(estado(emLotes))
                            .as("semente %d, tópico %d: quem reconstruiu em lotes de sete", SEMENTE, numero)
                            .isEqualTo(quemViveu);
                    assertThat(quemViveu)
                            .as("semente %d, tópico %d: quem viveu contra as histórias", SEMENTE, numero)
                            .isEqualTo(esperado);
                }
            }
        }
    }

    /** Escreve as histórias, embaralhadas entre si, e devolve o estado a que levam. */
    private static Map<String, String> conta(TopicoDeTeste topico, Random sorteio, int particoes) {
        var ultimos = new HashMap<String, Map<Integer, Ultimo>>();
        var envios = new ArrayList<Future<RecordMetadata>>();
        var feitos = new ArrayList<Runnable>();
        long agora = System.currentTimeMillis();
        for (int passo = 0; passo < HISTORIAS_POR_TOPICO * 40; passo++) {
            int historia = sorteio.nextInt(HISTORIAS_POR_TOPICO);
            var chave = "h%03d-%d".formatted(historia, sorteio.nextInt(5));
            // Uma história em dez é de produtores com particionadores diferentes, e nela ninguém é removido: uma
            // remoção que o cleaner já levou não pode esconder o que ficou em outra partição (decisão 0002).
            boolean espalhada = historia % 10 == 0;
            Integer particao = espalhada ? Integer.valueOf(sorteio.nextInt(particoes)) : null;
            var valor = valor(sorteio, chave, espalhada);
            long tempo = agora + sorteio.nextInt(100);
            var envio = topico.kafka.envia(new ProducerRecord<>(
                    topico.nome, particao, tempo, bytes(chave), valor == null ? null : bytes(valor)));
            envios.add(envio);
            feitos.add(() -> {
                var onde = ClienteDeTeste.espera(envio);
                ultimos.computeIfAbsent(chave, nova -> new HashMap<>())
                        .put(onde.partition(), new Ultimo(tempo, onde.partition(), onde.offset(), valor));
            });
        }
        envios.forEach(ClienteDeTeste::espera);
        feitos.forEach(Runnable::run);

        var esperado = new TreeMap<String, String>();
        ultimos.forEach((chave, porParticao) -> porParticao.values().stream()
                .max((a, b) -> a.tempo != b.tempo ? Long.compare(a.tempo, b.tempo) : a.particao - b.particao)
                .filter(ultimo -> ultimo.valor != null)
                .ifPresent(ultimo -> esperado.put(chave, ultimo.estado())));
        IntStream.range(0, particoes).forEach(i -> esperado.put("rola-" + i, "1.00"));
        return esperado;
    }

    private static String valor(Random sorteio, String chave, boolean semRemocao) {
        int qual = sorteio.nextInt(10);
        if (qual < 2 && !semRemocao) {
            return null;
        }
        return qual < 4
                ? MALFORMADOS[sorteio.nextInt(MALFORMADOS.length)]
                : json(chave, sorteio.nextInt(100_000) + "." + (10 + sorteio.nextInt(90)));
    }

    /** Fecha os segmentos ativos, que o cleaner não toca, até só restar o último registro de cada chave. */
    private static void compacta(TopicoDeTeste topico, int particoes) {
        long futuro = System.currentTimeMillis() + Duration.ofMinutes(30).toMillis();
        var vez = new int[1];
        await().atMost(PRAZO).pollInterval(Duration.ofMillis(700)).until(() -> {
            vez[0]++;
            for (int i = 0; i < particoes; i++) {
                var chave = "rola-" + i;
                ClienteDeTeste.espera(topico.kafka.envia(new ProducerRecord<>(
                        topico.nome, i, futuro + vez[0] * 1000L, bytes(chave), bytes(json(chave, "1.00")))));
            }
            var porChave = topico.kafka.log(topico.nome).stream()
                    .filter(registro -> !chave(registro).startsWith("rola-"))
                    .collect(groupingBy(registro -> registro.partition() + "/" + chave(registro)));
            return porChave.values().stream()
                    .allMatch(registros ->
                            registros.size() == 1 && registros.get(0).value() != null);
        });
    }

    /** De cada cliente, o saldo exato; ou, se corrompido, onde. */
    private static Map<String, String> estado(ServicoDeSaldos servico) {
        var contas = contas(servico);
        var estado = new TreeMap<String, String>();
        contas.validos(null)
                .forEach(registro ->
                        estado.put(registro.chave(), registro.valor().saldo().toString()));
        contas.malformados()
                .forEach(registro ->
                        estado.put(registro.chave(), "corrompido em " + registro.particao() + ":" + registro.offset()));
        assertThat(contas.totalDeValidos() + contas.totalDeMalformados()).isEqualTo(estado.size());
        return estado;
    }

    @SuppressWarnings("unchecked")
    private static UltimoPorChave<Saldo> contas(ServicoDeSaldos servico) {
        LogSeguido<UltimoPorChave<Saldo>> log = servico.bean(LogSeguido.class);
        await().atMost(PRAZO).until(() -> log.pronto().isPresent() && log.atraso() == 0);
        return log.pronto().orElseThrow();
    }

    private static String chave(ConsumerRecord<byte[], byte[]> registro) {
        return new String(registro.key(), StandardCharsets.UTF_8);
    }

    private record Ultimo(long tempo, int particao, long offset, String valor) {
        String estado() {
            return valor.startsWith("{\"cliente_id\":\"h")
                    ? valor.replaceAll(".*\"saldo\":([^,]*),.*", "$1")
                    : "corrompido em " + particao + ":" + offset;
        }
    }
}
