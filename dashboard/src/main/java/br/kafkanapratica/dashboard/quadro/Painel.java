package br.kafkanapratica.dashboard.quadro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.alertas.Problema;
import br.kafkanapratica.dashboard.alertas.Vigilancia;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.livro.AndamentoDaLeitura;
import br.kafkanapratica.dashboard.livro.Corte;
import br.kafkanapratica.dashboard.livro.OuvinteDosCortes;
import br.kafkanapratica.dashboard.livro.Serie;
import br.kafkanapratica.dashboard.vida.Vida;
import br.kafkanapratica.juiz.auditoria.Balanco;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * O que se sabe agora, pronto para se mostrar. Pode ser usado de várias threads: o que se faz com ele ocupado é pouco, seja quanto for
 * o que está nos tópicos; a conta chega pronta em cada {@link Corte}.
 */
@Component
public class Painel implements OuvinteDosCortes {

    private static final int PROBLEMAS = 8;

    private final String servidores;
    private final ComandosDaPagina comandos;
    private final Clock relogio;
    private final Vida vida;
    private final Vigilancia vigilancia;
    private final Contato contato;
    private final Map<EtapaDoPipeline, GrupoAoVivo> grupos = new EnumMap<>(EtapaDoPipeline.class);
    private long escritas; // em contas

    private @Nullable Fotografia ultima;
    private @Nullable Corte corte;
    private @Nullable AndamentoDaLeitura andamento;
    private long versao;

    Painel(KafkaConnectionDetails conexao, Clock relogio, Vida vida, ComandosDaPagina comandos, Vigilancia vigilancia) {
        this.servidores = String.join(",", conexao.getBootstrapServers());
        this.comandos = comandos;
        this.relogio = relogio;
        this.vida = vida;
        this.vigilancia = vigilancia;
        this.contato = new Contato(relogio.instant());
        for (var etapa : EtapaDoPipeline.values()) {
            grupos.put(etapa, new GrupoAoVivo());
        }
    }

    /** Muda quando há algo novo a mostrar. */
    public synchronized long versao() {
        return versao;
    }

    public synchronized Quadro quadro() {
        var perdidoDesde = contato.perdidoDesde();
        return new Quadro(
                relogio.millis(),
                corte == null ? null : corte.foto().quando().toEpochMilli(),
                new Quadro.Kafka(
                        servidores,
                        perdidoDesde == null ? null : perdidoDesde.toEpochMilli(),
                        comandos.semKafka(),
                        andamento == null ? 0 : andamento.porcento(corte != null, relogio.instant()),
                        vigilancia.fotografiaVale().toMillis()),
                problemas(),
                vigilancia.topicosComProblema(),
                faltam(ultima),
                corte == null ? Moldura.topicosPorLer() : Moldura.topicos(corte),
                Arrays.stream(EtapaDoPipeline.values()).map(this::grupo).toList(),
                corte == null ? List.of() : corte.avisados(),
                corte == null ? Moldura.NADA_LIDO : corte.balanco(),
                new Quadro.Contas(escritas));
    }

    /** Os últimos minutos até o corte que se mostra; nulo antes do primeiro. */
    public synchronized @Nullable Serie historico() {
        return corte == null ? null : corte.serie();
    }

    /** Até onde a etapa que lê cada partição gravou, na última vez que se perguntou; falta a de que não gravou nada. */
    public synchronized Map<TopicPartition, Long> gravados() {
        if (ultima == null) {
            return Map.of();
        }
        var gravados = new HashMap<TopicPartition, Long>();
        for (var etapa : EtapaDoPipeline.values()) {
            ultima.grupo(etapa.grupo()).gravados().forEach((particao, offset) -> {
                if (particao.topic().equals(etapa.entrada().nome())) {
                    gravados.put(particao, offset);
                }
            });
        }
        return gravados;
    }

    /** O que a conta achou de errado com um pedido, se é dos que se mostram. */
    public synchronized Optional<Balanco.Suspeito> suspeito(String id) {
        return corte == null
                ? Optional.empty()
                : corte.balanco().suspeitos().stream()
                        .filter(suspeito -> suspeito.id().equals(id))
                        .findFirst();
    }

    @Override
    public synchronized void recomecou(AndamentoDaLeitura agora) {
        andamento = agora;
        corte = null;
        vigilancia.recomecou();
        versao++;
    }

    @Override
    public synchronized void escrita() {
        escritas++;
        versao++;
    }

    @Override
    public synchronized void leu(AndamentoDaLeitura agora, List<Corte> novos) {
        andamento = agora;
        vigilancia.naoSeLeem(agora.lidas().ilegiveis());
        novos.forEach(this::mostra);
    }

    @Override
    public synchronized void fotografou(Fotografia nova, AndamentoDaLeitura agora, List<Corte> novos) {
        contato.fotografou();
        vigilancia.viu(nova);
        ultima = nova;
        grupos.forEach((etapa, aoVivo) -> aoVivo.ve(nova.grupo(etapa.grupo()), nova.quando()));
        andamento = agora;
        novos.forEach(this::mostra);
        versao++;
    }

    @Override
    public synchronized void semFotografia(String causa) {
        contato.semFotografia(causa, relogio.instant());
        versao++;
    }

    @Override
    public synchronized void semContato() {
        versao += contato.perdeu(relogio.instant()) ? 1 : 0;
    }

    @Override
    public Map<TopicPartition, Long> porPular() {
        return vigilancia.porPular();
    }

    @Override
    public Collection<String> pulados() {
        return vigilancia.pulados();
    }

    private void mostra(Corte novo) {
        vigilancia.viu(novo);
        corte = novo;
        versao++;
    }

    private List<Problema> problemas() {
        var agora = relogio.instant();
        var problemas =
                new ArrayList<>(vida.problemas().stream().map(Problema::de).toList());
        contato.problema(agora).ifPresent(problemas::add);
        problemas.addAll(vigilancia.problemas(contato.perdidoDesde() == null, corte, agora));
        if (andamento != null) {
            andamento.estranhos().stream().map(Problema::de).forEach(problemas::add);
        }
        problemas.addAll(vigilancia.recentes(agora));
        return problemas.stream().limit(PROBLEMAS).collect(Collectors.toUnmodifiableList());
    }

    private Quadro.Grupo grupo(EtapaDoPipeline etapa) {
        var aoVivo = grupos.getOrDefault(etapa, new GrupoAoVivo());
        if (corte != null) {
            return Moldura.grupo(etapa, corte, aoVivo, vigilancia.parada(etapa));
        }
        return ultima == null ? Moldura.grupoPorVer(etapa) : Moldura.grupo(etapa, ultima, aoVivo);
    }

    private static List<String> faltam(@Nullable Fotografia foto) {
        return foto == null
                ? List.of()
                : Topico.todos().stream()
                        .map(Topico::nome)
                        .filter(nome -> !foto.topicos().containsKey(nome))
                        .toList();
    }
}
