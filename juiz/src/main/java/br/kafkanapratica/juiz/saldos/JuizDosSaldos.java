package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Veredito;
import java.time.Duration;
import java.util.ArrayList;

/** Julga a história dos saldos. Imutável. */
public final class JuizDosSaldos {

    private final Duration paciencia;

    /** @param paciencia quanto pode passar, sem falha, sem que o serviço responda */
    public JuizDosSaldos(Duration paciencia) {
        this.paciencia = paciencia;
    }

    public Veredito julga(HistoriaDosSaldos historia) {
        var log = new LogDeContas(historia);
        var interrupcoes = new ExameDasInterrupcoes(log, paciencia);
        var achados = new ArrayList<Achado>(log.achados());
        achados.addAll(ExameDasRespostas.examina(log));
        achados.addAll(ExameDaProntidao.examina(historia));
        achados.addAll(interrupcoes.examina());
        return new Veredito(achados, 0, interrupcoes.retomadas());
    }
}
