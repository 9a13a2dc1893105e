package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Falha;
import java.util.ArrayList;
import java.util.List;

/** Os fatos, em qualquer ordem. Para várias threads. */
public final class HistoriaDosSaldos {

    private final List<Escrita> escritas = new ArrayList<>();
    private final List<RegistroNoLog> registros = new ArrayList<>();
    private final List<RegistroNoLog> vistos = new ArrayList<>();
    private final List<Vida> vidas = new ArrayList<>();
    private final List<Resposta> respostas = new ArrayList<>();
    private final List<Prontidao> prontidoes = new ArrayList<>();
    private final List<Falha> falhas = new ArrayList<>();

    /** Todas as escritas da história; o que já estava em {@code contas} antes dela não precisa de uma. */
    public synchronized void anota(Escrita escrita) {
        escritas.add(escrita);
    }

    /** Todo o log, do começo, lido no fim. */
    public synchronized void anota(RegistroNoLog registro) {
        registros.add(registro);
    }

    /** Se o log pode ter-se compactado, também o que um leitor viu enquanto acompanhava. */
    public synchronized void viu(RegistroNoLog registro) {
        vistos.add(registro);
    }

    public synchronized void anota(Vida vida) {
        vidas.add(vida);
    }

    public synchronized void anota(Resposta resposta) {
        respostas.add(resposta);
    }

    public synchronized void anota(Prontidao prontidao) {
        prontidoes.add(prontidao);
    }

    public synchronized void anota(Falha falha) {
        falhas.add(falha);
    }

    synchronized List<Escrita> escritas() {
        return List.copyOf(escritas);
    }

    synchronized List<RegistroNoLog> registros() {
        return List.copyOf(registros);
    }

    synchronized List<RegistroNoLog> vistos() {
        return List.copyOf(vistos);
    }

    synchronized List<Vida> vidas() {
        return List.copyOf(vidas);
    }

    synchronized List<Resposta> respostas() {
        return List.copyOf(respostas);
    }

    synchronized List<Prontidao> prontidoes() {
        return List.copyOf(prontidoes);
    }

    synchronized List<Falha> falhas() {
        return List.copyOf(falhas);
    }
}
