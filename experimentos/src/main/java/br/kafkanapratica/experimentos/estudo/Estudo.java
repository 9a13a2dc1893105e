package br.kafkanapratica.experimentos.estudo;

import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Verificacao;
import br.kafkanapratica.experimentos.fatos.Coletor;
import br.kafkanapratica.experimentos.fatos.Fatos;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Um experimento sendo feito: a cada volta do coletor, o que já se viu vai para o caderno. Acaba quando tudo foi visto. Pode ser usado de
 * várias threads.
 */
public final class Estudo implements AutoCloseable {

    private final Experimento experimento;
    private final Caderno caderno;
    private final Clock relogio;
    private Folha folha;
    private Map<String, String> faltas = Map.of();
    private @Nullable Coletor coletor;

    private Estudo(Experimento experimento, Folha folha, Caderno caderno, Clock relogio) {
        this.experimento = experimento;
        this.folha = folha;
        this.caderno = caderno;
        this.relogio = relogio;
    }

    /**
     * O aluno previu, e agora faz.
     *
     * @throws IllegalArgumentException se a letra não é a de uma alternativa
     */
    public static Estudo comeca(
            Experimento experimento, String previsao, Caderno caderno, Coletor.Fontes fontes, Clock relogio) {
        if (experimento.alternativa(previsao).isEmpty()) {
            throw new IllegalArgumentException("\"%s\" não é uma das alternativas".formatted(previsao));
        }
        var folha = Folha.nova(experimento.id(), previsao, relogio.instant());
        caderno.guarda(folha);
        return continua(experimento, folha, caderno, fontes, relogio);
    }

    /** De onde a folha parou; nada se observa se ela está completa. */
    public static Estudo continua(
            Experimento experimento, Folha folha, Caderno caderno, Coletor.Fontes fontes, Clock relogio) {
        var estudo = new Estudo(experimento, folha, caderno, relogio);
        if (!folha.completa()) {
            estudo.observa(fontes);
        }
        return estudo;
    }

    private synchronized void observa(Coletor.Fontes fontes) {
        coletor = new Coletor(folha.inicio(), fontes, relogio, this::confere);
    }

    public Experimento experimento() {
        return experimento;
    }

    public synchronized Folha folha() {
        return folha;
    }

    /** O que falta a cada verificação que ainda não foi vista, pelo texto dela. */
    public synchronized Map<String, String> faltas() {
        return Map.copyOf(faltas);
    }

    /** Uma volta: a página não espera por ela, e ela não espera pela página. */
    void confere(Fatos fatos) {
        var novas = new ArrayList<Folha.Vista>();
        var ainda = new HashMap<String, String>();
        for (var verificacao : porVer()) {
            var conclusao = verificacao.regra().apply(fatos);
            if (conclusao instanceof Conclusao.Feita feita) {
                novas.add(new Folha.Vista(verificacao.texto(), feita.prova()));
            } else if (conclusao instanceof Conclusao.Falta falta) {
                ainda.put(verificacao.texto(), falta.oQue());
            }
        }
        anota(novas, ainda);
    }

    private synchronized List<Verificacao> porVer() {
        return experimento.verificacoes().stream()
                .filter(verificacao -> folha.prova(verificacao.texto()).isEmpty())
                .toList();
    }

    private synchronized void anota(List<Folha.Vista> novas, Map<String, String> ainda) {
        faltas = ainda;
        if (novas.isEmpty()) {
            return;
        }
        var nova = folha.com(novas, null);
        boolean tudo = experimento.verificacoes().stream()
                .allMatch(verificacao -> nova.prova(verificacao.texto()).isPresent());
        folha = tudo ? nova.com(List.of(), relogio.instant()) : nova;
        caderno.guarda(folha);
        if (tudo) {
            close();
        }
    }

    /** Para de olhar; a folha fica. */
    @Override
    public synchronized void close() {
        if (coletor != null) {
            coletor.close();
            coletor = null;
        }
    }
}
