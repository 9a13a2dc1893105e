package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Retomada;
import br.kafkanapratica.juiz.Veredito;
import java.time.Duration;
import java.util.ArrayList;

/** Julga a história dos pedidos. Imutável. */
public final class JuizDosPedidos {

    private final Duration paciencia;

    /** @param paciencia quanto pode passar, sem falha, sem que nada do que espera ande */
    public JuizDosPedidos(Duration paciencia) {
        this.paciencia = paciencia;
    }

    public Veredito julga(HistoriaDosPedidos historia) {
        var autos = new Autos(historia);
        var conta = new ExameDaConta(autos);
        var achados = new ArrayList<Achado>(ExameDosEnvios.examina(autos));
        achados.addAll(conta.examina());
        achados.addAll(ExameDasLeituras.examina(autos));
        var retomadas = new ArrayList<Retomada>();
        for (var etapa : EtapaDoPipeline.values()) {
            var paradas = new ExameDasParadas(autos, etapa, paciencia);
            achados.addAll(ExameDaOrdem.examina(autos, etapa));
            achados.addAll(ExameDosOffsets.examina(autos, etapa, paciencia));
            achados.addAll(paradas.examina());
            retomadas.addAll(paradas.retomadas());
        }
        return new Veredito(achados, conta.porConfirmar(), retomadas);
    }
}
