package br.kafkanapratica.testes.sistema;

import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Veredito;
import br.kafkanapratica.juiz.kafka.Marca;
import br.kafkanapratica.juiz.pedidos.Envio;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.juiz.pedidos.JuizDosPedidos;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Um broker em que se ensaia um programa depois do outro, cada ensaio com tópicos novos e uma testemunha que os lê. De uma thread por
 * vez.
 */
final class SalaDeEnsaio implements AutoCloseable {

    private static final Duration PRAZO = Duration.ofMinutes(2);
    private static final Duration QUIETO = Duration.ofSeconds(1);
    private static final Duration PARA_SAIR = Duration.ofSeconds(10);
    private static final int MOSTRADAS = 20;
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", Temporarios.opcao()
    };

    private final BrokerDeTeste broker = BrokerDeTeste.novo();
    private final List<Processo> processos = new ArrayList<>();
    private @Nullable ClienteDeTeste kafka;
    private @Nullable Testemunha testemunha;
    private HistoriaDosPedidos historia = new HistoriaDosPedidos();

    /** Os tópicos vazios, os grupos sem offsets. */
    void abre() {
        kafka = new ClienteDeTeste(broker.servidores());
        Topico.todos().forEach(topico -> kafka.cria(topico.nome(), Topico.PARTICOES, topico.configuracoes()));
        for (var etapa : EtapaDoPipeline.values()) {
            morteSeNotaLogo(etapa.grupo());
            ate(
                    "%s sem offsets do ensaio anterior".formatted(etapa.grupo()),
                    () -> gravados(etapa).isEmpty());
        }
        historia = new HistoriaDosPedidos();
        testemunha = new Testemunha(broker.servidores(), historia, new HistoriaDosSaldos());
    }

    /** O fim do ensaio: param os programas, somem os tópicos. */
    void fecha() {
        processos.parallelStream().forEach(processo -> processo.para(PARA_SAIR));
        processos.clear();
        if (testemunha != null) {
            testemunha.close();
        }
        var nomes = ClienteDeTeste.espera(kafka.admin().listTopics().names());
        ClienteDeTeste.espera(kafka.admin().deleteTopics(nomes).all());
        ate(
                "nenhum tópico",
                () -> ClienteDeTeste.espera(kafka.admin().listTopics().names()).isEmpty());
        kafka.close();
    }

    ClienteDeTeste kafka() {
        return kafka;
    }

    /** @param nome o de um módulo, ou o de uma armadilha */
    Programa programa(String nome) {
        boolean modulo = Files.isDirectory(BrokerDeTeste.raiz().resolve(nome));
        var programa = Programa.jar(BrokerDeTeste.raiz(), modulo ? nome : "armadilhas", JVM)
                .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", broker.servidores());
        return modulo ? programa : programa.comArgumentos(nome);
    }

    Processo inicia(Programa programa) {
        return inicia(programa, linha -> {});
    }

    private Processo inicia(Programa programa, Consumer<String> ouvinte) {
        var processo = programa.inicia(ouvinte);
        processos.add(processo);
        return processo;
    }

    /** O que já morreu, no instante em que escreveu a linha. */
    Processo iniciaEMataNaLinha(Programa programa, Predicate<String> linha) {
        return MorteNaLinha.de(ouvinte -> inicia(programa, ouvinte), linha, PRAZO);
    }

    void executa(Programa programa) {
        int codigo = inicia(programa).esperaFim(PRAZO);
        if (codigo != 0) {
            throw new IllegalStateException(programa.comando() + ":\n"
                    + String.join("\n", processos.get(processos.size() - 1).linhas()));
        }
    }

    /** O saldo-service, ou o que estiver no lugar dele, já dito pronto. */
    ServicoEmJar servico(Programa programa) {
        int porta = PortaLivre.uma();
        return new ServicoEmJar(inicia(programa.comAmbiente("SERVER_PORT", Integer.toString(porta))), porta)
                .esperaPronto();
    }

    List<String> envia(int quantos) {
        return envia(null, quantos);
    }

    /** @param particao nula, se é a chave que a escolhe */
    List<String> envia(@Nullable Integer particao, int quantos) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < quantos; i++) {
            var id = UUID.randomUUID().toString();
            envia(particao, id, Pipeline.novo(id));
            ids.add(id);
        }
        return ids;
    }

    /** Pedidos já concluídos, como o pagamento os deixa. */
    List<String> conclui(int quantos) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < quantos; i++) {
            var id = UUID.randomUUID().toString();
            var valor = """
                    {"id_pedido":"%s","cliente":"cliente_1","produto":"Produto-1","quantidade":1,"aprovado_em":"2026-11-27T10:00:00-03:00","pago_em":"2026-11-27T10:00:01-03:00"}""".formatted(id);
            ClienteDeTeste.espera(kafka.envia(
                    Topico.Nome.PEDIDOS_CONCLUIDOS, null, ClienteDeTeste.bytes(id), ClienteDeTeste.bytes(valor)));
            ids.add(id);
        }
        return ids;
    }

    void envia(@Nullable Integer particao, String id, String valor) {
        var inicio = Instant.now();
        var onde = ClienteDeTeste.espera(kafka.envia(
                Topico.Nome.NOVOS_PEDIDOS, particao, ClienteDeTeste.bytes(id), ClienteDeTeste.bytes(valor)));
        historia.anota(
                Envio.confirmado(id, new Lugar(onde.topic(), onde.partition(), onde.offset()), inicio, Instant.now())
                        .comMarca(Marca.de(ClienteDeTeste.bytes(valor))));
    }

    /** Um saldo por cliente. */
    void escreveContas(int clientes, Random acaso) {
        var envios = new ArrayList<Future<?>>();
        for (int i = 1; i <= clientes; i++) {
            var valor = """
                    {"cliente_id":"%d","saldo":%d.%02d,"timestamp":"2025-10-14T15:20:57-03:00"}""".formatted(i, acaso.nextInt(1000), acaso.nextInt(100));
            envios.add(kafka.envia(
                    Topico.Nome.CONTAS, null, ClienteDeTeste.bytes(Integer.toString(i)), ClienteDeTeste.bytes(valor)));
        }
        envios.forEach(ClienteDeTeste::espera);
    }

    List<String> ids(Topico topico) {
        return kafka.confirmados(topico.nome()).stream().map(Pipeline::chave).toList();
    }

    static void ate(String oQue, Callable<Boolean> condicao) {
        await(oQue).atMost(PRAZO).pollInterval(Duration.ofMillis(200)).until(condicao);
    }

    /** O que os programas disseram por último: sem isso não se sabe por que uma espera não acaba. */
    String ultimasLinhas() {
        return processos.stream()
                .map(processo -> {
                    var linhas = processo.linhas();
                    return "%s:%n%s"
                            .formatted(
                                    processo.nome(),
                                    String.join(
                                            "\n",
                                            linhas.subList(Math.max(0, linhas.size() - MOSTRADAS), linhas.size())));
                })
                .collect(Collectors.joining("\n"));
    }

    /** Logo que a testemunha os veja confirmados. */
    void esperaResultados(EtapaDoPipeline etapa, int quantos) {
        await("%d resultados de %s".formatted(quantos, etapa))
                .atMost(PRAZO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> testemunha.quantos(etapa.saida().orElseThrow()) >= quantos);
    }

    /** Tantas instâncias no grupo, todas com partições. */
    void esperaInstancias(EtapaDoPipeline etapa, int quantas) {
        ate("%d membros com partições em %s".formatted(quantas, etapa.grupo()), () -> {
            var membros = ClienteDeTeste.espera(kafka.admin()
                            .describeConsumerGroups(List.of(etapa.grupo()))
                            .describedGroups()
                            .get(etapa.grupo()))
                    .members();
            return membros.size() == quantas
                    && membros.stream()
                            .noneMatch(membro ->
                                    membro.assignment().topicPartitions().isEmpty());
        });
    }

    /** O grupo gravou até o fim da entrada, e nada mais sai. */
    void esperaFim(EtapaDoPipeline etapa) {
        ate("%s leu tudo".formatted(etapa.grupo()), () -> fez(etapa));
    }

    boolean fez(EtapaDoPipeline etapa) {
        return leuTudo(etapa) && quieto(etapa);
    }

    boolean leuTudo(EtapaDoPipeline etapa) {
        var gravados = gravados(etapa);
        var perguntas = new HashMap<TopicPartition, OffsetSpec>();
        for (int particao = 0; particao < Topico.PARTICOES; particao++) {
            perguntas.put(new TopicPartition(etapa.entrada().nome(), particao), OffsetSpec.latest());
        }
        return ClienteDeTeste.espera(kafka.admin().listOffsets(perguntas).all()).entrySet().stream()
                .allMatch(fim -> fim.getValue().offset() == gravados.getOrDefault(fim.getKey(), 0L));
    }

    /** Um segundo sem que se escreva nada. */
    boolean quieto(EtapaDoPipeline etapa) {
        var saida = etapa.saida().orElseThrow().nome();
        int antes = kafka.log(saida).size();
        var desde = Instant.now();
        await().pollInterval(Duration.ofMillis(100)).until(() -> Instant.now().isAfter(desde.plus(QUIETO)));
        return kafka.log(saida).size() == antes;
    }

    Veredito julga() {
        testemunha.close();
        testemunha.lePorInteiro(kafka);
        return new JuizDosPedidos(Duration.ofMinutes(10)).julga(historia);
    }

    private Map<TopicPartition, Long> gravados(EtapaDoPipeline etapa) {
        var gravados = new HashMap<TopicPartition, Long>();
        ClienteDeTeste.espera(
                        kafka.admin().listConsumerGroupOffsets(etapa.grupo()).partitionsToOffsetAndMetadata())
                .forEach((particao, offset) -> {
                    if (offset != null) {
                        gravados.put(particao, offset.offset());
                    }
                });
        return gravados;
    }

    /** Três segundos, e não seis, até as partições de um morto serem de outro: são dezenas de mortes. */
    private void morteSeNotaLogo(String grupo) {
        kafka.configuraGrupo(grupo, "consumer.session.timeout.ms", "3000");
    }

    @Override
    public void close() {
        processos.forEach(Processo::mata);
        broker.close();
    }
}
