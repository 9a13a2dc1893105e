package br.kafkanapratica.testes.sistema;

import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Falha;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.testes.Brokers;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.falhas.Avaria;
import br.kafkanapratica.testes.falhas.Proxy.Sentido;
import br.kafkanapratica.testes.falhas.Relogio;
import br.kafkanapratica.testes.falhas.Roteiro;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Faz acontecer as falhas de um roteiro, uma de cada vez (ou duas, se o tipo diz), cada uma desfeita antes da seguinte. O orçamento de
 * um cluster é um broker: depois de cada falha num deles, espera que todas as réplicas estejam em dia. O de uma etapa é uma instância: a
 * falha que apanha a segunda quando a primeira ainda começa dura até uma delas estar de pé.
 */
final class Falhador {

    private static final Duration PRAZO = Duration.ofMinutes(2);

    /** Os outros só elegem outro controller depois de 4 s sem o ativo, e de uma eleição. */
    private static final Duration ATE_ELEGEREM_OUTRO = Duration.ofSeconds(6);

    private static final Set<TipoDeFalha> DE_RELOGIO =
            EnumSet.of(TipoDeFalha.RELOGIO_DE_ETAPA, TipoDeFalha.RELOGIO_DO_BROKER, TipoDeFalha.RELOGIO_DO_SALDO);

    private final Brokers brokers;
    private final ClienteDeTeste kafka;
    private final List<EtapaImortal> etapas;
    private final SaldosSobFalhas saldos;
    private final HistoriaDosPedidos historia;
    private final Random acaso;
    private final int maiorPausaMs;

    Falhador(
            Brokers brokers,
            ClienteDeTeste kafka,
            List<EtapaImortal> etapas,
            SaldosSobFalhas saldos,
            HistoriaDosPedidos historia,
            long semente,
            int maiorPausaMs) {
        this.brokers = brokers;
        this.kafka = kafka;
        this.etapas = etapas;
        this.saldos = saldos;
        this.historia = historia;
        this.acaso = new Random(semente);
        this.maiorPausaMs = maiorPausaMs;
    }

    /** Os tipos que esta máquina e este número de brokers permitem; os outros, diz-se por quê. */
    static List<TipoDeFalha> possiveis(Brokers brokers, @Nullable Relogio relogio) {
        var tipos = EnumSet.allOf(TipoDeFalha.class);
        if (relogio == null) {
            tipos.removeAll(DE_RELOGIO); // Relogio disse por quê
        }
        if (brokers.disco(0).isEmpty()) {
            tipos.remove(TipoDeFalha.DISCO_CHEIO); // DiscoPequeno disse por quê
        }
        if (brokers.quantos() == 1) {
            // Um broker só não promete isto: perde o que confirmou (README, "O que um broker não promete").
            tipos.remove(TipoDeFalha.SEGMENTO_TRUNCADO);
            tipos.remove(TipoDeFalha.CONTROLLER_SEM_REDE); // fala sozinho
        }
        return List.copyOf(tipos);
    }

    void executa(Roteiro<TipoDeFalha> roteiro) {
        for (int i = 0; i < roteiro.falhas().size(); i++) {
            var tipo = roteiro.falhas().get(i);
            var inicio = Instant.now();
            executa(tipo);
            System.out.printf(
                    "%s falha %d de %d: %s (%d ms)%n",
                    inicio,
                    i + 1,
                    roteiro.falhas().size(),
                    tipo.oQue(),
                    Duration.between(inicio, Instant.now()).toMillis());
        }
    }

    private void executa(TipoDeFalha tipo) {
        var etapa = etapas.get(acaso.nextInt(etapas.size()));
        int broker = acaso.nextInt(brokers.quantos());
        var quanto = Duration.ofMillis(500 + acaso.nextInt(maiorPausaMs));
        espera(Duration.ofMillis(acaso.nextInt(1000)));
        switch (tipo) {
            case MORTE_DE_ETAPA -> daEtapa(tipo, etapa, etapa::morreERenasce);
            case FIM_DE_ETAPA -> daEtapa(tipo, etapa, etapa::terminaERenasce);
            case PAUSA_DE_ETAPA -> daEtapa(tipo, etapa, () -> dura(etapa.pausa(), quanto));
            case RELOGIO_DE_ETAPA -> {
                var comRelogio = etapas.get(2 * acaso.nextInt(etapas.size() / 2)); // a primeira de cada par
                var salto = salto();
                daEtapa(
                        tipo,
                        comRelogio,
                        () -> comRelogio.relogioSalta(salto).ifPresent(avaria -> dura(avaria, quanto)));
            }
            case RELOGIO_DO_BROKER -> {
                var relogio = brokers.relogio(broker).orElseThrow();
                deTodos(tipo, () -> dura(relogio.salta(salto()), quanto));
            }
            case RELOGIO_DO_SALDO ->
                doSaldo(tipo, () -> dura(saldos.relogioSalta(salto()).orElseThrow(), quanto));
            case MORTE_DO_SALDO -> doSaldo(tipo, saldos::morreERenasce);
            case PAUSA_DO_SALDO -> doSaldo(tipo, () -> dura(saldos.pausa(), quanto));
            case MORTE_DO_BROKER ->
                deTodos(tipo, () -> {
                    brokers.broker(broker).mata();
                    brokers.broker(broker).volta();
                });
            case PAUSA_DO_BROKER -> deTodos(tipo, () -> dura(brokers.pausa(broker), quanto));
            case REDE_LENTA ->
                deTodos(
                        tipo,
                        () -> dura(brokers.rede(broker).atrasa(Duration.ofMillis(20 + acaso.nextInt(200))), quanto));
            case REDE_MUDA ->
                deTodos(tipo, () -> dura(brokers.rede(broker).emudece(EnumSet.allOf(Sentido.class)), quanto));
            case REDE_DE_UM_SENTIDO ->
                deTodos(
                        tipo,
                        () -> dura(brokers.rede(broker).emudece(Set.of(Sentido.values()[acaso.nextInt(2)])), quanto));
            case RESPOSTA_CORTADA ->
                deTodos(tipo, () -> dura(brokers.rede(broker).cortaRespostas(), quanto));
            case CONTROLLER_SEM_REDE ->
                deTodos(
                        tipo,
                        () -> dura(
                                brokers.redeDoController(controllerAtivo()).emudece(EnumSet.allOf(Sentido.class)),
                                quanto.plus(ATE_ELEGEREM_OUTRO)));
            case DISCO_CHEIO -> deTodos(tipo, () -> encheODisco(broker));
            case SEGMENTO_TRUNCADO -> deTodos(tipo, () -> truncaUmSegmento(broker));
            case REINICIO_EM_ORDEM -> deTodos(tipo, this::reiniciaEmOrdem);
            case DUAS_JUNTAS ->
                deTodos(tipo, () -> {
                    try (var muda = brokers.rede(broker).emudece(EnumSet.allOf(Sentido.class))) {
                        etapa.morreERenasce();
                        espera(quanto);
                    }
                });
        }
    }

