package br.kafkanapratica.dashboard.topicos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.alertas.Problema;
import br.kafkanapratica.dashboard.conexao.Administracao;
import br.kafkanapratica.dashboard.conexao.KafkaNaoConfirmou;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Os tópicos como estão no broker: os do contrato, ausentes ou não, e os outros que houver. Pode ser usado de várias threads. */
@Component
public class Topicos {

    /**
     * @param doContrato se é um dos tópicos deste sistema
     * @param bytes quanto ocupa em disco, somadas as réplicas
     */
    record Visto(
            String nome,
            boolean doContrato,
            boolean existe,
            @Nullable String politica,
            @Nullable String retencao,
            int particoes,
            int replicas,
            long bytes,
            List<Problema> problemas) {}

    private final Administracao administracao;
    private final DiagnosticoDosTopicos diagnostico;

    Topicos(Administracao administracao, ComandosDaPagina comandos) {
        this.administracao = administracao;
        this.diagnostico = new DiagnosticoDosTopicos(comandos);
    }

    /** @throws KafkaNaoConfirmou se o Kafka não responde */
    List<Visto> todos() throws InterruptedException {
        try {
            var admin = administracao.admin();
            var existentes = admin.listTopics().names().get();
            var descricoes = Administracao.existentes(admin, existentes);
            var configuracoes = configuracoes(admin, descricoes.keySet());
            var emDisco = emDisco(admin);
            var porNome = new LinkedHashMap<String, Visto>();
            for (var topico : Topico.todos()) {
                porNome.put(topico.nome(), visto(topico.nome(), topico, descricoes, configuracoes, emDisco));
            }
            descricoes.keySet().stream()
                    .sorted()
                    .forEach(nome -> porNome.computeIfAbsent(
                            nome, outro -> visto(outro, null, descricoes, configuracoes, emDisco)));
            return List.copyOf(porNome.values());
        } catch (ExecutionException | KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }

    /**
     * Uma configuração de um tópico, a escrita nele ou o padrão do Kafka.
     *
     * @return nulo se o tópico não existe
     * @throws KafkaNaoConfirmou se o Kafka não responde
     */
    public @Nullable String configuracao(Topico topico, String nome) throws InterruptedException {
        try {
            var admin = administracao.admin();
            return admin.listTopics().names().get().contains(topico.nome())
                    ? configuracoes(admin, List.of(topico.nome()))
                            .getOrDefault(topico.nome(), Map.of())
                            .get(nome)
                    : null;
        } catch (ExecutionException | KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }

    private Visto visto(
            String nome,
            @Nullable Topico contrato,
            Map<String, TopicDescription> descricoes,
            Map<String, Map<String, String>> configuracoes,
            EmDisco emDisco) {
        var descricao = descricoes.get(nome);
        if (descricao == null) {
            return new Visto(nome, true, false, null, null, 0, 0, 0, List.of(diagnostico.ausente()));
        }
        var configuracao = configuracoes.getOrDefault(nome, Map.of());
        var particoes = descricao.partitions();
        var porSubir = new TreeSet<Integer>();
        var atrasados = new TreeSet<Integer>();
        int exigidas = Integer.parseInt(configuracao.getOrDefault(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1"));
        boolean faltamEmDia = false;
        int semLider = 0;
        for (var particao : particoes) {
            if (particao.leader() == null || particao.leader().isEmpty()) {
                semLider++;
                var quem = particao.isr().isEmpty() ? particao.replicas() : particao.isr();
                quem.forEach(replica -> porSubir.add(replica.id()));
            } else {
                particao.replicas().stream()
                        .map(Node::id)
                        .filter(emDisco.mudos()::contains)
                        .forEach(atrasados::add);
                faltamEmDia |= particao.isr().size()
                        < Math.min(exigidas, particao.replicas().size());
                particao.replicas().stream()
                        .filter(replica -> !particao.isr().contains(replica))
                        .forEach(replica -> atrasados.add(replica.id()));
            }
        }
        return new Visto(
                nome,
                contrato != null,
                true,
                configuracao.get(TopicConfig.CLEANUP_POLICY_CONFIG),
                configuracao.get(TopicConfig.RETENTION_MS_CONFIG),
                particoes.size(),
                particoes.stream()
                        .mapToInt(particao -> particao.replicas().size())
                        .max()
                        .orElse(0),
                emDisco.porTopico().getOrDefault(nome, 0L),
                contrato == null
                        ? List.of()
                        : Stream.concat(
                                        diagnostico
                                                .compara(
                                                        contrato,
                                                        configuracao,
                                                        particoes.size(),
                                                        semLider,
                                                        porSubir,
                                                        atrasados,
                                                        faltamEmDia)
                                                .stream(),
                                        menorQueAOrigem(nome, descricoes, configuracoes).stream())
                                .toList());
    }

    /** A DLT e o destino de cada etapa, ao lado do que ela lê. */
    private List<Problema> menorQueAOrigem(
            String nome, Map<String, TopicDescription> descricoes, Map<String, Map<String, String>> configuracoes) {
        var problemas = new ArrayList<Problema>();
        for (var etapa : EtapaDoPipeline.values()) {
            var entrada = etapa.entrada().nome();
            if (!descricoes.containsKey(entrada)) {
                continue;
            }
            var origem = tamanho(entrada, descricoes, configuracoes);
            var este = tamanho(nome, descricoes, configuracoes);
            if (etapa.dlt().nome().equals(nome)) {
                problemas.addAll(diagnostico.comoDlt(este, origem));
            } else if (etapa.saida().map(Topico::nome).filter(nome::equals).isPresent()) {
                problemas.addAll(diagnostico.comoDestino(este, origem));
            }
        }
        return problemas;
    }

    private static DiagnosticoDosTopicos.Tamanho tamanho(
            String nome, Map<String, TopicDescription> descricoes, Map<String, Map<String, String>> configuracoes) {
        var descricao = descricoes.get(nome);
        return DiagnosticoDosTopicos.Tamanho.de(
                nome,
                descricao == null ? 0 : descricao.partitions().size(),
                configuracoes.getOrDefault(nome, Map.of()));
    }

    private static Map<String, Map<String, String>> configuracoes(Admin admin, Collection<String> topicos)
            throws ExecutionException, InterruptedException {
        var recursos = topicos.stream()
                .map(nome -> new ConfigResource(ConfigResource.Type.TOPIC, nome))
                .toList();
        return admin.describeConfigs(recursos).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        resposta -> resposta.getKey().name(), resposta -> valores(resposta.getValue())));
    }

    private static Map<String, String> valores(Config configuracao) {
        var valores = new HashMap<String, String>();
        for (ConfigEntry item : configuracao.entries()) {
            if (item.value() != null) {
                valores.put(item.name(), item.value());
            }
        }
        return valores;
    }

    /**
     * @param porTopico em bytes, somadas as réplicas que se puderam ver
     * @param mudos os brokers que não disseram o que têm: sem quórum, ou por uns segundos, um morto ainda consta como vivo
     */
    private record EmDisco(Map<String, Long> porTopico, Set<Integer> mudos) {}

    private static EmDisco emDisco(Admin admin) throws ExecutionException, InterruptedException {
        var brokers = new ArrayList<Integer>();
        admin.describeCluster().nodes().get().forEach(no -> brokers.add(no.id()));
        var bytes = new HashMap<String, Long>();
        var mudos = new HashSet<Integer>();
        for (var broker : admin.describeLogDirs(brokers).descriptions().entrySet()) {
            try {
                broker.getValue().get().values().stream()
                        .flatMap(pasta -> pasta.replicaInfos().entrySet().stream())
                        .forEach(replica -> bytes.merge(
                                replica.getKey().topic(), replica.getValue().size(), Long::sum));
            } catch (ExecutionException e) {
                if (!(e.getCause()
                        instanceof RetriableException)) { // respondeu: falta permissão, ou não conhece a pergunta
                    throw e;
                }
                mudos.add(broker.getKey());
            }
        }
        return new EmDisco(bytes, mudos);
    }
}
