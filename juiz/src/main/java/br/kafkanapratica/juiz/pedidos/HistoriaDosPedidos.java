package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.juiz.Falha;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Os fatos, na ordem em que se anotam. Para várias threads. */
public final class HistoriaDosPedidos {

    private final List<Envio> envios = new ArrayList<>();
    private final List<Registro> registros = new ArrayList<>();
    private final List<Gravacao> gravacoes = new ArrayList<>();
    private final List<Leitura> leituras = new ArrayList<>();
    private final List<Falha> falhas = new ArrayList<>();
    private @Nullable Instant fim;

    /** Todos os envios, ou nenhum: havendo um, o que ninguém enviou não tem origem. */
    public synchronized void anota(Envio envio) {
        envios.add(envio);
    }

    /** Todos os registros dos seis tópicos, em qualquer ordem, lidos depois da última {@link Gravacao}. */
    public synchronized void anota(Registro registro) {
        registros.add(registro);
    }

    /** Quantas se quiser, na ordem; a última de cada partição diz até onde o grupo chegou. */
    public synchronized void anota(Gravacao gravacao) {
        gravacoes.add(gravacao);
    }

    public synchronized void anota(Leitura leitura) {
        leituras.add(leitura);
    }

    public synchronized void anota(Falha falha) {
        falhas.add(falha);
    }

    /** Quando se leram os registros: o que ainda espera espera até aqui. Sem isto, ninguém que espera está parado. */
    public synchronized void terminou(Instant quando) {
        fim = quando;
    }

    synchronized List<Envio> envios() {
        return List.copyOf(envios);
    }

    synchronized List<Registro> registros() {
        return List.copyOf(registros);
    }

    synchronized List<Gravacao> gravacoes() {
        return List.copyOf(gravacoes);
    }

    synchronized List<Leitura> leituras() {
        return List.copyOf(leituras);
    }

    synchronized List<Falha> falhas() {
        return List.copyOf(falhas);
    }

    synchronized @Nullable Instant fim() {
        return fim;
    }
}