    private void daEtapa(TipoDeFalha tipo, EtapaImortal etapa, Runnable falha) {
        anotaPedidos(tipo, etapa.etapa(), falha);
    }

    private void doSaldo(TipoDeFalha tipo, Runnable falha) {
        var inicio = Instant.now();
        falha.run();
        saldos.anota(new Falha(tipo.oQue(), inicio, Instant.now()));
    }

    private void deTodos(TipoDeFalha tipo, Runnable falha) {
        saldos.anota(anotaPedidos(tipo, null, falha));
        esperaReplicas();
    }

    private Falha anotaPedidos(TipoDeFalha tipo, @Nullable EtapaDoPipeline etapa, Runnable falha) {
        var inicio = Instant.now();
        falha.run();
        await().atMost(PRAZO).pollInterval(Duration.ofMillis(20)).until(this::haUmaDeCada);
        var anotada = new Falha(tipo.oQue(), etapa, inicio, Instant.now());
        historia.anota(anotada);
        return anotada;
    }

    /** Sem nenhuma de pé não há quem retome, e quanto uma JVM leva para começar é da máquina. */
    private boolean haUmaDeCada() {
        return Stream.of(EtapaDoPipeline.values())
                .allMatch(etapa -> etapas.stream().anyMatch(uma -> uma.etapa() == etapa && uma.pronta()));
    }

    /** O Kafka que não pode gravar termina sozinho; esvaziado o disco, volta. */
    private void encheODisco(int broker) {
        try (var cheio = brokers.disco(broker).orElseThrow().enche()) {
            try {
                await().atMost(Duration.ofSeconds(10)).until(() -> brokers.terminou(broker));
            } catch (ConditionTimeoutException e) {
                brokers.broker(broker).mata();
            }
        }
        brokers.broker(broker).volta();
    }

    private void truncaUmSegmento(int broker) {
        var topico = acaso.nextBoolean() ? Topico.NOVOS_PEDIDOS : Topico.PEDIDOS_APROVADOS;
        var pasta = topico.nome() + "-" + acaso.nextInt(Topico.PARTICOES);
        brokers.broker(broker).mata();
        brokers.broker(broker)
                .pastaDoLog()
                .ifPresent(log -> Disco.perdeOFim(Disco.segmento(log.resolve(pasta)), 1 + acaso.nextInt(20_000)));
        brokers.broker(broker).volta();
    }

    private Duration salto() {
        return Duration.ofSeconds(acaso.nextInt(600) - 300);
    }

    private int controllerAtivo() {
        return ClienteDeTeste.espera(kafka.admin().describeMetadataQuorum().quorumInfo())
                        .leaderId()
                - 1;
    }

    private void reiniciaEmOrdem() {
        for (int broker = 0; broker < brokers.quantos(); broker++) {
            brokers.broker(broker).para();
            brokers.broker(broker).volta();
            esperaReplicas();
        }
    }

    private void esperaReplicas() {
        if (brokers.quantos() > 1) {
            await().atMost(PRAZO)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(this::replicasEmDia);
        }
    }

    private boolean replicasEmDia() {
        var nomes = ClienteDeTeste.espera(kafka.admin()
                .listTopics(new ListTopicsOptions().listInternal(true))
                .names());
        return ClienteDeTeste.espera(kafka.admin().describeTopics(nomes).allTopicNames()).values().stream()
                .flatMap(topico -> topico.partitions().stream())
                .allMatch(
                        particao -> particao.isr().size() == particao.replicas().size());
    }

    private static void dura(Avaria avaria, Duration quanto) {
        try (avaria) {
            espera(quanto);
        }
    }

    private static void espera(Duration quanto) {
        var fim = Instant.now().plus(quanto);
        await().atMost(quanto.plusMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !Instant.now().isBefore(fim));
    }
}
