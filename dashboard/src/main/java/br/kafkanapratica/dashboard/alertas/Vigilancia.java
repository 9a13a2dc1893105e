package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.livro.Corte;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Junta o que se viu de errado, de cada lado de que se olha, numa lista para quem está na sala. Para uma thread por vez. */
public final class Vigilancia implements TrechosPorSondar {

    private final Suspeitas suspeitas;
    private final Mudancas mudancas;
    private final TransacoesAbertas abertas;
    private final Paradas paradas;
    private final Ilegiveis ilegiveis = new Ilegiveis();
    private final QueixasDosTopicos queixas;
    private @Nullable Fotografia ultima;

    /**
     * @param paciencia quanto dura o que ainda é só demora
     * @param sondagem de quanto em quanto tempo se fotografa
     */
    public Vigilancia(
            ComandosDaPagina comandos, ZoneId zona, Duration paciencia, Duration sondagem, QueixasDosTopicos queixas) {
        this.suspeitas = new Suspeitas(comandos, zona);
        this.mudancas = new Mudancas(zona);
        this.abertas = new TransacoesAbertas(paciencia);
        this.paradas = new Paradas(paciencia, sondagem);
        this.queixas = queixas;
    }

    public void viu(Fotografia nova) {
        if (ultima != null) {
            mudancas.compara(ultima, nova);
        }
        abertas.ve(nova);
        ultima = nova;
    }

    public void viu(Corte corte) {
        paradas.ve(corte);
        ilegiveis.viu(corte);
    }

    public void recomecou() {
        ilegiveis.recomeca();
    }

    /** O que a leitura não lê agora. */
    public void naoSeLeem(List<TrechoIlegivel> trechos) {
        ilegiveis.leitura(trechos);
    }

    public @Nullable Parada parada(EtapaDoPipeline etapa) {
        return paradas.de(etapa);
    }

    /** Por onde a leitura pode passar, porque quem lê a fila já passou: o offset de que seguir. */
    public Map<TopicPartition, Long> porPular() {
        return ilegiveis.porPular(this::gravado);
    }

    /** Uma frase por trecho que se pulou desde que a leitura começou. */
    public Collection<String> pulados() {
        return List.copyOf(ilegiveis.pulados());
    }

    public int topicosComProblema() {
        return queixas.porTopico().size();
    }

    @Override
    public List<TrechoIlegivel> porSondar() {
        return ilegiveis.porSondar();
    }

    @Override
    public void sondado(TrechoIlegivel trecho, long proximo) {
        ilegiveis.sondado(trecho, proximo);
    }

    @Override
    public Map<TopicPartition, Long> porConferir() {
        return ilegiveis.porConferir(paradas.onde());
    }

    @Override
    public void conferido(TopicPartition particao, long offset, Optional<TrechoIlegivel> trecho) {
        ilegiveis.conferido(particao, offset, trecho);
    }

    /** O que vale agora, com o Kafka respondendo. */
    public List<Problema> problemas(@Nullable Corte corte, Instant agora) {
        if (ultima == null) {
            return List.of();
        }
        var problemas = new ArrayList<>(suspeitas.em(ultima, agora));
        abertas.longas(agora).forEach((particao, offset) -> problemas.add(suspeitas.transacaoAberta(particao, offset)));
        if (corte != null) {
            problemas.addAll(parados());
        }
        return problemas;
    }

    /** O que não se conseguiu ler, responda o Kafka agora ou não. */
    public List<Problema> semLer() {
        return ilegiveis.todos().stream()
                .map(trecho -> suspeitas.ilegivel(trecho, ilegiveis.proximo(trecho), passou(trecho)))
                .toList();
    }

    /** O que aconteceu há pouco. */
    public List<Problema> recentes(Instant agora) {
        return mudancas.recentes(agora);
    }

    private List<Problema> parados() {
        var parados = new ArrayList<Problema>();
        for (var etapa : EtapaDoPipeline.values()) {
            var parada = paradas.de(etapa);
            boolean jaDito = ilegiveis.todos().stream()
                    .anyMatch(trecho ->
                            trecho.particao().topic().equals(etapa.entrada().nome()) && !passou(trecho));
            if (parada != null && !jaDito) {
                parados.add(suspeitas.parada(etapa, parada, queixas.porTopico()));
            }
        }
        return parados;
    }

    private boolean passou(TrechoIlegivel trecho) {
        return gravado(trecho.particao()) > trecho.offset();
    }

    /** Até onde quem lê a partição gravou; 0 se ninguém a lê. */
    private long gravado(TopicPartition particao) {
        var foto = ultima;
        return foto == null
                ? 0
                : EtapaDoPipeline.queLe(particao.topic())
                        .map(etapa -> foto.grupo(etapa.grupo()).gravados().getOrDefault(particao, 0L))
                        .orElse(0L);
    }
}
