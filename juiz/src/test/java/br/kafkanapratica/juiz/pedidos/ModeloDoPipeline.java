package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Falha;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Um pipeline correto, em miniatura e ao acaso: três partições, transações que se abortam e se repetem, DLT, mortes, rebalanceamentos,
 * envios sem resposta que chegaram ou não, chaves que se repetem, leitores que voltam ao offset gravado. O que ele conta é uma
 * história certa.
 */
final class ModeloDoPipeline {

    static final int PARTICOES = 3;
    private static final int LOTE = 4;

    /** Uma etapa numa partição da sua entrada: quem a tem, o que leu, o que escreveu e ainda não confirmou. */
    private static final class Trabalho {
        final EtapaDoPipeline etapa;
        final int particao;
        long gravado;
        long lido;
        int vida;
        List<Lugar> abertos = new ArrayList<>();
        boolean aberta;
        Instant parado = Instant.MIN;

        Trabalho(EtapaDoPipeline etapa, int particao) {
            this.etapa = etapa;
            this.particao = particao;
        }
    }

    private final Random acaso;
    private final HistoriaDosPedidos historia = new HistoriaDosPedidos();
    private final Map<Lugar, Registro> log = new HashMap<>();
    private final Map<String, Long> fins = new HashMap<>();
    private final List<Trabalho> trabalhos = new ArrayList<>();
    private final boolean vistosAoVivo;
    private final Set<Lugar> porVer = new HashSet<>();
    private Instant agora = Instant.parse("2026-01-01T00:00:00Z");
    private int porEnviar;
    private int numero;

    ModeloDoPipeline(long semente) {
        acaso = new Random(semente);
        vistosAoVivo = acaso.nextBoolean();
        porEnviar = 10 + acaso.nextInt(40);
        for (var etapa : EtapaDoPipeline.values()) {
            for (int particao = 0; particao < PARTICOES; particao++) {
                trabalhos.add(new Trabalho(etapa, particao));
            }
        }
    }

    /** Roda até tudo estar feito ou, uma vez em quatro, até um instante qualquer. */
    HistoriaDosPedidos conta() {
        int rodadas = acaso.nextInt(4) == 0 ? acaso.nextInt(40) : Integer.MAX_VALUE;
        for (int rodada = 0; rodada < rodadas && (porEnviar > 0 || haTrabalho()); rodada++) {
            var desta = new ArrayList<>(trabalhos);
            Collections.shuffle(desta, acaso);
            for (int i = acaso.nextInt(4); i > 0 && porEnviar > 0; i--, porEnviar--) {
                envia();
            }
            desta.forEach(this::avanca);
            if (acaso.nextInt(10) == 0) {
                falha();
            }
            if (acaso.nextInt(3) == 0) {
                olhaOsOffsets();
            }
        }
        olhaOsOffsets();
        tique();
        log.values().forEach(historia::anota);
        observa();
        historia.terminou(agora);
        return historia;
    }

    private void envia() {
        int qual = acaso.nextInt(5) == 0 ? acaso.nextInt(numero + 1) : numero;
        var id = "pedido-" + qual;
        var marca = Integer.toString(numero++);
        var inicio = agora;
        int sorte = acaso.nextInt(20);
        var lugar = sorte < 17 ? escreve(Topico.Nome.NOVOS_PEDIDOS, id, marca, Estado.CONFIRMADO, null) : null;
        tique();
        var resultado = sorte < 15 ? Resultado.CONFIRMADO : sorte < 18 ? Resultado.DESCONHECIDO : Resultado.RECUSADO;
        historia.anota(new Envio(
                id,
                acaso.nextBoolean() || resultado == Resultado.RECUSADO ? marca : "",
                resultado,
                resultado == Resultado.CONFIRMADO ? lugar : null,
                inicio,
                agora));
    }

    private void avanca(Trabalho trabalho) {
        tique();
        if (agora.isBefore(trabalho.parado)) {
            return;
        }
        if (trabalho.aberta) {
            if (acaso.nextInt(6) == 0) {
                morre(trabalho);
            } else {
                confirma(trabalho);
            }
            return;
        }
        var entrada = trabalho.etapa.entrada().nome();
        long proximo = trabalho.lido;
        for (int i = 0; i < LOTE; proximo++) {
            var lugar = new Lugar(entrada, trabalho.particao, proximo);
            if (proximo >= fim(entrada, trabalho.particao)) {
                break;
            }
            var registro = log.get(lugar);
            if (registro != null && registro.estado() == Estado.ABERTO) {
                break; // read_committed não passa da primeira transação aberta
            }
            if (registro != null && registro.estado() == Estado.CONFIRMADO) {
                le(trabalho, registro);
                i++;
            }
        }
        trabalho.aberta = proximo > trabalho.lido;
        trabalho.lido = proximo;
    }

