package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cada leitor viu os confirmados, todos, um depois do outro. */
final class ExameDasLeituras {

    private record DeQuem(String leitor, String particao) {}

    private final Autos autos;
    private final List<Achado> achados = new ArrayList<>();
    private final Map<DeQuem, Lugar> ultimas = new HashMap<>();

    private ExameDasLeituras(Autos autos) {
        this.autos = autos;
    }

    static List<Achado> examina(Autos autos) {
        var exame = new ExameDasLeituras(autos);
        for (var leitura : autos.historia().leituras()) {
            exame.oQueViu(leitura);
            exame.aOrdem(leitura);
        }
        for (var trocado : autos.trocados()) {
            exame.achados.add(new Achado(
                    Anomalia.LUGAR_TROCADO,
                    trocado.quem().nome(),
                    trocado.lugar(),
                    trocado.visto(),
                    "no mesmo lugar também se leu outro registro"));
        }
        return exame.achados;
    }

    private void oQueViu(Leitura leitura) {
        if (!autos.conhece(leitura.lugar().topico())) {
            return;
        }
        var registro = autos.em(leitura.lugar());
        if (registro == null) {
            achou(Anomalia.LUGAR_TROCADO, leitura, "viu-o onde o log não tem nada");
        } else if (!registro.quem().nome().equals(leitura.id())) {
            achou(
                    Anomalia.LUGAR_TROCADO,
                    leitura,
                    "viu-o onde o log tem " + registro.quem().nome());
        } else if (registro.estado() == Estado.DESFEITO) {
            achou(Anomalia.DESFEITO_VISTO, leitura, "viu o que uma transação abortada escreveu");
        } else if (registro.estado() == Estado.ABERTO) {
            achou(Anomalia.ABERTO_VISTO, leitura, "viu o que uma transação ainda aberta escreveu");
        }
    }

    private void aOrdem(Leitura leitura) {
        var lugar = leitura.lugar();
        var ultima = ultimas.put(new DeQuem(leitura.leitor(), lugar.daParticao()), lugar);
        if (ultima == null) {
            return;
        }
        if (lugar.offset() <= ultima.offset()) {
            achou(Anomalia.RELIDO, leitura, "viu-o depois de ver o offset " + ultima.offset());
            return;
        }
        var pulados = autos.entre(ultima, lugar).stream()
                .filter(registro -> registro.estado() == Estado.CONFIRMADO)
                .toList();
        if (!pulados.isEmpty()) {
            var primeiro = pulados.get(0);
            achados.add(new Achado(
                    Anomalia.PULADO,
                    primeiro.quem().nome(),
                    primeiro.lugar(),
                    leitura.quando(),
                    "%s passou do offset %d ao %d sem ver %s"
                            .formatted(
                                    leitura.leitor(),
                                    ultima.offset(),
                                    lugar.offset(),
                                    pulados.size() == 1 ? "este" : "estes " + pulados.size())));
        }
    }

    private void achou(Anomalia anomalia, Leitura leitura, String oQue) {
        achados.add(
                new Achado(anomalia, leitura.id(), leitura.lugar(), leitura.quando(), leitura.leitor() + " " + oQue));
    }
}
