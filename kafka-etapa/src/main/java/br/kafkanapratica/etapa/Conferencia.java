package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** O que a etapa precisa dos tópicos, e o que falta neles, como o broker os descreve. De uma thread. */
final class Conferencia {

    private static final Duration ENTRE_CONFIGURACOES = Duration.ofSeconds(10);
    private static final int VEZES_SEM_DONO = 5;

    /**
     * @param impede o que não deixa trabalhar; nulo se nada
     * @param avisos o que deixa trabalhar, mas não está como devia
     */
    record Resultado(@Nullable String impede, Collection<String> avisos) {}

    private final String entrada;
    private final String dlt;
    private final Collection<String> destinos;
    private final Diagnostico diagnostico;
    private Map<String, Config> configuracoes = Map.of();
    private int vezesSemDono;
    private @Nullable Long lidasEm;

    /** @param destinos onde se escrevem resultados */
    Conferencia(String entrada, String dlt, Collection<String> destinos, Diagnostico diagnostico) {
        this.entrada = entrada;
        this.dlt = dlt;
        this.destinos = destinos;
        this.diagnostico = diagnostico;
    }

    /** @throws ExecutionException se o broker não respondeu */
    Resultado confere(Admin admin) throws ExecutionException, InterruptedException {
        var todos = new LinkedHashSet<>(List.of(entrada, dlt));
        todos.addAll(destinos);
        var topicos = new HashMap<String, TopicDescription>();
        var faltam = new TreeSet<String>();
        var semPermissao = new TreeSet<String>();
        var malNomeados = new TreeSet<String>();
        for (var resposta : admin.describeTopics(todos).topicNameValues().entrySet()) {
            try {
                topicos.put(resposta.getKey(), resposta.getValue().get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    faltam.add(resposta.getKey());
                } else if (e.getCause() instanceof AuthorizationException) {
                    semPermissao.add(resposta.getKey());
                } else if (e.getCause() instanceof InvalidTopicException) {
                    malNomeados.add(resposta.getKey());
                } else {
                    throw e;
                }
            }
        }
        if (!malNomeados.isEmpty()) {
            return new Resultado(
                    "O Kafka não aceita o nome de %s: num tópico só letras sem acento, algarismos, ponto, _ e -, até 249. Mude-o no programa"
                            .formatted(String.join(", ", malNomeados)),
                    List.of());
        }
        le(admin, topicos.keySet());
        if (!faltam.isEmpty()) {
            return new Resultado(
                    "Faltam os tópicos %s; espero por eles. Crie-os com: %s"
                            .formatted(
                                    String.join(", ", faltam),
                                    diagnostico.cria(
                                            faltam,
                                            particoes(topicos.get(entrada)),
                                            Diagnostico.maiorDaDlt(maiorDaEntrada()))),
                    List.of());
        }
        if (!semPermissao.isEmpty()) {
            return new Resultado(
                    "Sem permissão para ver %s; espero por ela. Dê-a com: %s"
                            .formatted(
                                    String.join(", ", semPermissao),
                                    diagnostico.permite("--operation Describe --topic …")),
                    List.of());
        }
        var avisos = new LinkedHashSet<String>();
        dltMenor(topicos, avisos);
        for (var destino : todos) {
            if (!entrada.equals(destino)) {
                configuracao(destino, avisos);
            }
        }
        var semDono = semDono(topicos);
        vezesSemDono = semDono == null ? 0 : vezesSemDono + 1;
        // Numa máquina lenta um broker sai e volta em segundos: isso não é um defeito.
        return new Resultado(vezesSemDono >= VEZES_SEM_DONO ? semDono : null, avisos);
    }

    private void dltMenor(Map<String, TopicDescription> topicos, Set<String> avisos) {
        int daEntrada = particoes(topicos.get(entrada));
        int daDlt = particoes(topicos.get(dlt));
        if (daDlt < daEntrada) {
            avisos.add(
                    "%1$s tem %2$d partições e %3$s tem %4$d: o que não serve da partição p vai para a p %% %2$d. Iguale-as com: %5$s"
                            .formatted(
                                    dlt,
                                    daDlt,
                                    entrada,
                                    daEntrada,
                                    diagnostico
                                            .comandos()
                                            .ferramenta(
                                                    "topics",
                                                    "--alter --topic %s --partitions %d".formatted(dlt, daEntrada))));
        }
    }

