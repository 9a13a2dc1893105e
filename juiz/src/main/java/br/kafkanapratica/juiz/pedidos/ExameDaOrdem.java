package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Os registros de uma chave que estavam numa partição, nessa ordem, saem dela nessa ordem, se vão para a mesma. */
final class ExameDaOrdem {

    private record DeOndeAOnde(ChaveCurta chave, int entrada, int saida) {}

    private ExameDaOrdem() {}

    static List<Achado> examina(Autos autos, EtapaDoPipeline etapa) {
        var achados = new ArrayList<Achado>();
        var maiores = new HashMap<DeOndeAOnde, Lugar>();
        var saida = etapa.saida();
        for (var resultado : saida.isEmpty()
                ? List.<Registro>of()
                : autos.confirmados(saida.get().nome())) {
            var entrada = autos.ligacoes(etapa).entrada(resultado);
            if (entrada == null) {
                continue;
            }
            var lugar = entrada.lugar();
            var caminho = new DeOndeAOnde(
                    resultado.quem().chave(),
                    lugar.particao(),
                    resultado.lugar().particao());
            var maior = maiores.merge(caminho, lugar, (um, outro) -> um.compareTo(outro) > 0 ? um : outro);
            if (!maior.equals(lugar)) {
                achados.add(new Achado(
                        Anomalia.REORDENADO,
                        resultado.quem().nome(),
                        resultado.lugar(),
                        resultado.visto(),
                        "é o resultado do que está em %s, e veio depois do resultado do offset %d"
                                .formatted(lugar, maior.offset())));
            }
        }
        return achados;
    }
}
