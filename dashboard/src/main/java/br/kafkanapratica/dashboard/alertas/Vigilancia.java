package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.livro.Corte;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Clock;
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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Junta o que se viu de errado, de cada lado de que se olha, numa lista para quem está na sala. Pode ser usado de várias threads. */
@Component
public class Vigilancia {

    private final Suspeitas suspeitas;
    private final Mudancas mudancas;
    private final TransacoesAbertas abertas;
    private final Paradas paradas;
    private final Ilegiveis ilegiveis = new Ilegiveis();
    private final QueixasDosTopicos queixas;
    private final Duration vale;
    private @Nullable Fotografia ultima;

    @Autowired
    Vigilancia(DashboardProperties propriedades, ComandosDaPagina comandos, Clock relogio, QueixasDosTopicos queixas) {
        this(propriedades.paciencia(), propriedades.sondagem(), comandos, relogio.getZone(), queixas);
    }

    /**
     * @param paciencia quanto dura o que ainda é só demora
     * @param sondagem de quanto em quanto tempo se fotografa
     */
    public Vigilancia(
            Duration paciencia, Duration sondagem, ComandosDaPagina comandos, ZoneId zona, QueixasDosTopicos queixas) {
        this.suspeitas = new Suspeitas(comandos, zona);
        this.mudancas = new Mudancas(zona);
        this.abertas = new TransacoesAbertas(paciencia);
        this.paradas = new Paradas(paciencia, sondagem);
        this.queixas = queixas;
        this.vale = sondagem.plus(Paradas.ATRASO);
    }

    /** Até quanto depois de uma fotografia ela ainda é de agora. */
    public Duration fotografiaVale() {
        return vale;
    }

    public synchronized void viu(Fotografia nova) {
        if (ultima != null) {
            mudancas.compara(ultima, nova);
        }
        abertas.ve(nova);
        ultima = nova;
    }

    public synchronized void viu(Corte corte) {
        paradas.ve(corte);
        ilegiveis.viu(corte);
    }

    public synchronized void recomecou() {
        ilegiveis.recomeca();
    }

    /** O que a leitura não lê agora. */
    public synchronized void naoSeLeem(List<TrechoIlegivel> trechos) {
        ilegiveis.leitura(trechos);
    }

    public synchronized @Nullable Parada parada(EtapaDoPipeline etapa) {
        return paradas.de(etapa);
    }

    /** Por onde a leitura pode passar, porque quem lê a fila já passou: o offset de que seguir. */
    public synchronized Map<TopicPartition, Long> porPular() {
        return ilegiveis.porPular(this::gravado);
    }

    /** Uma frase por trecho que se pulou desde que a leitura começou. */
    public synchronized Collection<String> pulados() {
        return List.copyOf(ilegiveis.pulados());
    }

    public synchronized int topicosComProblema() {
        return queixas.porTopico().size();
    }

    /** Os trechos que não se leem, e que ainda não se sabe até onde vão. */
    public synchronized List<TrechoIlegivel> porSondar() {
        return ilegiveis.porSondar();
    }

    /** @param proximo o primeiro offset que se lê depois do trecho */
    public synchronized void sondado(TrechoIlegivel trecho, long proximo) {
        ilegiveis.sondado(trecho, proximo);
    }

    /**
     * Onde alguém está parado há um pedido que já se leu, e que talvez não se leia mais.
     *
     * @return o primeiro offset que espera, por partição
     */
    public synchronized Map<TopicPartition, Long> porConferir() {
        return ilegiveis.porConferir(paradas.onde());
    }

    /** @param trecho o que não se leu a partir do offset; vazio se se leu */
    public synchronized void conferido(TopicPartition particao, long offset, Optional<TrechoIlegivel> trecho) {
        ilegiveis.conferido(particao, offset, trecho);
    }

    /**
     * O que não se conseguiu ler e, com o Kafka respondendo, o que vale agora.
     *
     * @param corte o que se mostra; nulo antes do primeiro
     */
    public synchronized List<Problema> problemas(boolean responde, @Nullable Corte corte, Instant agora) {
        var problemas = new ArrayList<Problema>();
        ilegiveis
                .todos()
                .forEach(
                        trecho -> problemas.add(suspeitas.ilegivel(trecho, ilegiveis.proximo(trecho), passou(trecho))));
        if (responde && ultima != null) {
            problemas.addAll(suspeitas.em(ultima, agora));
            abertas.longas(agora)
                    .forEach((particao, offset) -> problemas.add(suspeitas.transacaoAberta(particao, offset)));
            if (corte != null) {
                problemas.addAll(parados());
            }
        }
        return problemas;
    }

    /** O que aconteceu há pouco. */
    public synchronized List<Problema> recentes(Instant agora) {
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
