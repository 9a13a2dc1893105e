package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.fatos.Momento.Cluster;
import br.kafkanapratica.juiz.Lugar;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Olha, enquanto um experimento dura: o que se escreve, quem está em cada grupo, o que o saldo-service responde, que programas o
 * laboratório tem. Um broker que some não o acaba. Numa thread sua.
 */
public final class Coletor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Coletor.class);
    private static final Duration PAUSA = Duration.ofMillis(400);
    private static final Duration FIM = Duration.ofSeconds(1);
    private static final Duration ENTRE_RELEITURAS = Duration.ofSeconds(2);

    private static final int CLIENTES = 10;

    /**
     * Onde olhar.
     *
     * @param kafka o que os clientes do Kafka precisam, como {@code bootstrap.servers}
     * @param saldoService a raiz da API
     * @param laboratorio os programas dele, e o que escrevem
     */
    public record Fontes(Map<String, Object> kafka, URI saldoService, Laboratorio laboratorio) {
        public Fontes {
            kafka = Map.copyOf(kafka);
        }
    }

    private final Instant inicio;
    private final Fontes fontes;
    private final Clock relogio;
    private final Consumer<Fatos> aCadaVolta;
    private final PerguntasAoServico servico = new PerguntasAoServico();
    private final AvisosLidos avisos;
    private final Momentos momentos = new Momentos();
    private @Nullable Momento anterior;
    private final Thread thread;
    private @Nullable RegistrosLidos registros;
    private @Nullable PerguntasAoKafka kafka;
    private long relidoEm = System.nanoTime() - ENTRE_RELEITURAS.toNanos();
    private Set<Lugar> apagados = Set.of();
    private List<Registro> lidos = List.of();
    private volatile boolean fechado;

    /**
     * @param inicio o que foi escrito antes não conta
     * @param aCadaVolta recebe o que já se viu, a cada volta, na thread deste coletor; o que lança é dito no log, uma vez
     */
    public Coletor(Instant inicio, Fontes fontes, Clock relogio, Consumer<Fatos> aCadaVolta) {
        this.inicio = inicio;
        this.fontes = fontes;
        this.avisos = new AvisosLidos(fontes.laboratorio());
        this.relogio = relogio;
        this.aCadaVolta = aCadaVolta;
        this.thread = new Thread(this::roda, "coletor-de-fatos");
        thread.setDaemon(true);
        thread.start();
    }

    private void roda() {
        var jaDito = "";
        try {
            while (!fechado) {
                try {
                    volta();
                    jaDito = "";
                } catch (InterruptedException e) {
                    break; // close()
                } catch (Throwable e) { // até uma biblioteca nativa que não carrega
                    if (!jaDito.equals(e.toString())) {
                        jaDito = e.toString();
                        LOG.warn("O que se vê do experimento parou: {}. Tento de novo.", jaDito);
                    }
                    if (e instanceof Error) { // quem lia pode ter dado por lido o que não entregou
                        fechaClientes();
                    }
                }
                if (!descansa()) {
                    break;
                }
            }
        } finally {
            fechaClientes();
        }
    }

    /** Falso se já não há por que continuar. */
    private static boolean descansa() {
        try {
            Thread.sleep(PAUSA.toMillis());
            return true;
        } catch (InterruptedException e) {
            return false; // close()
        }
    }

    private void volta() throws InterruptedException {
        var quando = relogio.instant();
        Map<EtapaDoPipeline, Grupo> grupos = anterior == null ? Map.of() : anterior.grupos();
        Map<String, Map<Integer, Long>> fins = anterior == null ? Map.of() : anterior.fins();
        var cluster = anterior == null ? Cluster.DESCONHECIDO : anterior.cluster();
        boolean responde = true;
        try {
            var perguntas = perguntas();
            var dosGrupos = perguntas.grupos(); // antes de ler: todo resultado do que gravaram já se lê
            var doCluster = perguntas.cluster();
            var ateOFim = leitor().le();
            if (ateOFim.isPresent()) { // senão, há muito que ler, e vale o que se sabia
                fins = porTopico(ateOFim.get());
                grupos = dosGrupos;
                cluster = doCluster;
                lidos = leitor().lidos();
                rele();
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            responde = false;
        }
        var processos = fontes.laboratorio().processos();
        var armadilha = armadilha(processos);
        var agora = new Momento(
                quando,
                responde,
                grupos,
                fins,
                servico.pergunta(fontes.saldoService(), clientes()),
                armadilha.isEmpty()
                        ? Servico.FORA
                        : servico.pergunta(
                                URI.create("http://localhost:" + armadilha.get().porta()), List.of()),
                armadilha.map(ProcessoVisto::nome).orElse(""),
                cluster);
        anterior = agora;
        momentos.acrescenta(agora);
        var pedidos = lidos.stream()
                .filter(registro -> registro.lugar().topico().equals(Topico.NOVOS_PEDIDOS.nome()))
                .map(Registro::chave)
                .collect(Collectors.toSet());
        aCadaVolta.accept(new Fatos(inicio, lidos, momentos.todos(), apagados, avisos.le(processos, pedidos, quando)));
    }

    /** A armadilha que responde pelos saldos, se o laboratório tem uma no ar. */
    private static Optional<ProcessoVisto> armadilha(List<ProcessoVisto> processos) {
        return processos.stream()
                .filter(processo -> processo.armadilha() && processo.vivo() && processo.porta() > 0)
                .findFirst();
    }

    /** Por um relógio que ninguém acerta: com o outro atrasado, só se releria depois de ele voltar à hora que era. */
    private void rele() {
        if (System.nanoTime() - relidoEm >= ENTRE_RELEITURAS.toNanos()) {
            var todos = new HashSet<>(apagados); // o que o log perdeu não volta
            todos.addAll(leitor().apagados());
            apagados = todos;
            relidoEm = System.nanoTime();
        }
    }

    /** Os últimos em que se mexeu: o que o saldo-service responde deles é parte do que se vê. */
    private List<String> clientes() {
        var chaves = new LinkedHashSet<String>();
        for (int i = lidos.size() - 1; i >= 0 && chaves.size() < CLIENTES; i--) {
            if (lidos.get(i).lugar().topico().equals(Topico.CONTAS.nome())) {
                chaves.add(lidos.get(i).chave());
            }
        }
        return List.copyOf(chaves);
    }

    private static Map<String, Map<Integer, Long>> porTopico(Map<TopicPartition, Long> fins) {
        var porTopico = new HashMap<String, Map<Integer, Long>>();
        fins.forEach((particao, fim) -> porTopico
                .computeIfAbsent(particao.topic(), novo -> new HashMap<>())
                .put(particao.partition(), fim));
        return porTopico;
    }

    private RegistrosLidos leitor() {
        var este = registros;
        if (este == null) {
            este = new RegistrosLidos(inicio, () -> consumidor("read_uncommitted"), () -> consumidor("read_committed"));
            registros = este;
        }
        return este;
    }

    private PerguntasAoKafka perguntas() {
        var estas = kafka;
        if (estas == null) {
            var configuracao = new HashMap<String, Object>(fontes.kafka());
            configuracao.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
            configuracao.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
            estas = new PerguntasAoKafka(Admin.create(configuracao));
            kafka = estas;
        }
        return estas;
    }

    private KafkaConsumer<byte[], byte[]> consumidor(String isolamento) {
        var configuracao = new HashMap<String, Object>(fontes.kafka());
        configuracao.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuracao.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuracao.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolamento);
        configuracao.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuracao.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        configuracao.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // o log pode ter perdido o começo
        configuracao.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        configuracao.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
        return new KafkaConsumer<>(configuracao);
    }

    private void fechaClientes() {
        Thread.interrupted(); // fechar um consumidor interrompido lançaria
        var leitor = registros;
        var perguntas = kafka;
        registros = null;
        kafka = null;
        fecha(leitor);
        fecha(perguntas);
    }

    /** O que não se deixa fechar, depois de um erro da JVM, não impede de abrir outro. */
    private static void fecha(@Nullable AutoCloseable cliente) {
        try {
            if (cliente != null) {
                cliente.close();
            }
        } catch (Exception | Error e) {
            LOG.debug("Não se deixou fechar", e);
        }
    }

    /** Não espera mais do que um instante pela última volta. */
    @Override
    public void close() {
        fechado = true;
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(FIM.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
