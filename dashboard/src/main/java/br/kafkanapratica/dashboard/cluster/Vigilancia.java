package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.Comandos;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Junta o que se viu de errado, de cada lado de que se olha, numa lista para quem está na sala. Para uma thread por vez. */
final class Vigilancia {

    private final Suspeitas suspeitas;
    private final Mudancas mudancas;
    private final TransacoesAbertas abertas;
    private final Paradas paradas;
    private final Ilegiveis ilegiveis = new Ilegiveis();
    private final QueixasDosTopicos queixas;

    /** @param paciencia quanto dura o que ainda é só demora */
    Vigilancia(Comandos comandos, ZoneId zona, Duration paciencia, QueixasDosTopicos queixas) {
        this.suspeitas = new Suspeitas(comandos, zona);
        this.mudancas = new Mudancas(zona);
        this.abertas = new TransacoesAbertas(paciencia);
        this.paradas = new Paradas(paciencia);
        this.queixas = queixas;
    }

    void viu(@Nullable Fotografia antes, Fotografia nova) {
        if (antes != null) {
            mudancas.compara(antes, nova);
        }
        abertas.ve(nova);
    }

    void viu(Livro.Corte corte) {
        paradas.ve(corte);
        ilegiveis.viu(corte);
    }

    Ilegiveis ilegiveis() {
        return ilegiveis;
    }

    Paradas paradas() {
        return paradas;
    }

    int topicosComProblema() {
        return queixas.porTopico().size();
    }

    /** O que vale agora, com o Kafka respondendo. */
    List<Problema> problemas(Fotografia ultima, Livro.@Nullable Corte corte, Instant agora) {
        var problemas = new ArrayList<>(suspeitas.em(ultima, agora));
        abertas.longas(agora).forEach((particao, offset) -> problemas.add(suspeitas.transacaoAberta(particao, offset)));
        if (corte != null) {
            problemas.addAll(parados(corte));
        }
        return problemas;
    }

    /** O que não se conseguiu ler, responda o Kafka agora ou não. */
    List<Problema> semLer() {
        return ilegiveis.todos().stream()
                .map(trecho -> suspeitas.ilegivel(trecho, ilegiveis.proximo(trecho)))
                .toList();
    }

    /** O que aconteceu há pouco. */
    List<Problema> recentes(Instant agora) {
        return mudancas.recentes(agora);
    }

    private List<Problema> parados(Livro.Corte corte) {
        var parados = new ArrayList<Problema>();
        for (var etapa : EtapaDoPipeline.values()) {
            var parada = paradas.de(etapa);
            boolean jaDito = ilegiveis.todos().stream()
                    .anyMatch(trecho ->
                            trecho.particao().topic().equals(etapa.entrada().nome()));
            if (parada != null && !jaDito) {
                parados.add(suspeitas.parada(etapa, parada, queixas.porTopico()));
            }
        }
        return parados;
    }
}