    private void le(Trabalho trabalho, Registro registro) {
        var id = registro.quem().nome();
        historia.anota(new Leitura(
                "%s, partição %d, vida %d".formatted(trabalho.etapa, trabalho.particao, trabalho.vida),
                registro.lugar(),
                id,
                agora));
        boolean rejeita = Math.floorMod((id + registro.marca() + trabalho.etapa).hashCode(), 20) == 0;
        if (rejeita) {
            trabalho.abertos.add(escreve(
                    trabalho.etapa.dlt().nome(),
                    id,
                    acaso.nextInt(4) == 0 ? "" : registro.marca(), // uma DLT reduzida não traz o valor
                    Estado.ABERTO,
                    registro.lugar()));
        } else {
            trabalho.etapa
                    .saida()
                    .ifPresent(saida ->
                            trabalho.abertos.add(escreve(saida.nome(), id, registro.marca(), Estado.ABERTO, null)));
        }
    }

    private void confirma(Trabalho trabalho) {
        trabalho.gravado = trabalho.lido;
        decide(trabalho, Estado.CONFIRMADO);
    }

    private void morre(Trabalho trabalho) {
        trabalho.lido = trabalho.gravado;
        trabalho.vida++;
        decide(trabalho, Estado.DESFEITO);
    }

    private void decide(Trabalho trabalho, Estado estado) {
        for (var lugar : trabalho.abertos) {
            log.computeIfPresent(
                    lugar,
                    (onde, registro) -> registro.comEstado(estado).vistoEm(vistosAoVivo ? agora : registro.visto()));
        }
        trabalho.abertos.stream()
                .map(Lugar::daParticao)
                .distinct()
                .forEach(particao -> fins.merge(particao, 1L, Long::sum)); // a marca
        trabalho.abertos = new ArrayList<>();
        trabalho.aberta = false;
    }

    /** Quem acompanha {@code read_committed} só vê um registro quando não há, antes dele, transação aberta. */
    private boolean ve(Lugar lugar) {
        for (long offset = 0; offset < lugar.offset(); offset++) {
            var anterior = log.get(new Lugar(lugar.topico(), lugar.particao(), offset));
            if (anterior != null && anterior.estado() == Estado.ABERTO) {
                return false;
            }
        }
        log.computeIfPresent(lugar, (onde, registro) -> registro.vistoEm(agora));
        return true;
    }

    /** Uma etapa, ou todas, param por até um minuto; o que tinham aberto se desfaz logo ou quando voltam. */
    private void falha() {
        var etapa = acaso.nextInt(3) == 0 ? null : EtapaDoPipeline.values()[acaso.nextInt(3)];
        var fim = agora.plusMillis(acaso.nextInt(60_000));
        var falha = new Falha("pausa", etapa, agora, fim);
        historia.anota(falha);
        for (var trabalho : trabalhos) {
            if (etapa == null || etapa == trabalho.etapa) {
                trabalho.parado = fim.isAfter(trabalho.parado) ? fim : trabalho.parado;
                if (acaso.nextBoolean()) {
                    morre(trabalho);
                }
            }
        }
        if (etapa == null) {
            agora = fim;
        }
    }

    private void olhaOsOffsets() {
        for (var trabalho : trabalhos) {
            var resultados = new HashMap<String, Long>();
            for (var topico : trabalho.etapa.resultados()) {
                for (int particao = 0; particao < PARTICOES; particao++) {
                    resultados.put(topico.nome() + "-" + particao, fim(topico.nome(), particao));
                }
            }
            historia.anota(new Gravacao(
                    trabalho.etapa,
                    trabalho.particao,
                    trabalho.gravado,
                    agora,
                    acaso.nextInt(4) == 0 ? Map.of() : resultados));
        }
    }

    /** Quem só acompanha lê tudo o que está confirmado, na ordem; e o que leu, anota outra vez. */
    private void observa() {
        log.values().stream()
                .filter(registro -> registro.estado() == Estado.CONFIRMADO)
                .sorted((um, outro) -> um.lugar().compareTo(outro.lugar()))
                .forEach(registro -> {
                    historia.anota(new Leitura(
                            "observador", registro.lugar(), registro.quem().nome(), agora));
                    if (acaso.nextInt(3) == 0) {
                        historia.anota(registro.vistoEm(registro.visto().plusMillis(acaso.nextInt(500))));
                    }
                });
    }

    private boolean haTrabalho() {
        return trabalhos.stream()
                .anyMatch(trabalho -> trabalho.aberta
                        || trabalho.lido < fim(trabalho.etapa.entrada().nome(), trabalho.particao));
    }

    private Lugar escreve(String topico, String id, String marca, Estado estado, Lugar origem) {
        int particao = Math.floorMod(id.hashCode(), PARTICOES);
        var lugar = new Lugar(topico, particao, fim(topico, particao));
        fins.merge(lugar.daParticao(), 1L, Long::sum);
        var registro = Registro.de(id, lugar, agora).comMarca(marca).comEstado(estado);
        log.put(lugar, origem == null ? registro : registro.comOrigem(origem));
        return lugar;
    }

    private long fim(String topico, int particao) {
        return fins.getOrDefault(topico + "-" + particao, 0L);
    }

    private void tique() {
        agora = agora.plus(Duration.ofMillis(1 + acaso.nextInt(150)));
    }
}