    private static int particoes(@Nullable TopicDescription topico) {
        return topico == null ? 0 : topico.partitions().size();
    }

    private void configuracao(String topico, Set<String> avisos) {
        var configuracao = configuracoes.get(topico);
        if (configuracao == null) {
            return;
        }
        int exigido = topico.equals(dlt) ? Diagnostico.maiorDaDlt(maiorDaEntrada()) : Escrita.MAIOR_DE_FABRICA;
        int maior = numero(configuracao, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, exigido);
        if (maior < exigido) {
            avisos.add("%s tem max.message.bytes=%d, e devia ter pelo menos %d. Conserte com: %s"
                    .formatted(topico, maior, exigido, diagnostico.tamanho(topico, exigido)));
        }
        var politica = valor(configuracao, TopicConfig.CLEANUP_POLICY_CONFIG);
        // Um destino pode ser compactado, se guarda o estado que outro programa acompanha; na DLT nada pode sumir.
        if (topico.equals(dlt) && politica.contains("compact")) {
            avisos.add("%s tem cleanup.policy=%s, e registros com a mesma chave somem. Conserte com: %s"
                    .formatted(topico, politica, diagnostico.dltNaoCompacta()));
        }
    }

    private int maiorDaEntrada() {
        var configuracao = configuracoes.get(entrada);
        return configuracao == null
                ? Escrita.MAIOR_DE_FABRICA
                : numero(configuracao, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Escrita.MAIOR_DE_FABRICA);
    }

    private @Nullable String semDono(Map<String, TopicDescription> topicos) {
        var semLider = new TreeSet<String>();
        var poucas = new TreeMap<String, Integer>();
        for (var topico : topicos.values()) {
            var configuracao = configuracoes.get(topico.name());
            int minimo = configuracao == null ? 1 : numero(configuracao, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 1);
            for (var particao : topico.partitions()) {
                if (particao.leader() == null || particao.leader().isEmpty()) {
                    semLider.add(topico.name() + "-" + particao.partition());
                } else if (particao.isr().size() < minimo) {
                    poucas.put(topico.name(), minimo);
                }
            }
        }
        if (!semLider.isEmpty()) {
            return "Nenhum broker no ar tem %s (disco cheio ou com defeito, ou broker parado); espero. Veja com: %s"
                    .formatted(
                            String.join(", ", semLider),
                            diagnostico.comandos().ferramenta("topics", "--describe --unavailable-partitions"));
        }
        if (!poucas.isEmpty()) {
            return "Menos réplicas em dia do que min.insync.replicas pede em %s; espero. Suba os brokers que faltam, ou: %s"
                    .formatted(String.join(", ", poucas.keySet()), diagnostico.umaReplicaBasta(poucas.firstKey()));
        }
        return null;
    }

    private void le(Admin admin, Collection<String> topicos) throws InterruptedException {
        long agora = System.nanoTime();
        boolean novas = lidasEm != null && agora - lidasEm < ENTRE_CONFIGURACOES.toNanos();
        if (novas && configuracoes.keySet().containsAll(topicos)) {
            return;
        }
        var recursos = topicos.stream()
                .map(topico -> new ConfigResource(ConfigResource.Type.TOPIC, topico))
                .toList();
        try {
            var lidas = new HashMap<String, Config>();
            admin.describeConfigs(recursos)
                    .all()
                    .get()
                    .forEach((recurso, configuracao) -> lidas.put(recurso.name(), configuracao));
            configuracoes = lidas;
            lidasEm = agora;
        } catch (ExecutionException e) {
            // sem permissão, ou sem resposta: na próxima
        }
    }

    private static String valor(Config configuracao, String nome) {
        var entrada = configuracao.get(nome);
        return entrada == null || entrada.value() == null ? "" : entrada.value();
    }

    private static int numero(Config configuracao, String nome, int padrao) {
        var valor = valor(configuracao, nome);
        return valor.isEmpty() ? padrao : Integer.parseInt(valor);
    }
}
