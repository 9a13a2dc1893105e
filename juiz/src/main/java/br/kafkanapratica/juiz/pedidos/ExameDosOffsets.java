package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Quando se viu gravado o offset, o resultado já estava no log, ao menos por confirmar. */
final class ExameDosOffsets {

    private ExameDosOffsets() {}

    static List<Achado> examina(Autos autos, EtapaDoPipeline etapa, Duration folga) {
        var gravados = new Gravados(autos, etapa);
        var achados = new ArrayList<Achado>();
        for (var entrada : autos.entradas(etapa)) {
            var resultado = autos.ligacoes(etapa).resultado(entrada);
            var gravacao = gravados.passou(entrada.lugar());
            if (resultado != null && gravacao != null && antes(gravacao, resultado, folga)) {
                achados.add(new Achado(
                        Anomalia.OFFSET_ANTES_DO_RESULTADO,
                        entrada.quem().nome(),
                        entrada.lugar(),
                        gravacao.quando(),
                        "%s tinha gravado o offset %d, e o resultado, em %s, ainda não existia"
                                .formatted(etapa.grupo(), gravacao.offset(), resultado.lugar())));
            }
        }
        return achados;
    }

    private static boolean antes(Gravacao gravacao, Registro resultado, Duration folga) {
        if (gravacao.fins().isEmpty()) {
            return resultado.visto().isAfter(gravacao.quando().plus(folga));
        }
        var fim = gravacao.fins().get(resultado.lugar().daParticao());
        return fim != null && resultado.lugar().offset() >= fim;
    }
}
