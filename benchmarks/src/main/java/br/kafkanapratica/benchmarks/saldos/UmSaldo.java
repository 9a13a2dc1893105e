package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.benchmarks.bancada.Numeros;
import br.kafkanapratica.benchmarks.saldos.Rajada.Resultado;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.utils.Utils;

/**
 * {@code GET /saldo/{id}} ao lado de outros servidores, cada um na sua JVM, alternados: aquecidos, e nos primeiros dez segundos de cada
 * início.
 *
 * @param candidatos o primeiro é o serviço; os outros, aquilo com que se compara
 * @param ids o caminho pedido, ao acaso
 */
record UmSaldo(List<Candidato> candidatos, Function<Random, String> ids, int segundos, int repeticoes, long semente) {

    private static final int AQUECIMENTOS = 6;
    private static final int A_FRIO = 10;

    /** @param inicia o servidor, na porta dada */
    record Candidato(String nome, IntFunction<Processo> inicia) {}

    private record NoAr(Candidato candidato, int porta, Processo processo) {}

    private record Medido(Candidato candidato, Resultado resultado) {}

    void aquecido(List<Integer> conexoes) {
        var noAr = new ArrayList<NoAr>();
        try {
            candidatos.forEach(candidato -> noAr.add(inicia(candidato)));
            for (int quantas : conexoes) {
                alterna(noAr, AQUECIMENTOS, quantas);
                mostra("%d conexões, aquecidos".formatted(quantas), alterna(noAr, repeticoes, quantas));
            }
        } finally {
            noAr.forEach(este -> este.processo().close());
        }
    }

    private List<Medido> alterna(List<NoAr> noAr, int vezes, int conexoes) {
        var medidos = new ArrayList<Medido>();
        var ordem = new ArrayList<>(noAr);
        for (int vez = 0; vez < vezes; vez++) {
            for (var este : ordem) {
                medidos.add(new Medido(
                        este.candidato(),
                        rajada(este.porta(), conexoes, segundos).dispara()));
            }
            Collections.reverse(ordem);
        }
        return medidos;
    }

    /** Cada servidor iniciado de novo a cada vez, e medido assim que responde. */
    void frio(int conexoes) {
        var medidos = new ArrayList<Medido>();
        var ordem = new ArrayList<>(candidatos);
        for (int vez = 0; vez < repeticoes; vez++) {
            for (var candidato : ordem) {
                var este = inicia(candidato);
                try (var ate = este.processo()) {
                    medidos.add(new Medido(
                            candidato, rajada(este.porta(), conexoes, A_FRIO).dispara()));
                }
            }
            Collections.reverse(ordem);
        }
        mostra("%d conexões, os primeiros %d s".formatted(conexoes, A_FRIO), medidos);
    }

    private Rajada rajada(int porta, int conexoes, int segundos) {
        return new Rajada(porta, conexoes, TimeUnit.SECONDS.toNanos(segundos), ids, semente);
    }

    private NoAr inicia(Candidato candidato) {
        int porta = PortaLivre.uma();
        var processo = candidato.inicia().apply(porta);
        long prazo = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            try (var conexao = new ConexaoHttp(porta)) {
                conexao.baixa(ids.apply(new Random(semente)));
                if (conexao.status() == 200) {
                    return new NoAr(candidato, porta, processo);
                }
            } catch (IOException e) {
                if (System.nanoTime() > prazo || !processo.vivo()) {
                    throw new IllegalStateException("o servidor não ficou pronto", e);
                }
            }
            Utils.sleep(50);
        }
    }

    private void mostra(String titulo, List<Medido> medidos) {
        Numeros.diz("%n| %s | pedidos/s | p50, ms | p99, ms |%n|---|---|---|---|", titulo);
        candidatos.forEach(candidato -> linha(candidato.nome(), de(candidato, medidos)));
        var nosso = candidatos.get(0);
        for (var outro : candidatos.subList(1, candidatos.size())) {
            razao(nosso.nome() + " ÷ " + outro.nome(), de(nosso, medidos), de(outro, medidos));
        }
    }

    private static List<Resultado> de(Candidato candidato, List<Medido> medidos) {
        return medidos.stream()
                .filter(medido -> medido.candidato() == candidato)
                .map(Medido::resultado)
                .toList();
    }

    static void linha(String nome, List<Resultado> resultados) {
        Numeros.diz(
                "| %s | %s | %s | %s |",
                nome,
                Numeros.resumo(valores(resultados, Resultado::porSegundo), "%,.0f"),
                Numeros.resumo(valores(resultados, Resultado::p50), "%.2f"),
                Numeros.resumo(valores(resultados, Resultado::p99), "%.2f"));
    }

    static void razao(String nome, List<Resultado> uns, List<Resultado> outros) {
        Numeros.diz(
                "| %s | %.2f | %.2f | %.2f |",
                nome,
                razao(uns, outros, Resultado::porSegundo),
                razao(uns, outros, Resultado::p50),
                razao(uns, outros, Resultado::p99));
    }

    private static double razao(List<Resultado> uns, List<Resultado> outros, ToDoubleFunction<Resultado> valor) {
        return Numeros.mediana(valores(uns, valor)) / Numeros.mediana(valores(outros, valor));
    }

    private static List<Double> valores(List<Resultado> resultados, ToDoubleFunction<Resultado> valor) {
        return resultados.stream().map(valor::applyAsDouble).toList();
    }
}
